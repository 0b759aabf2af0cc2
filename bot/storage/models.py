"""Every table, as SQLAlchemy Core sees it. `ARCHITECTURE.md` draws the states of the main ones."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.storage.answers import bookmarks as bookmarks
from bot.storage.answers import follow_ups as follow_ups
from bot.storage.answers import marks as marks
from bot.storage.answers import moves as moves
from bot.storage.answers import questions as questions
from bot.storage.answers import reflections as reflections
from bot.storage.instant import Instant
from bot.storage.schema import metadata as metadata
from bot.storage.schema import of_key, owner, partial, row_id
from bot.storage.transport import inbox as inbox
from bot.storage.transport import meta as meta
from bot.storage.transport import outages as outages
from bot.storage.transport import outbox as outbox

subscribers = Table(
    "subscribers",
    metadata,
    row_id(),
    Column("user_id", BigInteger, nullable=False, unique=True),
    Column("chat_id", BigInteger, nullable=False, unique=True),
    Column("language", String(16)),
    Column(
        "state",
        String(16),
        nullable=False,
        comment="joining, active, paused, unreachable, finished",
    ),
    Column("step", String(16), comment="while joining: invited, zone, hour, ready"),
    Column("payload", String(64), comment="what a deep link carried"),
    Column("zone", String(64)),
    Column("minute", Integer, comment="of the local day, 0 to 1439"),
    Column("weekend_minute", Integer, comment="the same for Saturday and Sunday, if it differs"),
    Column(
        "rest_weekdays",
        Integer,
        nullable=False,
        server_default=text("0"),
        comment="bits, Monday is 1, Sunday 64",
    ),
    Column("silent", Boolean, nullable=False, server_default=text("0")),
    Column("nudge", Boolean, comment="a reminder in the evening; none: they were not asked yet"),
    Column("nudge_minute", Integer, comment="of the local day, if not the usual one"),
    Column("recap", Boolean, nullable=False, server_default=text("1")),
    Column("memories", Boolean, nullable=False, server_default=text("1")),
    Column("dark_pictures", Boolean, nullable=False, server_default=text("0")),
    Column("active_at", Instant, comment="their last answer, press or command"),
    Column("asked_at", Instant, comment="when their silence was asked about"),
    Column("hushed_at", Instant, comment="since when reminders rest, until their next answer"),
    Column("unasked_on", Date, comment="the local date of the last message they did not ask for"),
    Column("look_at", Instant, comment="when something may be due beside their challenge"),
    Column("exported_at", Instant),
    Column("clock12", Boolean, nullable=False, server_default=text("0")),
    Column("run_id", Integer, comment="the run under way"),
    Column(
        "position",
        Integer,
        nullable=False,
        server_default=text("0"),
        comment="last day delivered in this run",
    ),
    Column("next_due_at", Instant),
    Column("next_due_date", Date, comment="the local date that next_due_at belongs to"),
    Column("last_delivered_at", Instant),
    Column("created_at", Instant, nullable=False),
    sqlite_autoincrement=True,
)
Index(
    "ix_subscribers_due",
    subscribers.c.next_due_at,
    **partial("next_due_at IS NOT NULL"),
)
Index(
    "ix_subscribers_look",
    subscribers.c.look_at,
    **partial("look_at IS NOT NULL"),
)

runs = Table(
    "runs",
    metadata,
    row_id(),
    owner(),
    Column("number", Integer, nullable=False),
    Column(
        "numbering", String(16), nullable=False, comment="own (pace) or calendar; fixed for the run"
    ),
    Column("first_date", Date, comment="calendar numbering: the date of Day 1"),
    Column("ends_on", Date, comment="calendar numbering: the first date that is no part of it"),
    Column("days", Text, comment="JSON: only these days, where not all of the series"),
    Column(
        "stride",
        Integer,
        nullable=False,
        server_default=text("1"),
        comment="days from one challenge to the next",
    ),
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("ended_by", String(16), comment="complete, gap, restart"),
    Column("summary_at", Instant, comment="the arrival of the message that closed the last window"),
    Column("summary_id", BigInteger, comment="that message's id"),
    UniqueConstraint("subscriber_id", "number"),
    sqlite_autoincrement=True,
)

deliveries = Table(
    "deliveries",
    metadata,
    row_id(),
    owner(),
    Column("run_id", Integer, ForeignKey("runs.id", ondelete="CASCADE"), nullable=False),
    Column("day", Integer, nullable=False),
    Column("local_date", Date, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column(
        "state", String(16), nullable=False, comment="planned, delivered, unknown, failed, skipped"
    ),
    Column(
        "seen_from", Instant, comment="when a copy may first have arrived, though nobody can know"
    ),
    Column("delivered_at", Instant, comment="D(n)"),
    Column("message_id", BigInteger),
    Column("text_hash", String(64), comment="of the day's text as it was sent"),
    Column("told", String(16), comment="what they were told became of it: frozen, lost, unknown"),
    sqlite_autoincrement=True,
)
_ON_A_DATE = "state IN ('planned', 'delivered', 'unknown')"
Index(
    "uq_deliveries_date",
    deliveries.c.subscriber_id,
    deliveries.c.local_date,
    unique=True,
    **partial(_ON_A_DATE),
)
Index("ix_deliveries_sequence", deliveries.c.subscriber_id, deliveries.c.delivered_at)

pauses = Table(
    "pauses",
    metadata,
    row_id(),
    owner(),
    Column("reason", String(16), nullable=False, comment="asked, blocked, silence"),
    Column("started_at", Instant, nullable=False),
    Column(
        "until_date",
        Date,
        comment="the first local date with a challenge again; none: until they return",
    ),
    Column("ended_at", Instant),
)
_OPEN_PAUSE = "ended_at IS NULL"
Index(
    "uq_pauses_open",
    pauses.c.subscriber_id,
    unique=True,
    **partial(_OPEN_PAUSE),
)
Index("ix_pauses_subscriber_id", pauses.c.subscriber_id)

streaks = Table(
    "streaks",
    metadata,
    of_key("subscribers", "subscriber_id", primary_key=True),
    Column("current", Integer, nullable=False),
    Column("best", Integer, nullable=False),
    Column("shown", Integer, nullable=False, comment="current, as if open days were neutral"),
    Column("freezes", Integer, nullable=False),
    Column("answered", Integer, nullable=False),
    Column(
        "settled",
        Integer,
        nullable=False,
        comment="how many challenges of the sequence are settled",
    ),
    Column(
        "news",
        Boolean,
        nullable=False,
        server_default=text("0"),
        comment="there may be something to tell with the next challenge",
    ),
    Column("folded_at", Instant, nullable=False),
    comment="a cache of the fold; rebuilt from the rows at any time",
)
