"""What is kept of somebody's words, beside the words."""

from datetime import timedelta

from sqlalchemy import text

from bot.domain.needle import folded
from bot.storage import deliveries, everything, reflections, searching
from bot.storage.deliveries import Delivery
from bot.storage.engine import Database, Tx
from bot.storage.reflections import Reflection
from bot.storage.rows import portable, typed
from tests.usecases.somebody import MONDAY, somebody


async def kept(tx: Tx, delivery: Delivery, number: int, words: str, hours: int = 1) -> Reflection:
    made = await reflections.save(
        tx,
        MONDAY,
        delivery,
        chat_id=700,
        message_id=number,
        kind="text",
        text=words,
        file_id=None,
        written_at=MONDAY + timedelta(hours=hours),
    )
    assert made is not None
    return made


async def copies(tx: Tx) -> list[object]:
    rows = await tx.execute(text("SELECT folded FROM reflections ORDER BY id"))
    return list(rows.scalars())


async def test_words_that_can_be_searched_as_they_are_are_kept_once(db: Database) -> None:
    async def check(tx: Tx) -> None:
        first = (await deliveries.arrived(tx, await somebody(tx)))[0]
        for number, words in enumerate(("Plain English, 100%", "Ein Café", "two\nlines"), 50):
            await kept(tx, first, number, words)
        assert await copies(tx) == [None, "ein cafe", "two lines"]

    await db.write(check)


async def test_what_is_reworded_or_deleted_takes_its_folded_copy_along(db: Database) -> None:
    async def check(tx: Tx) -> None:
        first = (await deliveries.arrived(tx, await somebody(tx)))[0]
        one, other = await kept(tx, first, 50, "Café"), await kept(tx, first, 51, "Thé")
        await reflections.rewrite(tx, MONDAY, one.id, "Gâteau")
        await reflections.delete(tx, MONDAY, [other.id])
        assert await copies(tx) == ["gateau", None]
        await reflections.rewrite(tx, MONDAY, one.id, None)
        assert await copies(tx) == [None, None]

    await db.write(check)


async def test_a_copy_of_a_log_says_nothing_of_it_and_has_it_again_once_it_is_read_in(
    db: Database,
) -> None:
    async def check(tx: Tx) -> None:
        person = await somebody(tx)
        first = (await deliveries.arrived(tx, person))[0]
        await kept(tx, first, 50, "Ein Café")
        rows = portable(await everything.read(tx, person), everything.references())
        assert "folded" not in rows["reflections"][0]
        await everything.erase(tx, 700, 700)
        names = [table.name for table in everything.tables()]
        found = {
            name: [
                {
                    column: value.isoformat() if hasattr(value, "isoformat") else value
                    for column, value in row.items()
                }
                for row in theirs
            ]
            for name, theirs in rows.items()
        }
        again = await everything.write(tx, typed(found, names))
        assert len(await searching.holding(tx, again, folded("CAFÉ"))) == 1

    await db.write(check)


async def test_nobody_is_found_in_the_log_of_somebody_else(db: Database) -> None:
    async def check(tx: Tx) -> None:
        ana, eve = await somebody(tx, 700), await somebody(tx, 701)
        first = (await deliveries.arrived(tx, ana))[0]
        await kept(tx, first, 50, "a private word")
        assert list(await searching.holding(tx, ana, "private")) == [first.id]
        assert await searching.holding(tx, eve, "private") == {}

    await db.write(check)
