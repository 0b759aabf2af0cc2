"""The tables of what people do about a day: what they write and press, put off and keep in mind."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.domain.needle import folded
from bot.storage.instant import Instant
from bot.storage.schema import metadata, of_key, owner, partial, row_id


def searched(words: str | None) -> str | None:
    """What is kept beside some words so that they can be searched; None where they do as they are.

    SQLite's LIKE tells no small ASCII letter from its capital, so that most texts in plain English
    are kept once.
    """
    small = folded(words) if words is not None else None
    return None if words is None or (small == words.lower() and words.isascii()) else small


def _searched(context: Any) -> str | None:
    return searched(context.get_current_parameters().get("text"))


reflections = Table(
    "reflections",
    metadata,
    row_id(),
    owner(),
    of_key(
        "deliveries",
        "delivery_id",
        index=True,
    ),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("kind", String(16), nullable=False, comment="text, photo, voice, video, video_note, …"),
    Column("text", Text),
    Column("folded", Text, default=_searched, comment="text as it is searched, where that differs"),
    Column("file_id", Text),
    Column("written_at", Instant, nullable=False, comment="Telegram's time, never ours"),
    Column("saved_at", Instant, nullable=False),
    Column("edited_at", Instant),
    Column("deleted_at", Instant, comment="words and file are gone; the day stays answered"),
    Column("hidden", Boolean, nullable=False, server_default=text("0"), comment="no memory of it"),
    Column("withdrawn_at", Instant, comment="they said the day was not answered after all"),
    UniqueConstraint("chat_id", "message_id"),
    sqlite_autoincrement=True,
)
# All that a streak is folded from, so that a diary of thousands need not be opened for it.
Index(
    "ix_reflections_standing",
    reflections.c.subscriber_id,
    reflections.c.withdrawn_at,
    reflections.c.delivery_id,
    reflections.c.written_at,
    reflections.c.message_id,
)

moves = Table(
    "moves",
    metadata,
    row_id(),
    of_key(
        "reflections",
        "reflection_id",
        index=True,
    ),
    of_key(
        "deliveries",
        "delivery_id",
        index=True,
        comment="the day it was moved away from",
    ),
    Column("at", Instant, nullable=False),
    comment="a day that a text was moved away from stays answered once its grace is over",
)

marks = Table(
    "marks",
    metadata,
    row_id(),
    of_key(
        "deliveries",
        "delivery_id",
        index=True,
    ),
    Column("kind", String(16), nullable=False, comment="done, not_today"),
    Column("at", Instant, nullable=False, comment="when the press counts"),
    Column("undone_at", Instant, comment="taken back; a new press is a new row"),
)
_STANDING_MARK = "undone_at IS NULL"
Index(
    "uq_marks_standing",
    marks.c.delivery_id,
    marks.c.kind,
    unique=True,
    **partial(_STANDING_MARK),
)

follow_ups = Table(
    "follow_ups",
    metadata,
    row_id(),
    owner(),
    of_key(
        "deliveries",
        "delivery_id",
        unique=True,
    ),
    Column("opened_at", Instant, nullable=False),
    Column("due_at", Instant, comment="when to ask next; none once it is over"),
    Column("ended_at", Instant),
    Column("went", Boolean, nullable=False, server_default=text("0")),
    sqlite_autoincrement=True,
)
Index("ix_follow_ups_subscriber_id", follow_ups.c.subscriber_id)
Index(
    "ix_follow_ups_due",
    follow_ups.c.due_at,
    **partial("due_at IS NOT NULL"),
)

questions = Table(
    "questions",
    metadata,
    of_key("subscribers", "subscriber_id", primary_key=True),
    Column("kind", String(16), nullable=False, comment="as in bot.usecases.questions"),
    Column("about", Integer, comment="the row it is about"),
    Column("asked_at", Instant, nullable=False),
    comment="the one question to a person that is open, if any",
)

bookmarks = Table(
    "bookmarks",
    metadata,
    of_key("subscribers", "subscriber_id", primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    comment="days that somebody wants to find again",
)
