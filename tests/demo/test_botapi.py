"""From the path to the method: who is let in, and how a request may be written."""

import httpx
import pytest

from bot.demo.people import Person
from bot.demo.state import LocalTelegram
from tests.demo.client import TOKEN, Api


@pytest.mark.parametrize(
    "write",
    [
        {"json": {"chat_id": 0, "text": "Hello"}},
        {"data": {"chat_id": "0", "text": "Hello"}},
        {"data": {"chat_id": "0", "text": "Hello"}, "files": {"unused": b"multipart"}},
        {"params": {"chat_id": "0", "text": "Hello"}},
    ],
    ids=["json", "form", "multipart", "query"],
)
async def test_a_request_may_be_written_in_four_ways(
    api: Api, ana: Person, write: dict[str, dict[str, object]]
) -> None:
    await ana.sends("/start")
    for values in write.values():
        if "chat_id" in values:
            values["chat_id"] = str(ana.id)
    response = await api.http.post(f"/bot{TOKEN}/sendMessage", **write)
    assert response.json()["result"]["text"] == "Hello"


@pytest.mark.parametrize("spelled", ["getMe", "getme", "GETME"])
async def test_a_method_may_be_spelled_in_any_case_and_asked_with_get(
    api: Api, spelled: str
) -> None:
    response = await api.http.get(f"/bot{TOKEN}/{spelled}")
    assert response.json()["result"]["is_bot"] is True


async def test_the_test_environments_path_leads_to_the_same_methods(api: Api) -> None:
    response = await api.http.get(f"/bot{TOKEN}/test/getMe")
    assert response.json()["ok"] is True


async def test_a_method_that_is_unknown_is_not_found(api: Api) -> None:
    assert await api.refusal("sendCarrierPigeon") == "404 Not Found: method not found"


@pytest.mark.parametrize("path", ["/", "/robots.txt", f"/bot{TOKEN}", "/bots/getMe/x"])
async def test_any_other_path_is_not_found(api: Api, path: str) -> None:
    response = await api.http.get(path)
    expected = "Unauthorized: invalid token specified" if path.startswith("/bots") else "Not Found"
    assert response.json()["description"] == expected


@pytest.mark.parametrize("token", ["", "12345", "abc:def", "012:def", ":x", "1:" + "x" * 80])
async def test_a_malformed_token_is_refused(api: Api, token: str) -> None:
    response = await api.http.get(f"/bot{token}/getMe")
    assert response.status_code == 401
    assert response.json()["description"] == "Unauthorized: invalid token specified"


async def test_a_revoked_token_and_a_strangers_are_refused_alike(
    api: Api, telegram: LocalTelegram
) -> None:
    response = await api.http.get("/bot12345:somebody-else/getMe")
    assert response.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    telegram.revoke_token()
    assert await api.refusal("getMe") == "401 Unauthorized"


async def test_after_logging_out_nothing_is_answered(api: Api) -> None:
    assert await api("logOut") is True
    assert await api.refusal("getMe") == "400 Bad Request: logged out"


@pytest.mark.parametrize("body", ["{", "[1]", '"text"'])
async def test_a_body_that_is_no_json_object_is_refused(api: Api, body: str) -> None:
    headers = {"content-type": "application/json"}
    response = await api.http.post(f"/bot{TOKEN}/getMe", content=body, headers=headers)
    assert response.status_code == 400


async def test_every_request_is_recorded_with_its_answer(
    api: Api, ana: Person, telegram: LocalTelegram
) -> None:
    await ana.sends("/start")
    await api("sendMessage", chat_id=ana.id, text="Hello", reply_parameters={"message_id": 1})
    await api.refusal("sendMessage", chat_id=1, text="Hello")
    accepted, refused = telegram.calls
    assert (accepted.method, accepted.chat_id, accepted.code) == ("sendMessage", ana.id, 200)
    assert accepted.params["reply_parameters"] == {"message_id": 1}
    assert accepted.at == telegram.now()
    assert refused.answer["description"] == "Bad Request: chat not found"


async def test_a_server_around_it_starts_and_stops(telegram: LocalTelegram) -> None:
    asked = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])
    told: list[str] = []

    async def receive() -> dict[str, str]:
        return next(asked)

    async def send(message: dict[str, str]) -> None:
        told.append(message["type"])

    await telegram.app({"type": "lifespan"}, receive, send)
    assert told == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


async def test_a_sent_file_can_be_downloaded(api: Api, ana: Person) -> None:
    photo = (await ana.sends_photo(content=b"a picture"))["photo"][0]
    described = await api("getFile", file_id=photo["file_id"])
    assert described["file_size"] == len(b"a picture")
    response = await api.http.get(f"/file/bot{TOKEN}/{described['file_path']}")
    assert response.content == b"a picture"


async def test_files_are_for_the_bots_own_token(api: Api, ana: Person) -> None:
    await ana.sends_photo(content=b"a picture")
    strange: httpx.Response = await api.http.get("/file/bot12345:somebody-else/photos/file_0.jpg")
    assert strange.status_code == 401
    missing = await api.http.get(f"/file/bot{TOKEN}/photos/file_9.jpg")
    assert missing.status_code == 404
