"""Telegram's own words, each with what it means for the one it was sent to."""

import pytest

from bot.delivery.outcome import (
    REASON_LENGTH,
    SILENT_RETRY_AFTER,
    Ambiguous,
    Complaint,
    Conflict,
    Gone,
    Migrated,
    Refused,
    Slowed,
    Unauthorized,
    Unreachable,
    classify,
)

UNREACHABLE = [
    (403, "Forbidden: bot was blocked by the user", Gone.BLOCKED),
    (403, "Forbidden: user is deactivated", Gone.DEACTIVATED),
    (403, "Forbidden: bot can't initiate conversation with a user", Gone.NEVER_STARTED),
    (403, "Forbidden: bot can’t initiate conversation with a user", Gone.NEVER_STARTED),
    (403, "Forbidden: bot was kicked from the group chat", Gone.KICKED),
    (403, "Forbidden: bot was kicked from the supergroup chat", Gone.KICKED),
    (403, "Forbidden: bot is not a member of the supergroup chat", Gone.NOT_A_MEMBER),
    (403, "Forbidden: bot can't send messages to bots", Gone.IS_A_BOT),
    (403, "Forbidden: the group chat was deleted", Gone.NO_CHAT),
    (403, "Forbidden: something Telegram has not said before", Gone.FORBIDDEN),
    (400, "Bad Request: chat not found", Gone.NO_CHAT),
    (400, "Bad Request: PEER_ID_INVALID", Gone.NO_CHAT),
    (400, "Bad Request: have no rights to send a message", Gone.NO_RIGHTS),
    (400, "Bad Request: not enough rights to send text messages to the chat", Gone.NO_RIGHTS),
    (400, "Bad Request: CHAT_WRITE_FORBIDDEN", Gone.NO_RIGHTS),
]

REFUSED = [
    (
        'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 4',
        Complaint.FORMATTING,
    ),
    (
        "Bad Request: can't parse entities: Can't find end tag corresponding to start tag b",
        Complaint.FORMATTING,
    ),
    ("Bad Request: unsupported parse_mode", Complaint.FORMATTING),
    ("Bad Request: ENTITY_DATE_INVALID", Complaint.FORMATTING),
    ("Bad Request: message is too long", Complaint.TOO_LONG),
    ("Bad Request: text is too long", Complaint.TOO_LONG),
    ("Bad Request: message caption is too long", Complaint.TOO_LONG),
    ("Bad Request: reply markup is too long", Complaint.TOO_LONG),
    (
        "Bad Request: message is not modified: specified new message content and reply markup "
        "are exactly the same as a current content and reply markup of the message",
        Complaint.UNCHANGED,
    ),
    ("Bad Request: message to edit not found", Complaint.NOTHING_TO_EDIT),
    ("Bad Request: message can't be edited", Complaint.NOTHING_TO_EDIT),
    ("Bad Request: message to be replied not found", Complaint.NOTHING_TO_REPLY_TO),
    (
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
        Complaint.STALE_BUTTON,
    ),
    ("Bad Request: message text is empty", Complaint.OTHER),
    ("Bad Request: chat_id is empty", Complaint.OTHER),
    ("Bad Request: BUTTON_DATA_INVALID", Complaint.OTHER),
    ("Bad Request: text buttons are unallowed in the inline keyboard", Complaint.OTHER),
    ("Bad Request: something Telegram has not said before", Complaint.OTHER),
]


@pytest.mark.parametrize(("status", "description", "reason"), UNREACHABLE)
def test_who_cannot_be_reached_is_left_alone(status: int, description: str, reason: Gone) -> None:
    assert classify(status, description, {}) == Unreachable(reason)


@pytest.mark.parametrize(("description", "about"), REFUSED)
def test_a_permanent_refusal_says_what_it_is_about(description: str, about: Complaint) -> None:
    outcome = classify(400, description, {})
    assert isinstance(outcome, Refused)
    assert outcome.about is about
    assert outcome.formatting is (about is Complaint.FORMATTING)


@pytest.mark.parametrize(("status", "description", "reason"), UNREACHABLE)
def test_the_case_of_the_words_does_not_matter(status: int, description: str, reason: Gone) -> None:
    assert classify(status, description.upper(), {}) == Unreachable(reason)


def test_the_words_of_one_status_mean_nothing_under_another() -> None:
    assert classify(502, "Bad Gateway: bot was blocked by the user", {}) == Ambiguous("status 502")
    assert isinstance(classify(400, "Bad Request: user is deactivated", {}), Refused)


def test_a_429_names_its_wait_in_the_parameters() -> None:
    description = "Too Many Requests: retry after 3"
    assert classify(429, description, {"retry_after": 30}) == Slowed(30.0)


def test_a_429_without_parameters_is_read_from_its_words() -> None:
    assert classify(429, "Too Many Requests: retry after 3600", {}) == Slowed(3600.0)


def test_a_429_that_names_no_time_still_waits() -> None:
    assert classify(429, "Too Many Requests", {}) == Slowed(SILENT_RETRY_AFTER)
    assert classify(429, "Too Many Requests", {"retry_after": "soon"}) == Slowed(SILENT_RETRY_AFTER)


def test_a_group_that_moved_says_where_to() -> None:
    description = "Bad Request: group chat was upgraded to a supergroup chat"
    assert classify(400, description, {"migrate_to_chat_id": -1001}) == Migrated(-1001)


def test_a_revoked_and_a_malformed_token_are_unauthorized() -> None:
    assert isinstance(classify(401, "Unauthorized", {}), Unauthorized)
    assert isinstance(classify(401, "Unauthorized: invalid token specified", {}), Unauthorized)
    assert isinstance(classify(404, "Not Found", {}), Unauthorized)


def test_a_method_the_server_lacks_is_no_bad_token() -> None:
    assert isinstance(classify(404, "Not Found: method not found", {}), Refused)


def test_a_second_poller_is_a_conflict() -> None:
    description = "Conflict: terminated by other getUpdates request"
    assert classify(409, description, {}) == Conflict(description)


@pytest.mark.parametrize("status", [200, 302, 408, 500, 502, 503, 504, 599])
def test_what_telegram_did_not_turn_down_is_ambiguous(status: int) -> None:
    assert isinstance(classify(status, "whatever", {}), Ambiguous)


def test_a_request_too_large_is_never_tried_again() -> None:
    assert isinstance(classify(413, "Request Entity Too Large", {}), Refused)


def test_a_reason_is_one_short_line() -> None:
    outcome = classify(400, "Bad Request: " + "x\n" * 5_000, {})
    assert isinstance(outcome, Refused)
    assert len(outcome.reason) == REASON_LENGTH
    assert "\n" not in outcome.reason
