"""Files that are whole or not there: written under another name, flushed, then renamed."""

import os
from pathlib import Path


def put(path: Path, content: str | bytes) -> None:
    """Write `content` to `path`, for its owner only; a kill leaves the old file or the new one."""
    draft = path.with_name(f".{path.name}.partial")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_bytes(content.encode() if isinstance(content, str) else content)
    put_in_place(draft, path)


def put_in_place(draft: Path, path: Path) -> None:
    """Give a finished file its name, so that both outlive a power cut.

    No database connection may be open on `draft`: closing a file drops this process's locks on it.
    """
    flush(draft)
    draft.replace(path)
    flush(path.parent)


def flush(path: Path) -> None:
    """Wait until the disk has the file, or the folder's list of names."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
