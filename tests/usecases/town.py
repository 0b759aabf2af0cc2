"""A few people, one real database, and everything that happens between them and the bot.

Telegram and the two loops of the bot are played here from a seed; what is done with the database is
done by the use cases themselves, each a unit of work of its own.
"""

import heapq
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from bot.domain.outbox import Lane
from bot.probe import silent
from bot.storage import pauses, streaks, subscribers
from bot.storage.engine import Tx
from bot.storage.outbox import Row
from bot.usecases import asking, ending, notices, planning, sending
from bot.usecases.person import Person
from bot.usecases.presses import Pressed
from bot.usecases.routing import CrossingChallengeError
from bot.usecases.series import Series
from tests.usecases.straight import Straight

START = datetime(2027, 3, 8, 6, 0, tzinfo=UTC)
"""Some days before the clocks change in America, and three weeks before they do in Europe."""

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
LOST = 24 * HOUR
"""Telegram keeps no update for longer."""

Deed = Callable[[], Awaitable[None]]


@dataclass
class Chat:
    """One person's chat as Telegram has it: what is numbered next, and what came to them."""

    who: Person
    row: int = 0
    last: int = 100

    def number(self) -> int:
        """The id of the next message, whoever writes it."""
        self.last += 1
        return self.last


class Town:
    """The clock, the hands of Telegram and the loops of the bot."""

    def __init__(self, db: Straight, seed: int, series: Series) -> None:
        """Nobody lives here yet, and nothing has happened."""
        self.db = db
        self.random = Random(seed)
        self.series = series
        self.now = START
        self.met: Counter[str] = Counter()
        self.chats: dict[int, Chat] = {}
        self.arrives: Callable[[Chat, int, int, datetime], None] = lambda *_: None
        self.crosses: Callable[[Chat, int, datetime], None] = lambda *_: None
        self.after: Callable[[Chat], Awaitable[None]] = _nothing
        self._agenda: list[tuple[datetime, int, Deed]] = []
        self._order = count()
        self._looks: set[datetime] = set()
        self._concerned: set[int] = set()
        self._deaf_from: datetime | None = None
        self._deaf_until = START
        self._down = False

    def at(self, moment: datetime, deed: Deed) -> None:
        """Have something happen, in the order of time."""
        heapq.heappush(self._agenda, (moment, next(self._order), deed))

    async def live(self, until: datetime) -> None:
        """Let happen what happens by then; whoever it concerned is looked at after each step."""
        while self._agenda and self._agenda[0][0] <= until:
            moment, _, deed = heapq.heappop(self._agenda)
            self.now = max(self.now, moment)
            await deed()
            await self._look_at_them()
            await self._work()
        self.now = until

    async def do(self, what: Callable[..., Awaitable[Any]], *args: Any, **more: Any) -> Any:
        """One use case, now."""
        self._concerned |= {arg.chat_id for arg in args if isinstance(arg, Person | Row)}
        return await what(self.db, self.now, *args, **more)

    async def try_to(self, what: Callable[..., Awaitable[Any]], *args: Any) -> Any:
        """One use case that may have to wait; then nothing of it has happened."""
        async with self.db.savepoint():
            return await self.do(what, *args)

    async def see(self, what: Callable[..., Awaitable[Any]], *args: Any) -> Any:
        """Look something up."""
        return await what(self.db, *args)

    def hears(self, chat: Chat, deed: Callable[[Pressed], Awaitable[None]]) -> None:
        """An update about `chat` reaches us: at once, late, after an outage, or never."""
        written = self.now
        held = self._deaf_until if self._deaf_from is not None else written
        if held - written >= LOST:
            self.met["update lost in an outage"] += 1
            return
        before = self._deaf_from if held > written else None
        if held == written and self.random.random() < 0.12:
            held += self.random.choice([2 * SECOND, 5 * HOUR, 20 * HOUR])

        async def come() -> None:
            if self._deaf_from is not None:  # it was late already, and now nobody hears
                self.at(self._deaf_until, come)
                return
            try:
                await deed(Pressed(self.now, before))
            except CrossingChallengeError:
                self.met["waited for a challenge on the wire"] += 1
                self.at(self.now + 30 * SECOND, come)

        self.at(held, come)

    async def fall_silent(self) -> None:
        """From now on nothing is heard for a while, and perhaps nothing is sent either."""
        if self._deaf_from is not None:
            return
        self._deaf_from = self.now
        self._deaf_until = self.now + self.random.choice([3, 14, 24, 26, 40, 60, 75]) * HOUR
        self._down = self.random.random() < 0.6
        self.at(self._deaf_until, self._wake_up)

    async def _wake_up(self) -> None:
        assert self._deaf_from is not None
        gap = self.now - self._deaf_from
        if gap >= LOST:
            self.met["outage over 24 h"] += 1
            await _note_outage(self.db, self._deaf_from, self.now)
        self._deaf_from, self._down = None, False
        self._concerned |= set(self.chats)

    async def _work(self) -> None:
        """What the bot does by itself at this instant: plan, ask, send."""
        while not self._down:
            due, looks = await _agenda_of_the_bot(self.db, self.now)
            self._concerned |= set(due)
            if not any(moment <= self.now for moment in looks):
                self._look_again(looks)
                break
            await self.do(planning.plan_due, self.series.pack, 100)
            await self.do(asking.ask_due, 100)
            for row in await self.do(_begin):
                await self._send(row)
                await self._look_at_them()
        await self._look_at_them()

    async def _look_at_them(self) -> None:
        for chat_id in sorted(self._concerned):
            await self.after(self.chats[chat_id])
        self._concerned.clear()

    async def _send(self, row: Row) -> None:
        chat = self.chats[row.chat_id]
        if row.lane is not Lane.CHALLENGE:
            await self.do(sending.sent, row, chat.number(), _whole(self.now))
            return
        chance = self.random.random()
        if chance < 0.05 or (row.copies and chance < 0.6):
            await self._leave_in_doubt(chat, row)
        elif chance < 0.07:
            self.met["failed"] += 1
            await self.do(sending.refused, row, "Bad Request")
        elif chance < 0.09:
            await self.do(sending.slowed, row, timedelta(seconds=self.random.choice([3, 900])))
        elif chance < 0.10:
            self.met["blocked at a sending"] += 1
            await self.do(sending.unreachable, row, "Forbidden")
        else:
            await self._arrive(chat, row)

    async def _arrive(self, chat: Chat, row: Row) -> None:
        date = _whole(self.now) + self.random.choice([0, 0, 0, 0, 0, -90, 100, -900]) * SECOND
        crossing = self.random.random() < 0.12
        first = chat.number() if crossing and self.random.random() < 0.6 else None
        message_id = chat.number()
        if crossing:
            self.met["crossing reply"] += 1
            self.crosses(chat, first or chat.number(), date)
        if row.kind == ending.SUMMARY:
            self.met["end of a run"] += 1
        await self.do(sending.sent, row, message_id, date)
        if row.delivery_id is not None:
            self.arrives(chat, row.delivery_id, message_id, self.now)

    async def _leave_in_doubt(self, chat: Chat, row: Row) -> None:
        """No answer from Telegram, or none that we lived to see; it may have arrived anyway."""
        if self.random.random() < 0.5:
            message_id = chat.number()
            if row.delivery_id is not None:
                self.arrives(chat, row.delivery_id, message_id, self.now)
        if self.random.random() < 0.7:
            await self.do(sending.ambiguous, row, "timed out")
            return

        async def start_again() -> None:
            self.met["restart of the bot"] += 1
            await self.do(sending.recover, silent)
            self._concerned |= set(self.chats)

        self.crosses(chat, chat.number(), _whole(self.now))
        self.at(self.now + self.random.choice([5, 600]) * SECOND, start_again)

    def _look_again(self, looks: list[datetime]) -> None:
        for moment in looks:
            if moment not in self._looks:
                self._looks.add(moment)
                self.at(moment, _nothing)


