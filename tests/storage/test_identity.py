"""A database belongs to one bot, and knows who used it last."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage import meta
from bot.storage.engine import Database, Tx
from bot.storage.identity import INSTANCE, Claim, claim_bot, note_instance
from bot.storage.migrate import DatabaseRefusedError, upgrade


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    database = await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'kindreds.db'}")
    await database.write(schema)
    yield database
    await database.close()


async def schema(tx: Tx) -> None:
    await tx.run_sync(upgrade)


async def test_the_first_bot_takes_the_database_and_keeps_it(db: Database) -> None:
    assert await db.write(claim_bot, 111, adopt=False) is Claim.FIRST
    assert await db.write(claim_bot, 111, adopt=False) is Claim.SAME
    assert await db.write(claim_bot, 111, adopt=True) is Claim.SAME


async def test_fault_73_another_bot_is_refused_and_told_both_numbers(db: Database) -> None:
    await db.write(claim_bot, 111, adopt=False)

    with pytest.raises(DatabaseRefusedError, match=r"bot 111, and the token is .* bot 222: use"):
        await db.write(claim_bot, 222, adopt=False)

    assert await db.write(claim_bot, 111, adopt=False) is Claim.SAME


async def test_fault_73_told_to_adopt_the_database_another_bot_takes_it_over(db: Database) -> None:
    await db.write(claim_bot, 111, adopt=False)

    assert await db.write(claim_bot, 222, adopt=True) is Claim.ADOPTED

    assert await db.write(claim_bot, 222, adopt=False) is Claim.SAME
    with pytest.raises(DatabaseRefusedError):
        await db.write(claim_bot, 111, adopt=False)


async def test_the_last_instance_is_on_record(db: Database) -> None:
    assert await db.read(meta.get, INSTANCE) is None

    await db.write(note_instance, "first")
    await db.write(note_instance, "second")

    assert await db.read(meta.get, INSTANCE) == "second"
