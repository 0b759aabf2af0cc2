"""Reading the hour of day that somebody typed."""

import re

_HOUR = re.compile(
    r"""\s*(?P<hour>\d{1,2})
        (?:\s*[:.h]\s*(?P<minute>[0-5]\d)|(?P<short>[0-5]\d)|\s*h|)
        \s*(?P<half>[ap])?\.?(?:\s*m\.?)?\s*""",
    re.VERBOSE | re.IGNORECASE,
)


def parse_hour(text: str) -> int | None:
    """Minutes after midnight for `7`, `7:30`, `7.30pm`, `19h30`, `0730`; None for anything else."""
    found = _HOUR.fullmatch(text[:40])
    if found is None:
        return None
    hour = int(found["hour"])
    minute = int(found["minute"] or found["short"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"].lower() == "p" else 0)
    return hour * 60 + minute if hour <= 23 else None
