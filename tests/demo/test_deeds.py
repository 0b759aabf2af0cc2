"""What people do at the page, as the bot hears of it."""

import pytest

from bot.demo.deeds import act, pieces
from bot.demo.people import Person
from bot.demo.showing import MOST_PEOPLE, show_message, show_person
from bot.demo.state import LocalTelegram
from tests.demo.client import Api


def test_a_long_text_goes_out_in_pieces() -> None:
    assert pieces("a" * 4096) == ["a" * 4096]
    assert pieces("a" * 4097) == ["a" * 4096, "a"]
    assert [len(piece) for piece in pieces("👍" * 5000)] == [2048, 2048, 904]
    assert "".join(pieces("ab " * 3000)).replace(" ", "") == "ab" * 3000
    assert pieces(" \n ") == []


async def test_the_page_is_told_the_ids_of_all_that_was_sent(
    telegram: LocalTelegram, ana: Person
) -> None:
    asked = {"person": ana.id, "words": "a" * 5000}
    assert await act(telegram, "send", asked) == {"sent": [1, 2]}
    assert await act(telegram, "sticker", {"person": ana.id}) == {"sent": [3]}
    assert "sticker" in telegram.pending[-1]["message"]


async def test_a_reaction_is_given_and_taken_back(
    telegram: LocalTelegram, api: Api, ana: Person
) -> None:
    await api("getUpdates", offset=0, allowed_updates=["message", "message_reaction"])
    await ana.sends("/start")
    for words in ("❤", ""):
        await act(telegram, "react", {"person": ana.id, "message": 1, "words": words})
    given, taken = [update["message_reaction"] for update in telegram.pending[1:]]
    assert [each["emoji"] for each in given["new_reaction"]] == ["❤"]
    assert taken["new_reaction"] == []
    assert [each["emoji"] for each in taken["old_reaction"]] == ["❤"]


async def test_reactions_of_the_person_and_of_the_bot_are_told_apart(
    telegram: LocalTelegram, api: Api, ana: Person
) -> None:
    await ana.sends("/start")
    reaction = [{"type": "emoji", "emoji": "👍"}]
    await api("setMessageReaction", chat_id=ana.id, message_id=1, reaction=reaction)
    await act(telegram, "react", {"person": ana.id, "message": 1, "words": "❤"})
    assert show_message(telegram, ana.chat[0])["reactions"] == [
        {"emoji": "👍", "mine": False},
        {"emoji": "❤", "mine": True},
    ]


async def test_a_message_is_forwarded_and_the_page_shows_from_whom(
    telegram: LocalTelegram, api: Api, ana: Person
) -> None:
    await ana.sends("/start")
    await api("sendMessage", chat_id=ana.id, text="Day 1")
    asked = {"person": ana.id, "message": 2}
    assert await act(telegram, "forward", asked) == {"sent": [3]}
    assert telegram.pending[-1]["message"]["forward_origin"]["type"] == "user"
    assert show_message(telegram, ana.chat[2])["forwarded"] == "Kindreds"


async def test_of_a_deletion_the_bot_hears_nothing(telegram: LocalTelegram, ana: Person) -> None:
    await ana.sends("never mind")
    assert await act(telegram, "delete", {"person": ana.id, "message": 1}) == {}
    assert ana.chat[0].deleted
    assert len(telegram.pending) == 1


async def test_a_phone_travels_and_no_bot_is_told(telegram: LocalTelegram, ana: Person) -> None:
    assert await act(telegram, "travel", {"person": ana.id, "zone": "Asia/Tokyo"}) == {}
    assert show_person(telegram, ana)["zone"] == "Asia/Tokyo"
    assert telegram.pending == []


@pytest.mark.parametrize("zone", ["", "Europe/Atlantis", "../../etc/passwd", "/etc", None, 5])
async def test_a_phone_travels_to_no_place_that_is_none(
    telegram: LocalTelegram, ana: Person, zone: object
) -> None:
    with pytest.raises(AssertionError, match="There is no time zone of that name"):
        await act(telegram, "travel", {"person": ana.id, "zone": zone})
    assert ana.zone == "UTC"


async def test_somebody_new_comes_with_a_phone_of_their_own(
    telegram: LocalTelegram, ana: Person
) -> None:
    asked = {"name": " Noor ", "language": "ar", "zone": "Asia/Riyadh"}
    met = await act(telegram, "meet", asked)
    assert met is not None
    noor = telegram.people[met["person"]]
    assert (noor.name, noor.zone) == ("Noor", "Asia/Riyadh")
    assert noor.user["language_code"] == "ar"


async def test_there_is_room_for_only_so_many(telegram: LocalTelegram) -> None:
    asked = {"name": "Noor", "zone": "UTC"}
    for _ in range(MOST_PEOPLE):
        await act(telegram, "meet", asked)
    with pytest.raises(AssertionError, match="There is room for"):
        await act(telegram, "meet", asked)
    assert len(telegram.people) == MOST_PEOPLE
