"""People who block the bot, close their account, or come back."""

from datetime import datetime, timedelta

from bot.domain import program
from bot.storage import deliveries, outbox, pauses, runs, subscribers
from bot.storage.engine import Tx
from bot.storage.pauses import Pause
from bot.storage.subscribers import Subscriber
from bot.usecases import ending, forgetting, returning, streaks, unasked
from bot.usecases.person import Person, habit_of

KEPT = timedelta(days=180)
"""How long everything is kept for somebody who cannot be reached."""

ASKED, BLOCKED = "asked", "blocked"
"""Why a pause began: they asked for it, or they could not be reached."""


async def lose(tx: Tx, now: datetime, subscriber_id: int) -> None:
    """Stop sending at once, keep everything, as in a pause (promise P9).

    Someone who is still joining loses their reminder and nothing else: when they come back, the
    question that was open is open still.
    """
    person = await subscribers.by_id(tx, subscriber_id)
    if person.state == "unreachable":
        return
    nothing_due = {"next_due_at": None, "next_due_date": None, "look_at": now + KEPT}
    await deliveries.withdraw(tx, await outbox.cancel_unasked(tx, person.id, now))
    await subscribers.change(tx, person.id, **nothing_due)
    if person.state == "joining" and person.run_id is None:
        return
    if person.state in ("active", "paused") and await pauses.current(tx, person.id) is None:
        await pauses.begin(tx, person.id, now, BLOCKED)
    await subscribers.change(tx, person.id, state="unreachable", step=None)
    await streaks.refold(tx, now, person.id)


async def note_block(tx: Tx, now: datetime, who: Person) -> None:
    """Telegram says that this person blocked the bot."""
    person = await subscribers.by_user(tx, who.user_id)
    if person is not None:
        await lose(tx, now, person.id)


async def note_move(tx: Tx, now: datetime, old: int, new: int) -> None:
    """Telegram says that a chat goes on under a new id: so do its people and their messages."""
    await outbox.follow_chat(tx, old, new)


async def note_return(tx: Tx, now: datetime, who: Person) -> None:
    """Telegram says that they took that back: they can be reached, and nothing is said yet.

    What a block had stopped waits for their first word; a pause of their own goes on by itself.
    """
    person = await subscribers.by_user(tx, who.user_id)
    if person is None:
        return
    await subscribers.change(tx, person.id, look_at=None)
    if person.state == "unreachable":
        await _reach(tx, now, person)


async def resume(tx: Tx, now: datetime, person: Subscriber | None) -> Subscriber | None:
    """Someone we had lost speaks again: go on where they stopped. Nothing is said.

    None: they were never lost, or there is nothing to go on with by itself.
    """
    if person is not None and person.state == "unreachable":
        await subscribers.change(tx, person.id, look_at=None)
        await _reach(tx, now, person)
        person = await subscribers.by_id(tx, person.id)
    if person is None or person.state != "paused":
        return None
    running = await pauses.current(tx, person.id)
    if running is None or running.reason != BLOCKED:
        return None
    await pauses.change(tx, running.id, ended_at=now)
    return await returning.reactivate(tx, now, person)


async def is_just_back(tx: Tx, now: datetime, person: Subscriber) -> bool:
    """Whether what they are doing now ended a block, so that they were told where they stand."""
    ended = [one for one in await pauses.all_of(tx, person.id) if one.reason == BLOCKED]
    return bool(ended) and ended[-1].ended_at == now


async def purge(tx: Tx, now: datetime, person: Subscriber) -> None:
    """Forget somebody who could not be reached for 180 days, and has not spoken since."""
    await subscribers.change(tx, person.id, look_at=None)
    since = person.look_at - KEPT if person.look_at is not None else now
    if person.active_at is None or person.active_at <= since:
        await forgetting.forget(tx, person.id)


async def _reach(tx: Tx, now: datetime, person: Subscriber) -> None:
    """They can be written to: as they were, but what a block had stopped stays so for now."""
    if person.run_id is None or person.zone is None or person.minute is None:
        await subscribers.change(tx, person.id, state="joining", step=person.step or "zone")
        return
    running = await pauses.current(tx, person.id)
    if (await runs.by_ids(tx, [person.run_id]))[person.run_id].ended_at is not None:
        if running is not None and running.reason == BLOCKED:
            await pauses.change(tx, running.id, ended_at=now)
        await subscribers.change(tx, person.id, state="finished")
        await outbox.say_again(tx, now, person.id, ending.SUMMARY)
    elif running is not None:  # a pause of their own goes on
        await _back_to_pause(tx, now, person, running)
    else:  # nothing had come yet, so nothing was stopped
        await returning.reactivate(tx, now, person)


async def _back_to_pause(tx: Tx, now: datetime, person: Subscriber, running: Pause) -> None:
    at, on = None, running.until_date
    if on is not None:
        then = program.following(habit_of(person), now, on - timedelta(days=1))
        at, on = then.at, then.date
    look_at, told = None, now >= running.started_at + unasked.REMEMBERED_AFTER
    if on is None and running.reason == ASKED and not told:
        look_at = unasked.remembered_at(person, running.started_at, now)
    held = {"state": "paused", "next_due_at": at, "next_due_date": on, "look_at": look_at}
    await subscribers.change(tx, person.id, **held)
