"""Whose day a text belongs to, asked of a database without a bot around it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.outbox import Lane
from bot.library.load import load_pack
from bot.storage import deliveries, outbox, questions, reflections, runs, streaks, subscribers
from bot.storage.engine import Database, Tx
from bot.storage.identity import claim_bot
from bot.storage.migrate import upgrade
from bot.usecases import reflections as log
from bot.usecases.person import Person
from bot.usecases.routing import (
    Answered,
    BareWord,
    CrossingChallengeError,
    Heard,
    bare_word,
)
from bot.usecases.series import Series
from tests.world import PACK

ANA = Person(700, 700, "en")
MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
CHALLENGES = {1: 100, 2: 200, 3: 300}
"""The message that brought each day, a day apart."""


class Log:
    """Ana, who has had three days, and her database."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.series = Series(load_pack(PACK))
        self.deliveries: dict[int, int] = {}

    async def hears(self, heard: Heard, now: datetime | None = None) -> object:
        at = now or heard.written_at
        return await self.db.write(log.hear, at, ANA, heard, self.series)

    async def kept(self) -> list[tuple[int, str | None]]:
        """What is in the log: days and words."""

        async def all_days(tx: Tx) -> list[tuple[int, str | None]]:
            person = await subscribers.by_user(tx, ANA.user_id)
            assert person is not None
            found = []
            for day in CHALLENGES:
                found += await reflections.of_day(tx, person.id, day)
            return [(each.day, each.text) for each in sorted(found, key=lambda kept: kept.id)]

        return await self.db.read(all_days)

    async def said(self) -> list[str]:
        """The kinds of message that wait to be said."""

        async def kinds(tx: Tx) -> list[str]:
            rows = await tx.exec_driver_sql("SELECT kind FROM outbox ORDER BY id")
            return [row[0] for row in rows]

        return await self.db.read(kinds)

    async def do(self, what: Callable[..., Awaitable[Any]], *args: Any, **more: Any) -> Any:
        return await self.db.write(what, *args, **more)


@pytest.fixture
async def ana(tmp_path: Path) -> AsyncIterator[Log]:
    db = await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'kindreds.db'}")
    found = Log(db)
    await db.write(_settle_in, found)
    yield found
    await db.close()


async def _settle_in(tx: Tx, found: Log) -> None:
    await tx.run_sync(upgrade)
    await claim_bot(tx, 111, adopt=False)
    await subscribers.welcome(tx, MONDAY, ANA.user_id, ANA.chat_id, "en", None)
    person = await subscribers.by_user(tx, ANA.user_id)
    assert person is not None
    run = await runs.begin(tx, person.id, MONDAY, "own", None)
    await subscribers.change(
        tx, person.id, state="active", step=None, run_id=run, zone="Europe/Lisbon", minute=480
    )
    for day, message in CHALLENGES.items():
        at = MONDAY + timedelta(days=day - 1)
        row = {"subscriber_id": person.id, "run_id": run, "day": day, "due_at": at}
        row |= {"local_date": date(2026, 11, 22 + day), "text_hash": "", "state": "planned"}
        made = await deliveries.plan(tx, [row])
        found.deliveries[day] = made[person.id]
        await deliveries.change(
            tx, made[person.id], state="delivered", delivered_at=at, message_id=message
        )


def text(message_id: int, words: str, **how: Any) -> Heard:
    """Words written on Wednesday at noon, unless said otherwise."""
    at = how.pop("at", MONDAY + timedelta(days=2, hours=4))
    return Heard(message_id, at, text=words, **how)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("stop", BareWord.STOP),
        ("STOP!!!", BareWord.STOP),
        ("  Pause. ", BareWord.STOP),
        ("unsubscribe…", BareWord.STOP),
        ("Help?", BareWord.HELP),
        ("stop it", None),
        ("I could not stop", None),
        ("helpful", None),
        ("?", None),
        ("", None),
        (None, None),
    ],
)
def test_only_a_word_by_itself_asks_for_buttons(words: str | None, wanted: BareWord | None) -> None:
    assert bare_word(Heard(1, MONDAY, text=words)) is wanted


def test_a_photo_called_stop_is_a_photo() -> None:
    assert bare_word(Heard(1, MONDAY, kind="photo", text="stop", file_id="f")) is None


