"""Single facts about the database and the bot, by name."""

from datetime import datetime

from sqlalchemy import select

from bot.storage.engine import Tx
from bot.storage.models import meta
from bot.storage.upsert import insert

LAST_POLL = "last_poll_at"
RESTORED = "restored_at"
ZONE_DATA = "zone_data"


async def get(tx: Tx, key: str) -> str | None:
    """The value under `key`, if there is one."""
    found: str | None = await tx.scalar(select(meta.c.value).where(meta.c.key == key))
    return found


async def put(tx: Tx, key: str, value: str) -> None:
    """Write `value` under `key`, over whatever stood there."""
    row = insert(tx, meta).values(key=key, value=value)
    await tx.execute(row.on_conflict_do_update(index_elements=["key"], set_={"value": value}))


async def last_poll(tx: Tx) -> datetime | None:
    """When Telegram last answered a poll."""
    value = await get(tx, LAST_POLL)
    return datetime.fromisoformat(value) if value else None


async def note_poll(tx: Tx, now: datetime) -> None:
    """Remember that Telegram answered a poll at `now`."""
    await put(tx, LAST_POLL, now.isoformat())
