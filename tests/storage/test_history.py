"""What a streak is folded from, however much somebody writes."""

from datetime import timedelta
from typing import Any

from sqlalchemy import event

from bot.storage import deliveries, history, reflections
from bot.storage.engine import Database, Tx
from bot.storage.history import Deed
from tests.usecases.somebody import MONDAY, somebody


async def write(tx: Tx, delivery: deliveries.Delivery, message_id: int, hours: int) -> None:
    await reflections.save(
        tx,
        MONDAY,
        delivery,
        chat_id=700,
        message_id=message_id,
        kind="text",
        text="words",
        file_id=None,
        written_at=MONDAY + timedelta(hours=hours),
    )


def reply(delivery: deliveries.Delivery, message_id: int, hours: int, ended: int | None) -> Deed:
    at = MONDAY + timedelta(hours=hours)
    over = None if ended is None else MONDAY + timedelta(hours=ended)
    return Deed(history.REPLY, delivery.id, at, over, message_id, False)


async def replies(tx: Tx, person: int) -> list[Deed]:
    told = [deed for deed in await history.deeds(tx, person) if deed.what == history.REPLY]
    return sorted(told, key=lambda deed: (deed.delivery_id, deed.message_id or 0))


async def test_of_many_replies_that_stand_the_first_and_the_last_are_told(db: Database) -> None:
    async def check(tx: Tx) -> None:
        person = await somebody(tx)
        first, second, *_ = await deliveries.arrived(tx, person)
        for number in range(20):
            await write(tx, first, 50 + number, 1 + number)
        await write(tx, second, 90, 30)
        assert await replies(tx, person) == [
            reply(first, 50, 1, None),
            reply(first, 69, 20, None),
            reply(second, 90, 30, None),
        ]

    await db.write(check)


async def test_what_was_taken_back_or_moved_away_is_told_beside_what_stands(db: Database) -> None:
    async def check(tx: Tx) -> None:
        person = await somebody(tx)
        first, second, *_ = await deliveries.arrived(tx, person)
        for number in range(3):
            await write(tx, first, 50 + number, 1 + number)
        await reflections.withdraw(tx, MONDAY + timedelta(hours=5), first.id)
        await write(tx, first, 60, 6)
        await write(tx, second, 70, 7)
        moved = await reflections.of_message(tx, 700, 70)
        assert moved is not None
        await reflections.move(tx, MONDAY + timedelta(hours=8), moved, first.id)
        assert await replies(tx, person) == [
            *(reply(first, 50 + number, 1 + number, 5) for number in range(3)),
            reply(first, 60, 6, None),
            reply(first, 70, 7, None),
            reply(second, 70, 7, 8),
        ]

    await db.write(check)


async def test_nobody_elses_challenges_are_looked_through(db: Database) -> None:
    async def check(tx: Tx) -> None:
        person = await somebody(tx)
        asked: list[tuple[str, Any]] = []

        def note(_conn: Any, _cursor: Any, sql: str, values: Any, *_: Any) -> None:
            asked.append((sql, values))

        event.listen(tx.sync_connection, "before_cursor_execute", note)
        for read in (history.deeds, history.course, history.rests):
            await read(tx, person)
        await reflections.of_run(tx, person, 1)
        event.remove(tx.sync_connection, "before_cursor_execute", note)
        steps = [
            row.detail
            for sql, values in asked
            for row in await tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
        ]
        of_everybody = ("SCAN deliveries", "SCAN reflections", "SCAN runs", "SCAN marks")
        assert steps
        assert [step for step in steps if step.startswith(of_everybody)] == []

    await db.write(check)
