"""Who asked to be forgotten, so that a backup put back does not bring them back.

A tombstone is a keyed hash: with the key it tells whether an id is among those who left, and
without it, it tells nothing. Tombstones are numbered, and the database knows up to which number it
has heard of them. A backup from before a farewell knows fewer than the file beside it; somebody who
left and came again is none of those it still has to forget.
"""

import errno
import hashlib
import secrets
from collections.abc import Iterable
from pathlib import Path

from bot.storage import durable
from bot.storage.trouble import DatabaseRefusedError, DatabaseUnavailableError, Trouble

HEARD = "tombstones_heard_of"
"""The name, in `meta`, of the number of the last tombstone that the database knows of."""


class Tombstones:
    """The file of those who left and its key, both beside the database. Its methods block."""

    def __init__(self, database: Path) -> None:
        """Nothing is read or made yet."""
        self.file = database.with_name(database.name + ".forgotten")
        self.key_file = database.with_name(database.name + ".forgotten-key")

    def add(self, user_id: int, heard: int) -> int:
        """Set a tombstone; `heard` is the number the database knows of. Returns the new one's.

        Raises DatabaseUnavailableError where the disk does not take it: then nobody is forgotten
        yet, and it can be tried again.
        """
        try:
            known = self._read()
            number = max([heard, *known]) + 1
            known[number] = self._mark(self._key(), user_id)
            lines = "".join(f"{at} {mark}\n" for at, mark in sorted(known.items()))
            words = "# Those who asked to be forgotten, as keyed hashes. Keep it with its key.\n"
            durable.put(self.file, words + lines)
        except OSError as error:
            full = error.errno == errno.ENOSPC
            trouble = Trouble.FULL if full else Trouble.UNREADABLE
            raise DatabaseUnavailableError(trouble, error.strerror or "no reason") from error
        return number

    def last(self) -> int:
        """The number of the last tombstone; 0 where there is none. Raises DatabaseRefusedError."""
        return max(self._read_for_start(), default=0)

    def forgotten(self, ids: Iterable[int], heard: int) -> set[int]:
        """Those of `ids` who left after the tombstone `heard`. Raises DatabaseRefusedError."""
        marks = {mark for number, mark in self._read_for_start().items() if number > heard}
        if not marks:
            return set()
        if not self.key_file.exists():
            raise DatabaseRefusedError(
                f"{self.key_file} is missing, and without it nobody can tell who of those in this "
                f"database asked to be forgotten: put it back, or delete {self.file} as well"
            )
        key = self._key()
        return {user_id for user_id in ids if self._mark(key, user_id) in marks}

    def _read(self) -> dict[int, str]:
        if not self.file.exists():
            return {}
        lines = self.file.read_text(encoding="ascii").splitlines()
        pairs = (line.split(" ") for line in lines if not line.startswith("#"))
        return {int(number): mark for number, mark in pairs}

    def _read_for_start(self) -> dict[int, str]:
        try:
            return self._read()
        except (OSError, ValueError):
            raise DatabaseRefusedError(
                f"{self.file} cannot be read, and it says who asked to be forgotten: put it back "
                "as it was, or delete it"
            ) from None

    def _key(self) -> bytes:
        """The key, drawn when it is first needed."""
        if not self.key_file.exists():
            durable.put(self.key_file, secrets.token_hex(32))
        return bytes.fromhex(self.key_file.read_text(encoding="ascii"))

    @staticmethod
    def _mark(key: bytes, user_id: int) -> str:
        return hashlib.blake2b(b"%d" % user_id, key=key, digest_size=32).hexdigest()
