"""Every message, press or command is a sign that somebody is there: noted in one place."""

from dataclasses import dataclass
from datetime import datetime

from bot.library.model import Pack
from bot.storage import subscribers
from bot.storage.engine import Tx
from bot.storage.subscribers import Subscriber
from bot.usecases import reachability, returning
from bot.usecases.person import Person


@dataclass(frozen=True)
class Sign:
    """Somebody did something at `at`. `writes`: it may be a reply, which is kept first of all."""

    who: Person
    at: datetime
    writes: bool


async def note(tx: Tx, now: datetime, sign: Sign, pack: Pack) -> Subscriber | None:
    """Before a sign has its effect: remember it, and take back whoever was lost.

    They are told at once where they stopped; but if they write, that is for after it was kept,
    and they are returned.
    """
    person = await subscribers.note_sign(tx, sign.who.user_id, sign.at)
    back = await reachability.resume(tx, now, person)
    if back is None or sign.writes:
        return back
    await returning.say_where(tx, now, back, pack)
    return None


async def after(tx: Tx, now: datetime, back: Subscriber | None, pack: Pack) -> None:
    """After it had its effect: tell those who are back, and wrote, where they stopped."""
    if back is not None:
        await returning.say_where(tx, now, await subscribers.by_id(tx, back.id), pack)
