"""The ground: people, challenges, the homework log, inbox and outbox.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

from bot.storage.instant import Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table."""
    op.create_table(
        "inbox",
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "chat_id",
            sa.BigInteger(),
            nullable=False,
            comment="updates of one chat keep their order",
        ),
        sa.Column(
            "raw", sa.Text(), nullable=True, comment="the update as it came; cleared once handled"
        ),
        sa.Column("state", sa.String(length=16), nullable=False, comment="new, done, quarantined"),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "message_id",
            sa.BigInteger(),
            nullable=True,
            comment="of a new message, for an edit that comes later",
        ),
        sa.Column("received_at", Instant(timezone=True), nullable=False),
        sa.Column(
            "heard_before",
            Instant(timezone=True),
            nullable=True,
            comment="the last poll before a gap that it may have waited in",
        ),
        sa.Column("settled_at", Instant(timezone=True), nullable=True),
        sa.Column(
            "trouble",
            sa.String(length=200),
            nullable=True,
            comment="the exception's class, never its words",
        ),
        sa.PrimaryKeyConstraint("bot_id", "update_id", name=op.f("pk_inbox")),
    )
    op.create_index(
        "ix_inbox_message",
        "inbox",
        ["chat_id", "message_id"],
        unique=False,
        sqlite_where=sa.text("message_id IS NOT NULL"),
        postgresql_where=sa.text("message_id IS NOT NULL"),
    )
    op.create_index(
        "ix_inbox_new",
        "inbox",
        ["update_id"],
        unique=False,
        sqlite_where=sa.text("state = 'new'"),
        postgresql_where=sa.text("state = 'new'"),
    )
    op.create_index("ix_inbox_settled", "inbox", ["settled_at"], unique=False)
    op.create_table(
        "meta",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
        comment="single facts: whose database this is, the last successful poll",
    )
    op.create_table(
        "outages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "started_at",
            Instant(timezone=True),
            nullable=False,
            comment="the last successful poll before the gap",
        ),
        sa.Column("ended_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outages")),
        comment="24 hours or more without a poll: Telegram dropped what was written meanwhile",
    )
    op.create_table(
        "subscribers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=True),
        sa.Column(
            "state",
            sa.String(length=16),
            nullable=False,
            comment="joining, active, paused, unreachable, finished",
        ),
        sa.Column(
            "step",
            sa.String(length=16),
            nullable=True,
            comment="while joining: invited, zone, hour, ready",
        ),
        sa.Column(
            "payload", sa.String(length=64), nullable=True, comment="what a deep link carried"
        ),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.Column("minute", sa.Integer(), nullable=True, comment="of the local day, 0 to 1439"),
        sa.Column(
            "weekend_minute",
            sa.Integer(),
            nullable=True,
            comment="the same for Saturday and Sunday, if it differs",
        ),
        sa.Column(
            "rest_weekdays",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="bits, Monday is 1, Sunday 64",
        ),
        sa.Column("silent", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "nudge",
            sa.Boolean(),
            nullable=True,
            comment="a reminder in the evening; none: they were not asked yet",
        ),
        sa.Column(
            "nudge_minute",
            sa.Integer(),
            nullable=True,
            comment="of the local day, if not the usual one",
        ),
        sa.Column("recap", sa.Boolean(), server_default=sa.text("1"), nullable=False),
        sa.Column("memories", sa.Boolean(), server_default=sa.text("1"), nullable=False),
        sa.Column("dark_pictures", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "active_at",
            Instant(timezone=True),
            nullable=True,
            comment="their last answer, press or command",
        ),
        sa.Column(
            "asked_at",
            Instant(timezone=True),
            nullable=True,
            comment="when their silence was asked about",
        ),
        sa.Column(
            "hushed_at",
            Instant(timezone=True),
            nullable=True,
            comment="since when reminders rest, until their next answer",
        ),
        sa.Column(
            "unasked_on",
            sa.Date(),
            nullable=True,
            comment="the local date of the last message they did not ask for",
        ),
        sa.Column(
            "look_at",
            Instant(timezone=True),
            nullable=True,
            comment="when something may be due beside their challenge",
        ),
        sa.Column("exported_at", Instant(timezone=True), nullable=True),
        sa.Column("clock12", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True, comment="the run under way"),
        sa.Column(
            "position",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="last day delivered in this run",
        ),
        sa.Column("next_due_at", Instant(timezone=True), nullable=True),
        sa.Column(
            "next_due_date",
            sa.Date(),
            nullable=True,
            comment="the local date that next_due_at belongs to",
        ),
        sa.Column("last_delivered_at", Instant(timezone=True), nullable=True),
        sa.Column("created_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscribers")),
        sa.UniqueConstraint("chat_id", name=op.f("uq_subscribers_chat_id")),
        sa.UniqueConstraint("user_id", name=op.f("uq_subscribers_user_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_subscribers_due",
        "subscribers",
        ["next_due_at"],
        unique=False,
        sqlite_where=sa.text("next_due_at IS NOT NULL"),
        postgresql_where=sa.text("next_due_at IS NOT NULL"),
    )
    op.create_index(
        "ix_subscribers_look",
        "subscribers",
        ["look_at"],
        unique=False,
        sqlite_where=sa.text("look_at IS NOT NULL"),
        postgresql_where=sa.text("look_at IS NOT NULL"),
    )
    op.create_table(
        "bookmarks",
        sa.Column("subscriber_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name=op.f("fk_bookmarks_subscriber_id_subscribers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("subscriber_id", "day", name=op.f("pk_bookmarks")),
        comment="days that somebody wants to find again",
    )
    op.create_table(
        "pauses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subscriber_id", sa.Integer(), nullable=False),
        sa.Column(
            "reason", sa.String(length=16), nullable=False, comment="asked, blocked, silence"
        ),
        sa.Column("started_at", Instant(timezone=True), nullable=False),
        sa.Column(
            "until_date",
            sa.Date(),
            nullable=True,
            comment="the first local date with a challenge again; none: until they return",
        ),
        sa.Column("ended_at", Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name=op.f("fk_pauses_subscriber_id_subscribers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pauses")),
    )
    op.create_index("ix_pauses_subscriber_id", "pauses", ["subscriber_id"], unique=False)
    op.create_index(
        "uq_pauses_open",
        "pauses",
        ["subscriber_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "questions",
        sa.Column("subscriber_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.String(length=16), nullable=False, comment="as in bot.usecases.questions"
        ),
        sa.Column("about", sa.Integer(), nullable=True, comment="the row it is about"),
        sa.Column("asked_at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name=op.f("fk_questions_subscriber_id_subscribers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("subscriber_id", name=op.f("pk_questions")),
        comment="the one question to a person that is open, if any",
    )
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subscriber_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "numbering",
            sa.String(length=16),
            nullable=False,
            comment="own (pace) or calendar; fixed for the run",
        ),
        sa.Column(
            "first_date", sa.Date(), nullable=True, comment="calendar numbering: the date of Day 1"
        ),
        sa.Column(
            "ends_on",
            sa.Date(),
            nullable=True,
            comment="calendar numbering: the first date that is no part of it",
        ),
        sa.Column(
            "days",
            sa.Text(),
            nullable=True,
            comment="JSON: only these days, where not all of the series",
        ),
        sa.Column(
            "stride",
            sa.Integer(),
            server_default=sa.text("1"),
            nullable=False,
            comment="days from one challenge to the next",
        ),
        sa.Column("started_at", Instant(timezone=True), nullable=False),
        sa.Column("ended_at", Instant(timezone=True), nullable=True),
        sa.Column(
            "ended_by", sa.String(length=16), nullable=True, comment="complete, gap, restart"
        ),
        sa.Column(
            "summary_at",
            Instant(timezone=True),
            nullable=True,
            comment="the arrival of the message that closed the last window",
        ),
        sa.Column("summary_id", sa.BigInteger(), nullable=True, comment="that message's id"),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name=op.f("fk_runs_subscriber_id_subscribers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
        sa.UniqueConstraint("subscriber_id", "number", name=op.f("uq_runs_subscriber_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "streaks",
        sa.Column("subscriber_id", sa.Integer(), nullable=False),
        sa.Column("current", sa.Integer(), nullable=False),
        sa.Column("best", sa.Integer(), nullable=False),
        sa.Column(
            "shown", sa.Integer(), nullable=False, comment="current, as if open days were neutral"
        ),
        sa.Column("freezes", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column(
            "settled",
            sa.Integer(),
            nullable=False,
            comment="how many challenges of the sequence are settled",
        ),
        sa.Column(
            "news",
            sa.Boolean(),
            server_default=sa.text("0"),
            nullable=False,
            comment="there may be something to tell with the next challenge",
        ),
        sa.Column("folded_at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name=op.f("fk_streaks_subscriber_id_subscribers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("subscriber_id", name=op.f("pk_streaks")),
        comment="a cache of the fold; rebuilt from the rows at any time",
    )
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subscriber_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("due_at", Instant(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.String(length=16),
            nullable=False,
            comment="planned, delivered, unknown, failed, skipped",
        ),
        sa.Column(
            "seen_from",
            Instant(timezone=True),
            nullable=True,
            comment="when a copy may first have arrived, though nobody can know",
        ),
        sa.Column("delivered_at", Instant(timezone=True), nullable=True, comment="D(n)"),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "text_hash",
            sa.String(length=64),
            nullable=True,
            comment="of the day's text as it was sent",
        ),
        sa.Column(
            "told",
            sa.String(length=16),
            nullable=True,
            comment="what they were told became of it: frozen, lost, unknown",
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["runs.id"], name=op.f("fk_deliveries_run_id_runs"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name=op.f("fk_deliveries_subscriber_id_subscribers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_deliveries_sequence", "deliveries", ["subscriber_id", "delivered_at"], unique=False
    )
    op.create_index(
        "uq_deliveries_date",
        "deliveries",
        ["subscriber_id", "local_date"],
        unique=True,
        sqlite_where=sa.text("state IN ('planned', 'delivered', 'unknown')"),
        postgresql_where=sa.text("state IN ('planned', 'delivered', 'unknown')"),
    )
    op.create_table(
        "follow_ups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subscriber_id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", Instant(timezone=True), nullable=False),
        sa.Column(
            "due_at",
            Instant(timezone=True),
            nullable=True,
            comment="when to ask next; none once it is over",
        ),
        sa.Column("ended_at", Instant(timezone=True), nullable=True),
        sa.Column("went", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["deliveries.id"],
            name=op.f("fk_follow_ups_delivery_id_deliveries"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name=op.f("fk_follow_ups_subscriber_id_subscribers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
        sa.UniqueConstraint("delivery_id", name=op.f("uq_follow_ups_delivery_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_follow_ups_due",
        "follow_ups",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index("ix_follow_ups_subscriber_id", "follow_ups", ["subscriber_id"], unique=False)
    op.create_table(
        "marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False, comment="done, not_today"),
        sa.Column("at", Instant(timezone=True), nullable=False, comment="when the press counts"),
        sa.Column(
            "undone_at",
            Instant(timezone=True),
            nullable=True,
            comment="taken back; a new press is a new row",
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["deliveries.id"],
            name=op.f("fk_marks_delivery_id_deliveries"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marks")),
    )
    op.create_index(op.f("ix_marks_delivery_id"), "marks", ["delivery_id"], unique=False)
    op.create_index(
        "uq_marks_standing",
        "marks",
        ["delivery_id", "kind"],
        unique=True,
        sqlite_where=sa.text("undone_at IS NULL"),
        postgresql_where=sa.text("undone_at IS NULL"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subscriber_id", sa.Integer(), nullable=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("lane", sa.Integer(), nullable=False, comment="bot.domain.outbox.Lane"),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("params", sa.Text(), nullable=False, comment="JSON; never what a person wrote"),
        sa.Column("delivery_id", sa.Integer(), nullable=True),
        sa.Column("reply_to", sa.BigInteger(), nullable=True),
        sa.Column(
            "state",
            sa.String(length=16),
            nullable=False,
            comment="queued, claimed, sending, sent, unknown, failed, expired, cancelled",
        ),
        sa.Column("not_before", Instant(timezone=True), nullable=False),
        sa.Column("expires_at", Instant(timezone=True), nullable=False),
        sa.Column(
            "copies",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="attempts nobody can know of",
        ),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", Instant(timezone=True), nullable=False),
        sa.Column("sending_at", Instant(timezone=True), nullable=True),
        sa.Column("settled_at", Instant(timezone=True), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("trouble", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["deliveries.id"],
            name=op.f("fk_outbox_delivery_id_deliveries"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name=op.f("fk_outbox_subscriber_id_subscribers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_outbox_delivery_id"), "outbox", ["delivery_id"], unique=False)
    op.create_index(
        "ix_outbox_in_hand",
        "outbox",
        ["chat_id"],
        unique=False,
        sqlite_where=sa.text("state IN ('claimed', 'sending')"),
        postgresql_where=sa.text("state IN ('claimed', 'sending')"),
    )
    op.create_index("ix_outbox_message", "outbox", ["chat_id", "message_id"], unique=False)
    op.create_index(
        "ix_outbox_queued",
        "outbox",
        ["lane", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'queued'"),
        postgresql_where=sa.text("state = 'queued'"),
    )
    op.create_index(op.f("ix_outbox_subscriber_id"), "outbox", ["subscriber_id"], unique=False)
    op.create_table(
        "reflections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subscriber_id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.String(length=16),
            nullable=False,
            comment="text, photo, voice, video, video_note, …",
        ),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column(
            "folded", sa.Text(), nullable=True, comment="text as it is searched, where that differs"
        ),
        sa.Column("file_id", sa.Text(), nullable=True),
        sa.Column(
            "written_at",
            Instant(timezone=True),
            nullable=False,
            comment="Telegram's time, never ours",
        ),
        sa.Column("saved_at", Instant(timezone=True), nullable=False),
        sa.Column("edited_at", Instant(timezone=True), nullable=True),
        sa.Column(
            "deleted_at",
            Instant(timezone=True),
            nullable=True,
            comment="words and file are gone; the day stays answered",
        ),
        sa.Column(
            "hidden",
            sa.Boolean(),
            server_default=sa.text("0"),
            nullable=False,
            comment="no memory of it",
        ),
        sa.Column(
            "withdrawn_at",
            Instant(timezone=True),
            nullable=True,
            comment="they said the day was not answered after all",
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["deliveries.id"],
            name=op.f("fk_reflections_delivery_id_deliveries"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name=op.f("fk_reflections_subscriber_id_subscribers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reflections")),
        sa.UniqueConstraint("chat_id", "message_id", name=op.f("uq_reflections_chat_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_reflections_delivery_id"), "reflections", ["delivery_id"], unique=False
    )
    op.create_index(
        "ix_reflections_standing",
        "reflections",
        ["subscriber_id", "withdrawn_at", "delivery_id", "written_at", "message_id"],
        unique=False,
    )
    op.create_table(
        "moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reflection_id", sa.Integer(), nullable=False),
        sa.Column(
            "delivery_id", sa.Integer(), nullable=False, comment="the day it was moved away from"
        ),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["deliveries.id"],
            name=op.f("fk_moves_delivery_id_deliveries"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["reflection_id"],
            ["reflections.id"],
            name=op.f("fk_moves_reflection_id_reflections"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moves")),
        comment="a day that a text was moved away from stays answered once its grace is over",
    )
    op.create_index(op.f("ix_moves_delivery_id"), "moves", ["delivery_id"], unique=False)
    op.create_index(op.f("ix_moves_reflection_id"), "moves", ["reflection_id"], unique=False)


def downgrade() -> None:
    """Drop every table, and all that is in them."""

    op.drop_index(op.f("ix_moves_reflection_id"), table_name="moves")
    op.drop_index(op.f("ix_moves_delivery_id"), table_name="moves")
    op.drop_table("moves")
    op.drop_index("ix_reflections_standing", table_name="reflections")
    op.drop_index(op.f("ix_reflections_delivery_id"), table_name="reflections")
    op.drop_table("reflections")
    op.drop_index(op.f("ix_outbox_subscriber_id"), table_name="outbox")
    op.drop_index(
        "ix_outbox_queued",
        table_name="outbox",
        sqlite_where=sa.text("state = 'queued'"),
        postgresql_where=sa.text("state = 'queued'"),
    )
    op.drop_index("ix_outbox_message", table_name="outbox")
    op.drop_index(
        "ix_outbox_in_hand",
        table_name="outbox",
        sqlite_where=sa.text("state IN ('claimed', 'sending')"),
        postgresql_where=sa.text("state IN ('claimed', 'sending')"),
    )
    op.drop_index(op.f("ix_outbox_delivery_id"), table_name="outbox")
    op.drop_table("outbox")
    op.drop_index(
        "uq_marks_standing",
        table_name="marks",
        sqlite_where=sa.text("undone_at IS NULL"),
        postgresql_where=sa.text("undone_at IS NULL"),
    )
    op.drop_index(op.f("ix_marks_delivery_id"), table_name="marks")
    op.drop_table("marks")
    op.drop_index("ix_follow_ups_subscriber_id", table_name="follow_ups")
    op.drop_index(
        "ix_follow_ups_due",
        table_name="follow_ups",
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.drop_table("follow_ups")
    op.drop_index(
        "uq_deliveries_date",
        table_name="deliveries",
        sqlite_where=sa.text("state IN ('planned', 'delivered', 'unknown')"),
        postgresql_where=sa.text("state IN ('planned', 'delivered', 'unknown')"),
    )
    op.drop_index("ix_deliveries_sequence", table_name="deliveries")
    op.drop_table("deliveries")
    op.drop_table("streaks")
    op.drop_table("runs")
    op.drop_table("questions")
    op.drop_index(
        "uq_pauses_open",
        table_name="pauses",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index("ix_pauses_subscriber_id", table_name="pauses")
    op.drop_table("pauses")
    op.drop_table("bookmarks")
    op.drop_index(
        "ix_subscribers_look",
        table_name="subscribers",
        sqlite_where=sa.text("look_at IS NOT NULL"),
        postgresql_where=sa.text("look_at IS NOT NULL"),
    )
    op.drop_index(
        "ix_subscribers_due",
        table_name="subscribers",
        sqlite_where=sa.text("next_due_at IS NOT NULL"),
        postgresql_where=sa.text("next_due_at IS NOT NULL"),
    )
    op.drop_table("subscribers")
    op.drop_table("outages")
    op.drop_table("meta")
    op.drop_index("ix_inbox_settled", table_name="inbox")
    op.drop_index(
        "ix_inbox_new",
        table_name="inbox",
        sqlite_where=sa.text("state = 'new'"),
        postgresql_where=sa.text("state = 'new'"),
    )
    op.drop_index(
        "ix_inbox_message",
        table_name="inbox",
        sqlite_where=sa.text("message_id IS NOT NULL"),
        postgresql_where=sa.text("message_id IS NOT NULL"),
    )
    op.drop_table("inbox")
