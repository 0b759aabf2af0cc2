"""One person's data out of a database that no bot is using, and into one."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.commands import open_database
from bot.domain.bounds import LARGEST
from bot.footing import heed_tombstones, prepare_database
from bot.library.load import load_pack, packaged_content
from bot.settings import Settings
from bot.storage import durable, subscribers
from bot.storage.engine import Database
from bot.storage.examine import refusing
from bot.storage.lock import instance_lock
from bot.storage.tombstones import Tombstones
from bot.texts.catalogue import load_texts
from bot.usecases import copies, exporting, importing
from bot.usecases.copies import Form
from bot.usecases.importing import BroughtIn
from bot.yearbook import json


class NotCarriedError(Exception):
    """Nothing was written; `str()` of it is one sentence for the operator."""


async def export_person(
    settings: Settings, now: datetime, user_id: int, form: Form, folder: Path
) -> Path:
    """Write the file that `/export` would send to somebody into `folder`; returns its path.

    Raises NotCarriedError, ContentErrors, or DatabaseRefusedError.
    """
    pack, texts = load_pack(settings.content_dir or packaged_content()), load_texts()
    async with open_database(settings) as db:
        fits = abs(user_id) <= LARGEST
        person = await db.read(subscribers.by_user, user_id) if fits else None
        if person is None:
            raise NotCarriedError(
                f"Nobody with the Telegram id {user_id} is in this database: they can read their "
                "id in the file that /export sends them, as user_id."
            )
        found = await db.read(exporting.gather, now, person.id, form, pack, texts.language)
    file = copies.make(found, form, now, exporting.made_by(), texts.say)
    path = folder / file.name
    try:
        if path.exists():
            raise NotCarriedError(f"{path} is there already: move it, or name another folder.")
        durable.put(path, file.content)
    except OSError as error:
        raise NotCarriedError(f"{path} could not be written: {error.strerror}.") from error
    return path


async def import_person(settings: Settings, now: datetime, file: Path) -> BroughtIn:
    """Bring in the person of a JSON export; the database is made or migrated if need be.

    Raises NotCarriedError or DatabaseRefusedError.
    """
    try:
        copy = json.load(_content(file))
        with instance_lock(settings.database_file), refusing(settings.database_file):
            await prepare_database(settings)
            db = await Database.open(settings.database_url)
            try:
                await heed_tombstones(db, Tombstones(settings.database_file))
                return await db.write(importing.bring_in, now, copy, _own_bot(settings))
            finally:
                await db.close()
    except json.UnfitFileError as error:
        raise NotCarriedError(f"{file} cannot be read in: {error}.") from None
    except importing.RefusedCopyError as error:
        raise NotCarriedError(f"{file} was not brought in: {error}.") from None


def report(brought: BroughtIn) -> str:
    """For people: what came in, and what did not."""
    amount = brought.amount
    lines = [
        f"{brought.user_id} is here now: {amount.days} challenges and {amount.messages} messages "
        "in their log. The bot goes on with them at its next start."
    ]
    if brought.outages:
        lines.append(
            f"{brought.outages} outages of the bot they come from were left out, since others are "
            "here already whom they never touched."
        )
    if brought.refolded:
        lines.append("Their streak was worked out anew from what they did.")
    return "\n".join(lines)


def as_object(brought: BroughtIn) -> dict[str, Any]:
    """The same for programs."""
    return asdict(brought)


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > json.LARGEST:
            raise NotCarriedError(f"{file} is larger than any export: name the right file.")
        return file.read_bytes()
    except OSError as error:
        raise NotCarriedError(f"{file} cannot be read: {error.strerror}.") from error


def _own_bot(settings: Settings) -> int | None:
    number = settings.bot_token.get_secret_value().partition(":")[0]
    return int(number) if number else None