async def _nothing(*_: object) -> None:
    return None


async def _note_outage(tx: Tx, began: datetime, ended: datetime) -> None:
    await pauses.note_outage(tx, began, ended)
    await streaks.expect_news(tx)


async def _agenda_of_the_bot(tx: Tx, now: datetime) -> tuple[list[int], list[datetime]]:
    """The chats of those whose hour has come, and the instants at which there is something to do.

    Whoever is to be told something with the next challenge must be known to have news by now: who
    has none is planned for in a crowd, and not looked at again.
    """
    found = (await tx.exec_driver_sql(_LOOKS)).one()
    looks = [datetime.fromisoformat(at).replace(tzinfo=UTC) for at in found if at is not None]
    due = []
    if any(moment <= now for moment in looks):
        due = await subscribers.due(tx, now, 100)
    for person in due:
        if person.state == "active" and await notices.for_challenge(tx, now, person.id):
            assert await streaks.with_news(tx, [person.id]), "there is news nobody knew of"
    return [person.chat_id for person in due], looks


_LOOKS = """
SELECT (SELECT min(next_due_at) FROM subscribers),
       (SELECT min(not_before) FROM outbox WHERE state = 'queued'),
       (SELECT min(due_at) FROM follow_ups JOIN subscribers ON subscribers.id = subscriber_id
        WHERE subscribers.state IN ('active', 'finished'))
"""


async def _begin(tx: Tx, now: datetime) -> list[Row]:
    """Take in hand what may be sent. Answers go out at once; what is left has a fate to meet."""
    rows = await sending.claim(tx, now, list(Lane), 50)
    begun = await sending.begin(tx, now, rows)
    return [row for row in rows if row.id in begun]


def _whole(at: datetime) -> datetime:
    return at.replace(microsecond=0)