async def test_fault_20_text_goes_to_the_latest_day_that_came_before_it(ana: Log) -> None:
    await ana.hears(text(150, "between the first two", at=MONDAY + timedelta(hours=2)))
    await ana.hears(text(299, "just before the third", at=MONDAY + timedelta(days=2)))
    await ana.hears(text(301, "just after it", at=MONDAY + timedelta(days=2)))
    assert [day for day, _ in await ana.kept()] == [1, 2, 3]


async def test_fault_61_written_before_midnight_and_handled_hours_later(ana: Log) -> None:
    midnight = datetime(2026, 11, 24, tzinfo=UTC)
    late = text(199, "at 23:59:59", at=midnight - timedelta(seconds=1))
    await ana.hears(late, now=midnight + timedelta(hours=15))
    assert await ana.kept() == [(1, "at 23:59:59")]


async def test_t3_a_reply_in_the_second_of_the_next_but_one_counts_by_its_number(
    ana: Log,
) -> None:
    at = MONDAY + timedelta(days=2)
    await ana.hears(text(299, "In the last second", at=at, answers=Answered(100)))
    assert await ana.kept() == [(2, "In the last second")]
    delivery = ana.deliveries[1]
    await ana.hears(text(298, "For the first", at=at, answers=Answered(100, delivery=delivery)))
    kept = await ana.db.read(streaks.of, 1)
    assert kept is not None and kept.current == 2


async def test_the_buttons_of_the_message_answered_name_the_day(ana: Log) -> None:
    await ana.hears(text(400, "by its button", answers=Answered(100, delivery=ana.deliveries[1])))
    assert await ana.kept() == [(1, "by its button")]


async def test_anothers_delivery_in_a_forged_button_is_passed_over(ana: Log) -> None:
    await ana.hears(text(400, "forged", answers=Answered(100, delivery=999)))
    assert await ana.kept() == [(3, "forged")]


async def test_a_reply_to_the_receipt_of_something_moved_goes_where_that_is_now(ana: Log) -> None:
    await ana.hears(text(400, "first"))
    kept = await ana.db.read(reflections.of_message, ANA.chat_id, 400)
    assert kept is not None
    await ana.do(reflections.move, MONDAY, kept, ana.deliveries[1])
    await ana.hears(text(401, "and more of it", answers=Answered(390, reflection=kept.id)))
    assert [day for day, _ in await ana.kept()] == [1, 1]


async def test_a_reply_to_ones_own_message_is_plain_text(ana: Log) -> None:
    await ana.hears(text(400, "plain", answers=Answered(150, by_bot=False)))
    assert await ana.kept() == [(3, "plain")]


async def test_a_challenge_on_the_wire_makes_a_text_wait_and_a_reply_not(ana: Log) -> None:
    at = MONDAY + timedelta(days=3)
    await ana.do(_send_fourth, at, ana)
    with pytest.raises(CrossingChallengeError):
        await ana.hears(text(500, "whose?", at=at))
    await ana.hears(text(501, "its", at=at, answers=Answered(1, delivery=ana.deliveries[2])))
    assert await ana.kept() == [(2, "its")]


async def _send_fourth(tx: Tx, at: datetime, found: Log) -> None:
    row = {"subscriber_id": 1, "run_id": 1, "day": 4, "due_at": at, "state": "planned"}
    made = await deliveries.plan(tx, [{**row, "local_date": at.date(), "text_hash": ""}])
    await outbox.add(
        tx, at, 700, "challenge", {}, subscriber_id=1, delivery_id=made[1], lane=Lane.CHALLENGE
    )
    ready = await outbox.ready(tx, at, [Lane.CHALLENGE], limit=1)
    await outbox.move(tx, [ready[0].id], source="queued", state="sending", sending_at=at)


ASKED = MONDAY + timedelta(days=2, hours=1, microseconds=400_000)


@pytest.mark.parametrize(
    ("written", "answers"),
    [
        (ASKED.replace(microsecond=0), True),
        (ASKED + timedelta(minutes=9, seconds=59), True),
        (ASKED.replace(microsecond=0) + timedelta(minutes=10), True),
        (ASKED.replace(microsecond=0) + timedelta(minutes=10, seconds=1), False),
        (ASKED - timedelta(seconds=29), True),  # our clock was ahead
        (ASKED - timedelta(seconds=31), False),
    ],
)
async def test_ten_minutes_by_the_time_of_the_message_make_an_answer(
    ana: Log, written: datetime, answers: bool
) -> None:
    await ana.do(questions.ask, ASKED, 1, "line", ana.deliveries[1])
    await ana.hears(text(400, "words", at=written), now=ASKED + timedelta(hours=5))
    assert await ana.kept() == [(1 if answers else 3, "words")]
    assert (await ana.db.read(questions.current, 1) is None) is answers


