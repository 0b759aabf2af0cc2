"""The local Telegram as a whole: its ids, its restarts, its size."""

import json
from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import TelegramError

from bot.demo.clock import HandClock
from bot.demo.people import Person
from bot.demo.state import LocalTelegram
from tests.demo.client import TOKEN, Api


async def test_ids_go_on_after_a_restart_with_an_empty_memory(clock: HandClock) -> None:
    before = LocalTelegram(clock, TOKEN, "kindreds_bot")
    ana = before.person("Ana")
    for _ in range(9):
        await ana.sends("hello")
    clock.forward(timedelta(seconds=1))
    after = LocalTelegram(clock, TOKEN, "kindreds_bot")
    again = after.person("Ana")
    assert again.id == ana.id
    message = await again.sends("hello")
    assert message.id > ana.chat[-1].id
    assert after.pending[0]["update_id"] > before.pending[-1]["update_id"]


async def test_message_ids_stay_small_enough_for_telegram(clock: HandClock) -> None:
    clock.set(clock.now().replace(year=2032))
    ana = LocalTelegram(clock, TOKEN, "kindreds_bot").person("Ana")
    assert 0 < (await ana.sends("hello")).id < 2**31


async def test_before_its_epoch_messages_begin_at_one(clock: HandClock) -> None:
    clock.set(clock.now().replace(year=2011))
    ana = LocalTelegram(clock, TOKEN, "kindreds_bot").person("Ana")
    assert (await ana.sends("hello")).id == 1


async def test_what_was_exported_is_there_after_a_restart(
    api: Api, telegram: LocalTelegram, clock: HandClock, ana: Person
) -> None:
    ben = telegram.person("Ben", zone="Asia/Tokyo")
    family = telegram.migrates(telegram.group("Family", ben))
    telegram.publish(family.chat, "the_family")
    await ana.sends("/start")
    await api("sendMessage", chat_id=ana.id, text="Day 1", disable_notification=True)
    await api("setMyCommands", commands=[{"command": "today", "description": "Now"}])
    await api("setMyDescription", description="One small thing a day")
    await api("getUpdates", offset=1, allowed_updates=["message"])
    await ana.sends("I did")
    await ana.deletes(3)
    await ana.blocks()
    kept = json.loads(json.dumps(telegram.export()))
    again = LocalTelegram.restored(kept, clock, TOKEN, "kindreds_bot")
    back = again.people[ana.id]
    assert [dict(message) for message in back.chat] == [dict(message) for message in ana.chat]
    assert [message.deleted for message in back.chat] == [False, False, True]
    assert back.last.silent
    assert back.blocked
    assert again.people[ben.id].zone == "Asia/Tokyo"
    assert again.pending == telegram.pending
    assert again.updates.wants("callback_query") is False
    assert again.chat_named("@the_family") is again.chats[family.id]
    client = Api(again)
    async with client.http:
        assert len(await client("getMyCommands")) == 1
        assert (await client("getMyDescription"))["description"] == "One small thing a day"
    await back.unblocks()
    assert (await back.sends("back")).id == 4


@pytest.mark.parametrize(
    ("given", "update_id", "expected"),
    [
        ({"message": {}}, None, 100),
        ({"update_id": 7, "message": {}}, None, 7),
        ({"update_id": 7, "message": {}}, 9, 9),
    ],
)
async def test_an_update_can_be_put_in_raw(
    telegram: LocalTelegram, given: dict[str, object], update_id: int | None, expected: int
) -> None:
    telegram.inject(given, update_id=update_id)
    assert telegram.pending == [{"message": {}, "update_id": expected}]


async def test_a_broken_update_is_handed_out_as_it_is(
    telegram: LocalTelegram, bot: Bot, api: Api
) -> None:
    telegram.inject({"message": {"message_id": 1, "date": 0, "chat": {"type": "private"}}})
    with pytest.raises((TelegramError, KeyError, TypeError)):
        await bot.get_updates(offset=1)
    assert "id" not in (await api("getUpdates", offset=2))[0]["message"]["chat"]


async def test_ten_thousand_people_are_served_in_order_to_the_last(
    api: Api, telegram: LocalTelegram
) -> None:
    people = [telegram.person(f"P{number}") for number in range(10_000)]
    for person in people:
        await person.sends("/start")
    heard, offset = [], 1
    while updates := await api("getUpdates", offset=offset):
        heard += [update["message"]["chat"]["id"] for update in updates]
        offset = updates[-1]["update_id"] + 1
        if len(heard) == len(people):
            break
    assert heard == [person.id for person in people]
    assert telegram.confirmed == list(range(100, 100 + 9_900))
    await api("sendMessage", chat_id=people[9_999].id, text="Hello")
    assert people[9_999].last["text"] == "Hello"


def test_two_people_never_share_an_id(telegram: LocalTelegram) -> None:
    first = telegram.person("Ana", id=700_000_002)
    others = [telegram.person(name) for name in ("Ben", "Cleo", "Dina")]
    assert len({first.id, *[person.id for person in others]}) == 4
    with pytest.raises(ValueError, match="700000002"):
        telegram.person("Ede", id=first.id)


async def test_two_updates_at_one_time_keep_their_order(
    telegram: LocalTelegram, api: Api, ana: Person
) -> None:
    for text in ("one", "two", "three"):
        await ana.sends(text)
    got = await api("getUpdates", offset=1)
    assert [update["message"]["text"] for update in got] == ["one", "two", "three"]
