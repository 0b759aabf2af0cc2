"""What the bot says: how urgent each kind is, how long it stays worth saying, how often at most."""

from datetime import timedelta
from enum import IntEnum

MAX_COPIES = 3
"""Attempts whose outcome nobody can know, before a message is reported `unknown` (promise P4)."""

ANSWER_LIFE = timedelta(hours=24)
"""An answer older than this would only puzzle; a challenge has its own late window."""


class Lane(IntEnum):
    """Answers go before challenges, challenges before reminders, reminders before broadcasts."""

    ANSWER = 0
    CHALLENGE = 1
    REMINDER = 2
    BROADCAST = 3
