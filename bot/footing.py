"""What the bot stands on: its database, brought to this version, with what a start owes to it."""

import logging
from datetime import datetime
from pathlib import Path

from bot import __version__
from bot.probe import Probe, silent
from bot.settings import Settings
from bot.storage import migrate
from bot.storage.engine import Database
from bot.storage.lock import instance_lock
from bot.storage.tombstones import Tombstones
from bot.usecases import forgetting, restoring, upkeep

log = logging.getLogger(__name__)


async def go_on(db: Database, now: datetime) -> None:
    """Look at the time in which the bot was not there, or not with this database."""
    went_on = await db.write(restoring.go_on, now)
    if went_on is not None:
        log.warning(
            "a backup was put back: %d messages and %d challenges that were due are not sent, and "
            "the time since %s is an outage",
            went_on.messages,
            went_on.challenges,
            went_on.since.isoformat() if went_on.since else "the start",
        )
    await db.write(upkeep.note_gap, now)


async def prepare_database(settings: Settings, probe: Probe = silent) -> None:
    """Create, examine or migrate the database. Call it under the instance lock.

    Raises DatabaseRefusedError, in one sentence for the operator.
    """
    backups = backups_of(settings)
    prepared = await migrate.prepare(
        settings.database_url, bot_version=__version__, probe=probe, backups_dir=backups
    )
    for warning in prepared.warnings:
        log.warning("%s", warning)
    if prepared.came_from not in (None, prepared.revision):
        log.info("the database came from %s to %s", prepared.came_from, prepared.revision)


def backups_of(settings: Settings) -> Path:
    """Where the bot's own backups lie: beside the database."""
    return settings.database_file.parent / "backups"


async def heed_tombstones(db: Database, tombstones: Tombstones) -> None:
    """Forget again whom a backup has brought back, before anything is said or looked at.

    Raises DatabaseRefusedError.
    """
    gone = await db.write(forgetting.heed, tombstones)
    if gone:
        log.info("%d people who asked to be forgotten were in this database again: gone", gone)
        await db.empty_log()


async def migrate_database(settings: Settings) -> None:
    """What `kindreds migrate` does: everything a start does to the database, and no more.

    Raises DatabaseRefusedError.
    """
    with instance_lock(settings.database_file):
        await prepare_database(settings)
