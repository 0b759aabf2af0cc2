"""What somebody who was forgotten must not leave behind."""

from pathlib import Path


def has_trace(path: Path, user_id: int, word: str) -> bool:
    """Whether a file holds a word of theirs, or the id: as text, or as SQLite keeps numbers."""
    if not path.is_file():
        return False
    content = path.read_bytes().lower()
    kept = user_id.to_bytes(4 if user_id < 2**31 else 6)
    traces = (word.lower().encode(), str(user_id).encode(), kept.lower())
    return any(trace in content for trace in traces)
