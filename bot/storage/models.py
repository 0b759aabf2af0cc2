"""Every table, as SQLAlchemy Core sees it. `ARCHITECTURE.md` draws the states of the main ones."""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.storage.instant import Instant

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMES)


def _key() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _owner(*, unique: bool = False) -> Column[int]:
    return Column(
        "subscriber_id",
        Integer,
        ForeignKey("subscribers.id", ondelete="CASCADE"),
        nullable=False,
        unique=unique,
    )


meta = Table(
    "meta",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("value", Text, nullable=False),
    comment="single facts: whose database this is, the last successful poll",
)

inbox = Table(
    "inbox",
    metadata,
    Column("bot_id", BigInteger, primary_key=True),
    Column("update_id", BigInteger, primary_key=True),
    Column("chat_id", BigInteger, nullable=False, comment="updates of one chat keep their order"),
    Column("raw", Text, comment="the update as it came; cleared once handled"),
    Column("state", String(16), nullable=False, comment="new, done, quarantined"),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("received_at", Instant, nullable=False),
    Column("settled_at", Instant),
    Column("trouble", String(200), comment="the exception's class, never its words"),
)
Index(
    "ix_inbox_new",
    inbox.c.update_id,
    sqlite_where=text("state = 'new'"),
    postgresql_where=text("state = 'new'"),
)
Index("ix_inbox_settled", inbox.c.settled_at)

subscribers = Table(
    "subscribers",
    metadata,
    _key(),
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
)
Index(
    "ix_subscribers_due",
    subscribers.c.next_due_at,
    sqlite_where=text("next_due_at IS NOT NULL"),
    postgresql_where=text("next_due_at IS NOT NULL"),
)

runs = Table(
    "runs",
    metadata,
    _key(),
    _owner(),
    Column("number", Integer, nullable=False),
    Column(
        "numbering", String(16), nullable=False, comment="own (pace) or calendar; fixed for the run"
    ),
    Column("first_date", Date, comment="calendar numbering: the date of Day 1"),
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant),
    UniqueConstraint("subscriber_id", "number"),
)

deliveries = Table(
    "deliveries",
    metadata,
    _key(),
    _owner(),
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
)
_ON_A_DATE = text("state IN ('planned', 'delivered', 'unknown')")
Index(
    "uq_deliveries_date",
    deliveries.c.subscriber_id,
    deliveries.c.local_date,
    unique=True,
    sqlite_where=_ON_A_DATE,
    postgresql_where=_ON_A_DATE,
)
Index("ix_deliveries_sequence", deliveries.c.subscriber_id, deliveries.c.delivered_at)

reflections = Table(
    "reflections",
    metadata,
    _key(),
    _owner(),
    Column(
        "delivery_id",
        Integer,
        ForeignKey("deliveries.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column(
        "kind", String(16), nullable=False, comment="text, photo, voice, video, document, sticker"
    ),
    Column("text", Text),
    Column("file_id", Text),
    Column("written_at", Instant, nullable=False, comment="Telegram's time, never ours"),
    Column("saved_at", Instant, nullable=False),
    Column("edited_at", Instant),
    UniqueConstraint("chat_id", "message_id"),
)

marks = Table(
    "marks",
    metadata,
    Column(
        "delivery_id", Integer, ForeignKey("deliveries.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("kind", String(16), primary_key=True, comment="done"),
    Column("at", Instant, nullable=False),
    Column("undone_at", Instant, comment="pressed again to take it back"),
)

pauses = Table(
    "pauses",
    metadata,
    _key(),
    _owner(),
    Column("reason", String(16), nullable=False, comment="asked, blocked"),
    Column("started_at", Instant, nullable=False),
    Column(
        "until_date",
        Date,
        comment="the first local date with a challenge again; none: until they return",
    ),
    Column("ended_at", Instant),
)
_OPEN_PAUSE = text("ended_at IS NULL")
Index(
    "uq_pauses_open",
    pauses.c.subscriber_id,
    unique=True,
    sqlite_where=_OPEN_PAUSE,
    postgresql_where=_OPEN_PAUSE,
)
Index("ix_pauses_subscriber_id", pauses.c.subscriber_id)

outages = Table(
    "outages",
    metadata,
    _key(),
    Column(
        "started_at", Instant, nullable=False, comment="the last successful poll before the gap"
    ),
    Column("ended_at", Instant, nullable=False),
    comment="24 hours or more without a poll: Telegram dropped what was written meanwhile",
)

streaks = Table(
    "streaks",
    metadata,
    Column(
        "subscriber_id", Integer, ForeignKey("subscribers.id", ondelete="CASCADE"), primary_key=True
    ),
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
    Column("folded_at", Instant, nullable=False),
    comment="a cache of the fold; rebuilt from the rows at any time",
)

outbox = Table(
    "outbox",
    metadata,
    _key(),
    Column("subscriber_id", Integer, ForeignKey("subscribers.id", ondelete="CASCADE"), index=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("lane", Integer, nullable=False, comment="bot.domain.outbox.Lane"),
    Column("kind", String(32), nullable=False),
    Column("params", Text, nullable=False, comment="JSON; never what a person wrote"),
    Column("delivery_id", Integer, ForeignKey("deliveries.id", ondelete="CASCADE"), index=True),
    Column("reply_to", BigInteger),
    Column(
        "state",
        String(16),
        nullable=False,
        comment="queued, claimed, sending, sent, unknown, failed, expired, cancelled",
    ),
    Column("not_before", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column(
        "copies",
        Integer,
        nullable=False,
        server_default=text("0"),
        comment="attempts nobody can know of",
    ),
    Column("failures", Integer, nullable=False, server_default=text("0")),
    Column("created_at", Instant, nullable=False),
    Column("sending_at", Instant),
    Column("settled_at", Instant),
    Column("message_id", BigInteger),
    Column("trouble", String(200)),
)
_QUEUED = text("state = 'queued'")
_IN_HAND = text("state IN ('claimed', 'sending')")
Index(
    "ix_outbox_queued", outbox.c.lane, outbox.c.id, sqlite_where=_QUEUED, postgresql_where=_QUEUED
)
Index("ix_outbox_in_hand", outbox.c.chat_id, sqlite_where=_IN_HAND, postgresql_where=_IN_HAND)
Index("ix_outbox_message", outbox.c.chat_id, outbox.c.message_id)
