"""getUpdates, as Telegram answers it."""

import asyncio
import contextlib

import httpx
import pytest

from bot.demo.people import Person
from bot.demo.state import LocalTelegram
from tests.demo.client import Api

CONFLICT = (
    "409 Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)


async def open_poll(telegram: LocalTelegram, api: Api, **params: int) -> asyncio.Task[object]:
    """A poll that has reached the server and waits there."""
    before = len(telegram.calls)
    poll = asyncio.create_task(api.answer("getUpdates", **{"timeout": 30, **params}))
    for _ in range(50):
        await asyncio.sleep(0)
    assert len(telegram.calls) == before + 1
    assert not poll.done()
    return poll


async def test_unconfirmed_updates_come_again(api: Api, ana: Person) -> None:
    await ana.sends("one")
    await ana.sends("two")
    first = await api("getUpdates", offset=100)
    assert [update["message"]["text"] for update in first] == ["one", "two"]
    assert await api("getUpdates", offset=0) == first
    assert await api("getUpdates") == first[:1]
    assert await api("getUpdates", offset=101) == first[1:]
    assert await api("getUpdates", offset=99) == first[1:]


async def test_a_negative_offset_keeps_the_newest(api: Api, ana: Person) -> None:
    for text in ("one", "two", "three"):
        await ana.sends(text)
    (left,) = await api("getUpdates", offset=-1)
    assert left["message"]["text"] == "three"
    assert await api("getUpdates", offset=0) == [left]


@pytest.mark.parametrize(("limit", "count"), [(2, 2), (1000, 100), (0, 1), (-3, 1), (None, 100)])
async def test_the_limit_lies_between_1_and_100(
    api: Api, ana: Person, limit: int | None, count: int
) -> None:
    for number in range(101):
        await ana.sends(str(number))
    asked = {} if limit is None else {"limit": limit}
    assert len(await api("getUpdates", offset=1, **asked)) == count


async def test_a_waiting_poll_is_answered_when_an_update_comes(
    telegram: LocalTelegram, api: Api, ana: Person
) -> None:
    poll = await open_poll(telegram, api)
    await ana.sends("/start")
    response = await poll
    assert [update["message"]["text"] for update in response.json()["result"]] == ["/start"]


async def test_a_poll_ends_empty_when_its_time_is_over(telegram: LocalTelegram, api: Api) -> None:
    assert await telegram.poller.get(5, 100, 0.01) == []


async def test_a_waiting_poll_is_released_when_the_server_stops(
    telegram: LocalTelegram, api: Api
) -> None:
    poll = await open_poll(telegram, api)
    telegram.close()
    assert (await poll).json() == {"ok": True, "result": []}


async def test_the_older_of_two_pollers_is_sent_away(
    telegram: LocalTelegram, api: Api, ana: Person
) -> None:
    older = await open_poll(telegram, api)
    newer = await open_poll(telegram, api)
    refused = await older
    assert f"{refused.status_code} {refused.json()['description']}" == CONFLICT
    await ana.sends("/start")
    assert len((await newer).json()["result"]) == 1


async def test_a_second_conflict_soon_after_is_answered_later(
    telegram: LocalTelegram, api: Api
) -> None:
    telegram.poller.conflict_pause = 600.0
    first = await open_poll(telegram, api, offset=1)
    second = await open_poll(telegram, api, offset=2)
    assert (await first).status_code == 409
    third = await open_poll(telegram, api, offset=3)
    for _ in range(50):
        await asyncio.sleep(0)
    assert not second.done()
    telegram.close()
    assert (await second).status_code == 409
    assert (await third).json()["result"] == []


async def test_a_poll_that_finds_updates_at_once_disturbs_nobody(
    telegram: LocalTelegram, api: Api
) -> None:
    waiting = await open_poll(telegram, api, offset=5)
    assert await telegram.poller.get(6, 100, 0) == []
    assert not waiting.done()
    telegram.close()
    await waiting


async def test_a_poller_that_has_gone_is_in_nobodys_way(
    telegram: LocalTelegram, api: Api, ana: Person
) -> None:
    gone = await open_poll(telegram, api)
    gone.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await gone
    await ana.sends("/start")
    assert len(await api("getUpdates", offset=7)) == 1


async def test_the_same_offset_again_is_held_for_a_while(telegram: LocalTelegram) -> None:
    telegram.poller.repeat_hold = 0.05
    await telegram.poller.get(50, 100, 0)
    started = telegram.clock.monotonic()
    assert await telegram.poller.get(50, 100, 2.9) == []
    assert telegram.clock.monotonic() - started >= 0.05


async def test_another_offset_is_not_held(telegram: LocalTelegram) -> None:
    telegram.poller.repeat_hold = 1000.0
    for offset in (50, 51, 50):
        assert await asyncio.wait_for(telegram.poller.get(offset, 100, 0), 30) == []


async def test_the_same_offset_later_is_not_held(telegram: LocalTelegram) -> None:
    telegram.poller.repeat_hold, telegram.poller.repeat_window = 1000.0, 0.0
    for _ in range(2):
        assert await asyncio.wait_for(telegram.poller.get(50, 100, 0), 30) == []


async def test_the_same_offset_again_at_once_gets_one_update(
    telegram: LocalTelegram, ana: Person
) -> None:
    for text in ("one", "two"):
        await ana.sends(text)
    assert len(await telegram.poller.get(1, 100, 0)) == 2
    assert len(await telegram.poller.get(1, 100, 0)) == 1
    telegram.poller.repeat_at_once = 0.0
    assert len(await telegram.poller.get(1, 100, 0)) == 2


async def test_allowed_updates_are_remembered_between_calls(
    telegram: LocalTelegram, api: Api, ana: Person
) -> None:
    await ana.sends("/start")
    await api("getUpdates", offset=1, allowed_updates=["message_reaction"])
    await ana.sends("unheard")
    await api("getUpdates", offset=2)
    await ana.reacts(1, "🔥")
    updates = await api("getUpdates", offset=3)
    assert [list(update)[1] for update in updates] == ["message", "message_reaction"]
    await api("getUpdates", offset=4, allowed_updates=[])
    await ana.sends("heard")
    await ana.reacts(1)
    assert [list(update)[1] for update in telegram.pending][2:] == ["message"]


async def test_a_list_that_cannot_be_read_changes_nothing(
    telegram: LocalTelegram, api: Api
) -> None:
    await api("getUpdates", offset=1, allowed_updates=["message"])
    await api("getUpdates", offset=2, allowed_updates="[message")
    assert telegram.updates.allowed == {"message"}


async def test_polling_is_refused_while_a_webhook_is_set(api: Api) -> None:
    await api("setWebhook", url="https://example.org/hook")
    assert await api.refusal("getUpdates") == (
        "409 Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )
    await api("deleteWebhook")
    assert await api("getUpdates", offset=1) == []


async def test_a_restart_drops_the_connection_and_keeps_the_queue(
    telegram: LocalTelegram, api: Api, ana: Person
) -> None:
    poll = await open_poll(telegram, api)
    telegram.restart()
    with pytest.raises(httpx.RemoteProtocolError):
        await poll
    await ana.sends("/start")
    assert len(await api("getUpdates", offset=9)) == 1
