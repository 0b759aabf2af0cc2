"""People in the database to whom the first days came, and what they write about them."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from bot.storage import models, streaks
from bot.storage.engine import Tx
from tests.bench.sink import BOT_ID

DAYS = 3
FIRST_CHAT = 1_000_000


def message_of(day: int) -> int:
    """The id of the message that carried a day, in everybody's chat."""
    return day * 10


def text(update: int, chat: int, at: datetime, *, message: int, about: int | None) -> Any:
    """An update as Telegram sends it: words, perhaps in answer to the message of a day."""
    person = {"id": chat, "is_bot": False, "first_name": "Ada", "language_code": "en"}
    room = {"id": chat, "type": "private", "first_name": "Ada"}
    written = {
        "message_id": message,
        "date": int(at.timestamp()),
        "from": person,
        "chat": room,
        "text": f"What I saw on my way, number {update}, and what I made of it in the evening.",
    }
    if about is not None:
        bot = {"id": BOT_ID, "is_bot": True, "first_name": "Kindreds"}
        sent = {"message_id": message_of(about), "date": written["date"] - 3600, "text": "A day"}
        written["reply_to_message"] = sent | {"from": bot, "chat": room}
    return {"update_id": update, "message": written}


def texts(people: int, each: int, at: datetime) -> Iterator[Any]:
    """What waits: everybody's first words, then everybody's second, and so on.

    The first of each person are about the latest day; then come those about the days before, each
    in answer to its message; what is left is bare again.
    """
    for turn in range(each):
        about = DAYS - turn if 0 < turn < DAYS else None
        for number in range(people):
            update = 1 + turn * people + number
            message = message_of(DAYS) + 1 + turn
            yield text(update, FIRST_CHAT + number, at, message=message, about=about)


async def settle_in(tx: Tx, people: int, now: datetime) -> None:
    """Have Days 1 to 3 delivered to so many people, the last an hour ago."""
    run = [_run(number, now) for number in range(people)]
    await tx.execute(insert(models.subscribers), [_person(row, now) for row in run])
    await tx.execute(insert(models.runs), run)
    for day in range(1, DAYS + 1):
        at = now - timedelta(days=DAYS - day, hours=1)
        rows = [_delivery(row["id"], day, at) for row in run]
        await tx.execute(insert(models.deliveries), rows)
        await tx.execute(insert(models.outbox), [_sent(row) for row in rows])
    kept = streaks.Kept(current=0, best=0, shown=0, freezes=1, answered=0, settled=0, news=False)
    for row in run:
        await streaks.keep(tx, row["id"], now, kept)


def _run(number: int, now: datetime) -> dict[str, Any]:
    return {
        "id": number + 1,
        "subscriber_id": number + 1,
        "number": 1,
        "numbering": "own",
        "started_at": now - timedelta(days=DAYS),
    }


def _person(run: dict[str, Any], now: datetime) -> dict[str, Any]:
    return {
        "id": run["id"],
        "user_id": FIRST_CHAT + run["id"] - 1,
        "chat_id": FIRST_CHAT + run["id"] - 1,
        "language": "en",
        "state": "active",
        "zone": "Europe/Lisbon",
        "minute": 480,
        "run_id": run["id"],
        "position": DAYS,
        "nudge": True,
        "active_at": now - timedelta(days=1),
        "next_due_at": now + timedelta(hours=23),
        "next_due_date": (now + timedelta(hours=23)).date(),
        "last_delivered_at": now - timedelta(hours=1),
        "created_at": now - timedelta(days=DAYS),
    }


def _delivery(person: int, day: int, at: datetime) -> dict[str, Any]:
    return {
        "id": person * DAYS + day,
        "subscriber_id": person,
        "run_id": person,
        "day": day,
        "local_date": at.date(),
        "due_at": at,
        "state": "delivered",
        "delivered_at": at,
        "message_id": message_of(day),
        "text_hash": "0" * 64,
    }


def _sent(delivery: dict[str, Any]) -> dict[str, Any]:
    at = delivery["delivered_at"]
    return {
        "subscriber_id": delivery["subscriber_id"],
        "chat_id": FIRST_CHAT + delivery["subscriber_id"] - 1,
        "lane": 1,
        "kind": "challenge",
        "params": json.dumps({"day": delivery["day"]}),
        "delivery_id": delivery["id"],
        "state": "sent",
        "not_before": at,
        "expires_at": at + timedelta(hours=14),
        "created_at": at,
        "sending_at": at,
        "settled_at": at,
        "message_id": delivery["message_id"],
    }
