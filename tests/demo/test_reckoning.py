"""Telegram's record beside the database: what is missing is said to be missing."""

from dataclasses import replace

import pytest

from bot.demo.clock import HandClock
from bot.demo.people import Person
from bot.demo.reckoning import REMEMBERED, Reckoning, Record, reckon, record_of
from bot.demo.state import LocalTelegram
from bot.storage.tally import Tally

ANA, BEN = 1, 2
EMPTY = Record(frozenset(), frozenset(), frozenset(), frozenset())
SENT = {1: ("sent", 0)}
KEPT = Tally(
    chats=frozenset({ANA}),
    replies=frozenset({(ANA, 10), (ANA, 11)}),
    known=frozenset({(ANA, 9), (ANA, 10), (ANA, 11)}),
    updates=frozenset({100, 101, 102}),
    said=SENT,
)
WRITTEN = frozenset({(ANA, 9), (ANA, 10), (ANA, 11)})
RECORD = Record(WRITTEN, WRITTEN, frozenset(), frozenset())


def test_where_everything_is_there_nothing_is_lost() -> None:
    assert reckon(KEPT, EMPTY, KEPT, RECORD) == Reckoning(2, 0, 0, 0, 0, 0, 0, settled=True)


def test_a_message_that_only_telegram_knows_is_lost() -> None:
    gone = replace(KEPT, known=KEPT.known - {(ANA, 11)}, replies=frozenset({(ANA, 10)}))
    found = reckon(Tally(), EMPTY, gone, RECORD)
    assert (found.replies_kept, found.replies_lost) == (1, 1)


def test_an_old_reply_that_was_there_before_the_kill_is_missed() -> None:
    old = Record(WRITTEN, frozenset(), frozenset(), frozenset())
    now = replace(KEPT, replies=frozenset({(ANA, 10)}), known=frozenset())
    assert reckon(KEPT, EMPTY, now, old).replies_lost == 1


def test_what_telegram_still_holds_for_the_bot_is_on_its_way_and_not_lost() -> None:
    more = frozenset({(ANA, 12)})
    record = Record(WRITTEN | more, WRITTEN | more, frozenset({103}), more)
    found = reckon(KEPT, record, KEPT, record)
    assert (found.replies_lost, found.updates, found.handled, found.settled) == (0, 1, 0, False)
    done = replace(KEPT, updates=KEPT.updates | {103}, known=KEPT.known | more)
    fetched = Record(WRITTEN | more, WRITTEN | more, frozenset(), frozenset())
    found = reckon(KEPT, record, done, fetched)
    assert (found.replies_lost, found.updates, found.handled, found.settled) == (0, 1, 1, True)


@pytest.mark.parametrize(
    ("became", "sent", "doubtful", "settled"),
    [
        (("queued", 0), 0, 0, False),
        (("sending", 1), 0, 0, False),
        (("sent", 0), 1, 0, True),
        (("sent", 1), 1, 1, True),
        (("unknown", 3), 0, 0, True),
    ],
)
def test_messages_on_their_way_are_followed(
    became: tuple[str, int], sent: int, doubtful: int, settled: bool
) -> None:
    died = replace(KEPT, said={**SENT, 2: ("sending", 0)})
    found = reckon(died, EMPTY, replace(KEPT, said={**SENT, 2: became}), RECORD)
    assert (found.messages, found.sent, found.doubtful, found.settled) == (
        1,
        sent,
        doubtful,
        settled,
    )


def test_whoever_deleted_their_data_is_not_missed() -> None:
    record = Record(frozenset({(BEN, 5)}), frozenset({(BEN, 5)}), frozenset(), frozenset())
    died = Tally(chats=frozenset({BEN}), replies=frozenset({(BEN, 5)}))
    assert reckon(died, EMPTY, Tally(), record).replies_lost == 0


async def test_the_record_is_what_people_wrote_and_what_still_waits(
    telegram: LocalTelegram, clock: HandClock, ana: Person
) -> None:
    old = await ana.sends("/start")
    telegram.updates.confirm_below(telegram.updates.next_id)
    clock.forward(REMEMBERED + REMEMBERED)
    new = await ana.sends("hello")
    record = record_of(telegram, clock.now())
    assert record.written == {(ana.id, old.id), (ana.id, new.id)}
    assert record.recent == record.unfetched == {(ana.id, new.id)}
    assert record.pending == {telegram.pending[0]["update_id"]}
