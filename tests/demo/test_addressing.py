"""Which chats a bot may write to, and how it is told where it may not."""

import pytest

from bot.demo.people import Person
from bot.demo.state import LocalTelegram
from tests.demo.client import Api


async def refused(api: Api, chat_id: object) -> str:
    return await api.refusal("sendMessage", chat_id=chat_id, text="Hello")


@pytest.mark.parametrize("reference", [1, -5, "@nobody_at_all", "somebody", "1.5"])
async def test_an_unknown_chat_is_not_found(api: Api, reference: object) -> None:
    assert await refused(api, reference) == "400 Bad Request: chat not found"


async def test_a_missing_chat_is_said_to_be_missing(api: Api) -> None:
    assert await refused(api, "") == "400 Bad Request: chat_id is empty"


async def test_somebody_who_never_started_the_bot_is_not_found(
    api: Api, ana: Person, telegram: LocalTelegram
) -> None:
    assert await refused(api, ana.id) == "400 Bad Request: chat not found"
    assert telegram.sent == []


async def test_peoples_names_mean_nothing_to_a_bot(api: Api, telegram: LocalTelegram) -> None:
    ben = telegram.person("Ben", username="ben")
    await ben.sends("/start")
    assert await refused(api, "@ben") == "400 Bad Request: chat not found"


async def test_somebody_met_in_a_group_cannot_be_written_to_first(
    api: Api, ana: Person, telegram: LocalTelegram
) -> None:
    telegram.group("Family", ana)
    assert await refused(api, ana.id) == (
        "403 Forbidden: bot can't initiate conversation with a user"
    )
    await ana.sends("/start")
    await api("sendMessage", chat_id=ana.id, text="Hello")


async def test_somebody_who_blocked_the_bot_hears_nothing_more(
    api: Api, ana: Person, telegram: LocalTelegram
) -> None:
    await ana.sends("/start")
    await ana.blocks()
    blocked = "403 Forbidden: bot was blocked by the user"
    assert await refused(api, ana.id) == blocked
    assert await api.refusal("sendChatAction", chat_id=ana.id, action="typing") == blocked
    assert telegram.sent == []
    await ana.unblocks()
    await api("sendMessage", chat_id=ana.id, text="Hello")


async def test_somebody_who_left_telegram_is_deactivated(api: Api, ana: Person) -> None:
    await ana.sends("/start")
    ana.deletes_account()
    assert await refused(api, ana.id) == "403 Forbidden: user is deactivated"
    with pytest.raises(AssertionError, match="left Telegram"):
        await ana.sends("still here?")


@pytest.mark.parametrize(
    ("role", "reason"),
    [
        ("kicked", "bot was kicked from the group chat"),
        ("left", "bot is not a member of the group chat"),
    ],
)
async def test_outside_a_group_the_bot_is_told_so(
    api: Api, ana: Person, telegram: LocalTelegram, role: str, reason: str
) -> None:
    family = telegram.group("Family", ana)
    family.sets_bot(role, by=ana)
    assert await refused(api, family.id) == f"403 Forbidden: {reason}"
    change = telegram.pending[-1]["my_chat_member"]
    assert change["old_chat_member"]["status"] == "member"
    assert change["new_chat_member"]["status"] == role


@pytest.mark.parametrize(
    ("role", "reason"),
    [
        ("kicked", "bot was kicked from the supergroup chat"),
        ("left", "bot is not a member of the supergroup chat"),
    ],
)
async def test_outside_a_supergroup_the_bot_is_told_so(
    api: Api, ana: Person, telegram: LocalTelegram, role: str, reason: str
) -> None:
    family = telegram.migrates(telegram.group("Family", ana))
    family.sets_bot(role, by=ana)
    assert await refused(api, family.id) == f"403 Forbidden: {reason}"


async def test_a_group_that_became_a_supergroup_says_where_it_is_now(
    api: Api, ana: Person, telegram: LocalTelegram
) -> None:
    group = telegram.group("Family", ana)
    supergroup = telegram.migrates(group)
    response = await api.answer("sendMessage", chat_id=group.id, text="Hello")
    assert response.json() == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": supergroup.id},
    }
    message = await api("sendMessage", chat_id=supergroup.id, text="Hello")
    assert message["chat"] == {"id": supergroup.id, "type": "supergroup", "title": "Family"}
    told = [update["message"] for update in telegram.pending]
    assert told[0]["chat"]["id"] == group.id
    assert told[0]["migrate_to_chat_id"] == supergroup.id
    assert told[1]["chat"]["id"] == supergroup.id
    assert told[1]["migrate_from_chat_id"] == group.id


async def test_a_public_group_is_found_by_its_name(
    api: Api, ana: Person, telegram: LocalTelegram
) -> None:
    supergroup = telegram.migrates(telegram.group("Family", ana))
    telegram.publish(supergroup.chat, "the_family")
    message = await api("sendMessage", chat_id="@The_Family", text="Hello")
    assert message["chat"]["id"] == supergroup.id


async def test_in_a_group_the_bot_hears_only_what_concerns_it(
    api: Api, ana: Person, telegram: LocalTelegram
) -> None:
    family = telegram.group("Family", ana)
    said = await api("sendMessage", chat_id=family.id, text="Hello")
    await ana.sends("good morning all", chat=family)
    await ana.sends("/today", chat=family)
    await ana.sends("what do you say, @kindreds_bot?", chat=family)
    await ana.sends("thanks", chat=family, reply_to=family.chat.find(said["message_id"]))
    heard = [update["message"]["text"] for update in telegram.pending]
    assert heard == ["/today", "what do you say, @kindreds_bot?", "thanks"]
