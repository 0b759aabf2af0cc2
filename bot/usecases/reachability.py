"""People who block the bot, close their account, or come back."""

from datetime import datetime, timedelta

from bot.domain import program
from bot.storage import deliveries, outbox, pauses, runs, subscribers
from bot.storage.engine import Tx
from bot.usecases import ending, returning, streaks
from bot.usecases.person import Person, habit_of


async def lose(tx: Tx, now: datetime, subscriber_id: int) -> None:
    """Stop sending at once, keep everything, as in a pause (promise P9).

    Someone who is still joining loses their reminder and nothing else: when they come back, the
    question that was open is open still.
    """
    person = await subscribers.by_id(tx, subscriber_id)
    if person.state == "unreachable":
        return
    if person.state == "joining" and person.run_id is None:
        await outbox.cancel_unasked(tx, person.id, now)
        await subscribers.change(tx, person.id, next_due_at=None, next_due_date=None)
        return
    await deliveries.withdraw(tx, await outbox.cancel_unasked(tx, person.id, now))
    if person.state in ("active", "paused") and await pauses.current(tx, person.id) is None:
        await pauses.begin(tx, person.id, now, "blocked")
    await subscribers.change(
        tx, person.id, state="unreachable", step=None, next_due_at=None, next_due_date=None
    )
    await streaks.refold(tx, now, person.id)


async def note_block(tx: Tx, now: datetime, who: Person) -> None:
    """Telegram says that this person blocked the bot."""
    person = await subscribers.by_user(tx, who.user_id)
    if person is not None:
        await lose(tx, now, person.id)


async def come_back(tx: Tx, now: datetime, who: Person) -> bool:
    """Someone we had lost speaks again: go on where they stopped. False: they were never lost."""
    person = await subscribers.by_user(tx, who.user_id)
    if person is None or person.state != "unreachable":
        return False
    if person.run_id is None or person.zone is None or person.minute is None:
        await subscribers.change(tx, person.id, state="joining", step=person.step or "zone")
        return False
    running = await pauses.current(tx, person.id)
    if running is not None and running.reason == "blocked":
        await pauses.change(tx, running.id, ended_at=now)
        running = None
    if (await runs.by_ids(tx, [person.run_id]))[person.run_id].ended_at is not None:
        await subscribers.change(tx, person.id, state="finished")
        await outbox.say_again(tx, now, person.id, ending.SUMMARY)
        return False
    if running is not None:  # a pause of their own goes on
        await _back_to_pause(tx, now, person, running)
        return False
    await returning.go_on(tx, now, person)
    return True


async def _back_to_pause(
    tx: Tx, now: datetime, person: subscribers.Subscriber, running: pauses.Pause
) -> None:
    at, on = None, running.until_date
    if on is not None:
        then = program.following(habit_of(person), now, on - timedelta(days=1))
        at, on = then.at, then.date
    await subscribers.change(tx, person.id, state="paused", next_due_at=at, next_due_date=on)
