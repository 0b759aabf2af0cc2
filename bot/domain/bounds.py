"""What any number and any date may be that comes from outside: from a copy, or an operator."""

LARGEST = 2**63 - 1
"""The largest integer that the database holds; the smallest is as far below zero."""

YEARS = range(1970, 9000)
"""Far from both ends of the calendar, so that days and zones can be counted on from any date."""
