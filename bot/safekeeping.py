"""Copies of the whole database: made beside a running bot, and put back while none is running."""

from datetime import datetime
from pathlib import Path

from bot.footing import backups_of
from bot.settings import Settings
from bot.storage import backup, restore
from bot.storage.lock import instance_lock
from bot.storage.restore import PutBack


class NotKeptError(Exception):
    """Nothing was changed; `str()` of it is one sentence for the operator."""


def back_up(settings: Settings, now: datetime, target: Path | None) -> Path:
    """Copy the database to `target`, or among the bot's own backups; returns where. Blocks.

    Raises NotKeptError or DatabaseRefusedError.
    """
    path = target or backups_of(settings) / f"kindreds-{now:%Y%m%d-%H%M%S}.db"
    if not settings.database_file.exists():
        raise NotKeptError(f"{settings.database_file} is not there: name it in DATABASE_URL.")
    try:
        if path.exists():
            raise NotKeptError(f"{path} is there already: move it, or name another file.")
        backup.backup(settings.database_file, path)
    except OSError as error:
        raise NotKeptError(f"{path} could not be written: {error.strerror}.") from error
    return path


def put_back(settings: Settings, now: datetime, copy: Path) -> PutBack:
    """Let a backup be the database; what stood there is kept. Blocks.

    Raises NotKeptError or DatabaseRefusedError: in use by a running bot, or no sound backup.
    """
    database = settings.database_file
    try:
        _require_another(copy, database, backups_of(settings))
    except OSError as error:
        raise NotKeptError(f"{copy} could not be read: {error.strerror}.") from error
    with instance_lock(database):
        try:
            return restore.put_back(copy, database, backups_of(settings), now)
        except OSError as error:
            place = error.filename or database
            raise NotKeptError(
                f"{place} could not be read or written: {error.strerror}."
            ) from error


def _require_another(copy: Path, database: Path, backups: Path) -> None:
    """Raises NotKeptError where `copy` is no file or the database, by whichever name; OSError."""
    if not copy.exists():
        raise NotKeptError(f"{copy} is not there: the bot's own lie in {backups}.")
    if not copy.is_file():
        raise NotKeptError(f"{copy} is no file: name a backup; the bot's own lie in {backups}.")
    if database.exists() and copy.samefile(database):
        raise NotKeptError(f"{copy} is the database itself: name one of its backups.")
