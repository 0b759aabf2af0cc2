"""One process to a database: a lock that the operating system takes back when its holder dies."""

import fcntl
import os
import secrets
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.storage.examine import not_writable
from bot.storage.trouble import DatabaseRefused


class InstanceLock:
    """Held from `acquire` to `release`, or to the end of the process, however it comes.

    The lock file is never deleted: a process that had it open would then hold a lock on nothing.
    """

    def __init__(self, descriptor: int, instance: str) -> None:
        self.instance = instance
        """Names this start of the program, in the database and in the logs."""
        self._descriptor: int | None = descriptor

    @classmethod
    def acquire(cls, database: Path) -> Self:
        """Take the lock of `database`, at once or never.

        Raises DatabaseRefused if another process holds it, or if its folder takes no files.
        """
        place = database.with_name(database.name + ".lock")
        try:
            database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise not_writable(place, error.strerror or type(error).__name__) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(descriptor, 20).decode("ascii", "replace").strip()
            os.close(descriptor)
            raise DatabaseRefused(
                f"{database} is in use by another Kindreds (process {holder or 'unknown'}): stop "
                "that one first, or name another file in DATABASE_URL"
            ) from error
        os.ftruncate(descriptor, 0)
        os.write(descriptor, b"%d\n" % os.getpid())
        return cls(descriptor, secrets.token_hex(8))

    def release(self) -> None:
        """Let the next one in. Once is enough; more does no harm."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.release()
