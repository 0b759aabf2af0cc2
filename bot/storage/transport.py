"""The tables that carry messages in and out, and what is known of the line to Telegram."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text, text

from bot.storage.instant import Instant
from bot.storage.schema import metadata, of_key, partial, row_id

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
    Column("message_id", BigInteger, comment="of a new message, for an edit that comes later"),
    Column("received_at", Instant, nullable=False),
    Column(
        "heard_before", Instant, comment="the last poll before a gap that it may have waited in"
    ),
    Column("settled_at", Instant),
    Column("trouble", String(200), comment="the exception's class, never its words"),
)
Index(
    "ix_inbox_new",
    inbox.c.update_id,
    **partial("state = 'new'"),
)
Index("ix_inbox_settled", inbox.c.settled_at)
Index(
    "ix_inbox_message",
    inbox.c.chat_id,
    inbox.c.message_id,
    **partial("message_id IS NOT NULL"),
)

outages = Table(
    "outages",
    metadata,
    row_id(),
    Column(
        "started_at", Instant, nullable=False, comment="the last successful poll before the gap"
    ),
    Column("ended_at", Instant, nullable=False),
    comment="24 hours or more without a poll: Telegram dropped what was written meanwhile",
)

outbox = Table(
    "outbox",
    metadata,
    row_id(),
    of_key("subscribers", "subscriber_id", nullable=True, index=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("lane", Integer, nullable=False, comment="bot.domain.outbox.Lane"),
    Column("kind", String(32), nullable=False),
    Column("params", Text, nullable=False, comment="JSON; never what a person wrote"),
    of_key("deliveries", "delivery_id", nullable=True, index=True),
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
    sqlite_autoincrement=True,
)
_QUEUED = "state = 'queued'"
_IN_HAND = "state IN ('claimed', 'sending')"
Index(
    "ix_outbox_queued",
    outbox.c.lane,
    outbox.c.id,
    **partial(_QUEUED),
)
Index(
    "ix_outbox_in_hand",
    outbox.c.chat_id,
    **partial(_IN_HAND),
)
Index("ix_outbox_message", outbox.c.chat_id, outbox.c.message_id)