async def test_a_telegram_reply_to_the_question_answers_it_days_later(ana: Log) -> None:
    await ana.do(questions.ask, ASKED, 1, "line", ana.deliveries[1])
    await ana.do(_say_question, ASKED)
    late = ASKED + timedelta(days=9)
    await ana.hears(text(400, "at last", at=late, answers=Answered(350, asks=True)))
    assert await ana.kept() == [(1, "at last")]


async def test_a_copy_of_the_question_is_known_by_its_cancel(ana: Log) -> None:
    await ana.do(questions.ask, ASKED, 1, "line", ana.deliveries[1])
    late = ASKED + timedelta(hours=1)
    await ana.hears(text(400, "a copy", at=late, answers=Answered(351, asks=True)))
    assert await ana.kept() == [(1, "a copy")]


async def test_a_reply_to_an_older_question_does_not_answer_the_newer(ana: Log) -> None:
    await ana.do(_say_question, ASKED)
    await ana.do(questions.ask, ASKED + timedelta(minutes=1), 1, "line", ana.deliveries[1])
    near = ASKED + timedelta(minutes=2)
    await ana.hears(text(400, "to the older", at=near, answers=Answered(350, asks=True)))
    assert await ana.kept() == [(3, "to the older")]


async def _say_question(tx: Tx, at: datetime) -> None:
    await outbox.add(tx, at, 700, "one_line", {}, subscriber_id=1)
    rows = await tx.exec_driver_sql("SELECT max(id) FROM outbox")
    await outbox.settle(tx, rows.scalar_one(), at, "sent", message_id=350)


async def test_a_question_comes_before_a_bare_word_but_a_line_nobody_asked_for_does_not(
    ana: Log,
) -> None:
    await ana.hears(text(398, "before"))
    await ana.do(questions.ask, ASKED, 1, "edit", 1)
    await ana.hears(text(400, "stop", at=ASKED + timedelta(minutes=1)))
    assert await ana.kept() == [(3, "stop")]
    await ana.do(questions.ask, ASKED, 1, "line", ana.deliveries[1])
    await ana.hears(text(401, "stop", at=ASKED + timedelta(minutes=1)))
    assert await ana.kept() == [(3, "stop")]
    assert (await ana.said())[-1] == "pause_for"


async def test_the_time_of_a_message_is_never_ahead_of_ours(ana: Log) -> None:
    heard = text(400, "from the future", at=MONDAY + timedelta(days=30))
    await ana.hears(heard, now=MONDAY + timedelta(days=2, hours=4))
    kept = await ana.db.read(reflections.of_message, ANA.chat_id, 400)
    assert kept is not None and kept.written_at == MONDAY + timedelta(days=2, hours=4)


async def test_the_same_message_twice_is_kept_once(ana: Log) -> None:
    for _ in range(3):
        await ana.hears(text(400, "once"))
    assert await ana.kept() == [(3, "once")]
    assert (await ana.said()).count("saved") == 1


async def test_the_51st_message_of_a_day_is_not_kept_and_that_is_said_once(ana: Log) -> None:
    for number in range(55):
        await ana.hears(text(400 + number, f"number {number}"))
    assert len(await ana.kept()) == 50
    assert (await ana.said()).count("too_many") == 1
    tomorrow = text(500, "tomorrow", at=MONDAY + timedelta(days=3, hours=5))
    await ana.hears(tomorrow)
    assert len(await ana.kept()) == 51


async def test_fault_73_an_adopted_database_takes_no_new_number_for_an_old_one(ana: Log) -> None:
    await ana.hears(text(400, "to the bot before"))
    await ana.do(_say_question, ASKED)
    await ana.do(claim_bot, 222, adopt=True)
    later = MONDAY + timedelta(days=2, hours=6)
    await ana.hears(text(400, "with a number that was used", at=later))
    await ana.hears(text(5, "with a low one", at=later, answers=Answered(350)))
    assert [day for day, _ in await ana.kept()] == [3, 3, 3]
    assert await ana.db.read(outbox.delivery_of, 700, 350) is None
    old = await ana.db.read(reflections.of_message, ANA.chat_id, -1)
    assert old is not None and old.text == "to the bot before"
    ids = [(await ana.db.read(deliveries.by_id, row)) for row in ana.deliveries.values()]
    assert [found.message_id for found in ids if found] == [None] * 3
