"""Keeping the house: forgetting what nobody needs, and planning anew when zones have changed."""

from datetime import datetime, timedelta

from bot.domain import program
from bot.storage import inbox, meta, outbox, pauses, streaks, subscribers
from bot.storage.engine import Tx
from bot.usecases.person import habit_of

REPEATS_COME_WITHIN = timedelta(days=7)
"""How long handled updates are remembered, so that a repeat changes nothing (promise P2)."""

QUARANTINE = timedelta(days=30)
"""How long an update that could not be handled waits for an operator to look at it."""

SAID = timedelta(days=60)
"""How long the outbox remembers what was said; a reply to an older message goes by its buttons."""

OUTAGE = timedelta(hours=24)
"""Telegram keeps updates for 24 hours; what was written in a longer gap may be lost."""

APOLOGY_EVERY = timedelta(hours=1)

PAGE = 500


async def sweep(tx: Tx, now: datetime) -> None:
    """Drop what has served its time."""
    await inbox.forget(
        tx, handled_before=now - REPEATS_COME_WITHIN, quarantined_before=now - QUARANTINE
    )
    await outbox.forget(tx, settled_before=now - SAID)


async def note_gap(tx: Tx, now: datetime) -> timedelta | None:
    """If the last poll was so long ago that messages may be lost, write that down; returns the gap.

    Everybody's days are looked at before their next challenge, which tells what may be lost.
    """
    before = await meta.last_poll(tx)
    if before is None or now - before < OUTAGE:
        return None
    await pauses.note_outage(tx, before, now)
    await streaks.expect_news(tx)
    return now - before


async def set_aside(tx: Tx, now: datetime, update: inbox.Waiting, *, apologize: bool) -> None:
    """Quarantine an update that failed again and again, and tell its author, once an hour at most.

    Ids of groups and channels are negative: nobody there asked us anything in private.
    """
    await inbox.quarantine(tx, update.bot_id, update.update_id, now)
    told = await outbox.said_since(tx, update.chat_id, "sorry", now - APOLOGY_EVERY)
    if apologize and update.chat_id > 0 and not told:
        reference = f"{update.update_id % 1_000_000:06}"
        await outbox.add(tx, now, update.chat_id, "sorry", {"reference": reference})


async def follow_zone_data(tx: Tx, now: datetime, version: str) -> int:
    """If the time zone data changed since the last start, work out everyone's next hour anew.

    Returns how many people it was worked out for. Only hours to come are touched: an hour that
    has passed unsent keeps its date, and its late window decides.
    """
    if await meta.get(tx, meta.ZONE_DATA) == version:
        return 0
    changed, last_id = 0, 0
    while page := await subscribers.waiting_after(tx, last_id, PAGE):
        for person in page:
            last_id = person.id
            if person.next_due_at is None or person.next_due_date is None:
                continue
            if person.next_due_at <= now:
                continue
            day_before = person.next_due_date - timedelta(days=1)
            try:
                habit = habit_of(person)
            except (KeyError, ValueError, OSError):  # a zone that the new data no longer has
                continue
            then = program.following(habit, now, day_before)
            if then.date == person.next_due_date:
                await subscribers.change(tx, person.id, next_due_at=then.at)
            changed += 1
    await meta.put(tx, meta.ZONE_DATA, version)
    return changed
