"""Files that people and the bot have sent, kept in memory."""

import hashlib
from dataclasses import dataclass
from typing import Any

from bot.demo.refusals import FILE_TOO_BIG, FILE_WRONG, RefusedError

LARGEST_DOWNLOAD = 20 * 1024 * 1024
"""Bytes that getFile hands out at most (documentation of getFile)."""


@dataclass(frozen=True)
class StoredFile:
    """One file; `id` is what the bot uses, `path` where it downloads it."""

    id: str
    name: str
    mime: str
    content: bytes
    path: str

    def describe(self) -> dict[str, Any]:
        """The fields every kind of file shares."""
        unique = hashlib.sha256(self.content + self.id.encode()).hexdigest()[:16]
        return {"file_id": self.id, "file_unique_id": unique, "file_size": len(self.content)}


class FileStore:
    """Every file by its id and by its path."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def add(self, folder: str, name: str, mime: str, content: bytes) -> StoredFile:
        """Keep a file; its path is `folder/file_<n>` with the name's own ending."""
        number = len(self._by_id)
        ending = name.rpartition(".")[2] if "." in name else "bin"
        file = StoredFile(
            f"{folder}-{number}-{hashlib.sha256(content).hexdigest()[:24]}",
            name,
            mime,
            content,
            f"{folder}/file_{number}.{ending}",
        )
        self._by_id[file.id] = self._by_path[file.path] = file
        return file

    def at(self, path: str) -> StoredFile | None:
        """The file at a path, if there is one."""
        return self._by_path.get(path)

    def get(self, file_id: str) -> StoredFile:
        """The file with an id. Raises RefusedError if there is none."""
        try:
            return self._by_id[file_id]
        except KeyError:
            raise RefusedError(FILE_WRONG) from None

    def offer(self, file_id: str) -> dict[str, Any]:
        """What getFile answers. Raises RefusedError if the file is unknown or too big."""
        file = self.get(file_id)
        if len(file.content) > LARGEST_DOWNLOAD:
            raise RefusedError(FILE_TOO_BIG)
        return {**file.describe(), "file_path": file.path}
