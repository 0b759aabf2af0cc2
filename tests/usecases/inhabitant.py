"""One person of a town: what they write and press, from the same seed as everything else."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from bot.storage import reflections, subscribers
from bot.storage.engine import Tx
from bot.usecases import choices, deleting, joining, log, marks, pausing, reachability, sending_now
from bot.usecases import follow_ups as putting_off
from bot.usecases import reflections as homework
from bot.usecases import runs as going_on
from bot.usecases.presses import Pressed
from bot.usecases.routing import Answered, Heard
from bot.usecases.runs import How
from tests.usecases.town import HOUR, SECOND, Chat, Town

HABITS = {
    "writes": 9,
    "is silent": 5,
    "writes twice": 2,
    "presses done": 2,
    "thinks better of done": 1,
    "passes": 4,
    "passes, then writes": 1,
    "takes passing back": 1,
    "puts it off and goes": 4,
    "puts it off and drops it": 1,
    "puts it off": 1,
    "moves it": 3,
    "deletes it": 2,
    "takes it back": 4,
}
"""What somebody does about a challenge, and how often."""

TURNS = {
    "goes on": 60,
    "pauses": 6,
    "pauses until they return": 3,
    "blocks": 3,
    "moves the hour": 5,
    "wants it now": 5,
    "restarts": 3,
    "jumps": 1,
}
"""What else somebody does, with a challenge just in."""


class Inhabitant:
    """Somebody with a zone, an hour, and more or less diligence."""

    def __init__(self, town: Town, chat: Chat, diligence: float) -> None:
        """They have not joined yet."""
        self.town, self.chat, self.who = town, chat, chat.who
        self.diligence = diligence
        self.came: list[tuple[int, int]] = []

    async def join(self, zone: str, minute: int) -> None:
        """All the way to the first hour, by the cards."""
        town = self.town
        await town.do(joining.start, self.who, None, town.series)
        await town.do(joining.accept, self.who)
        person = await town.see(subscribers.by_user, self.who.user_id)
        assert person is not None
        self.chat.row = person.id
        await town.do(joining.take_place, person, zone)
        person = await town.see(subscribers.by_id, person.id)
        await town.do(joining.take_hour, person, minute, town.series)
        self.stir_later()

    def gets(self, delivery: int, message_id: int, at: datetime) -> None:
        """A challenge came: make up one's mind about it, and perhaps about everything."""
        random = self.town.random
        self.came.append((delivery, message_id))
        habit = random.choices(list(HABITS), list(HABITS.values()))[0]
        if random.random() < self.diligence:
            habit = "writes"
        first = self.when()
        for wait, deed in self.plan(habit, delivery, first):
            self.town.at(at + wait, deed)
        turn = random.choices(list(TURNS), list(TURNS.values()))[0]
        edges = [SECOND, 20 * HOUR, 24 * HOUR, random.uniform(0, 30) * HOUR]
        self.town.at(at + random.choice(edges), lambda: self.turn(turn))

    def when(self) -> timedelta:
        """In the window, in the grace, later, or within a second of where one of them ends."""
        random = self.town.random
        wait = random.choices(
            [
                random.uniform(0, 20) * HOUR,
                random.uniform(25, 46) * HOUR,
                random.choice([24, 48, 72]) * HOUR + random.choice([-1, 0, 1]) * SECOND,
                random.uniform(49, 200) * HOUR,
            ],
            [6, 3, 1, 1],
        )[0]
        return max(wait, SECOND)

    def plan(
        self, habit: str, delivery: int, first: timedelta
    ) -> list[tuple[timedelta, Callable[[], Awaitable[None]]]]:
        """A habit, deed by deed, each with how long after the challenge it is done."""
        again = first + self.town.random.choice([SECOND, HOUR, 20 * HOUR, 50 * HOUR])
        later = again + self.town.random.choice([HOUR, 72 * HOUR, 100 * HOUR])
        writes = (first, lambda: self.writes(delivery))
        presses: dict[str, list[tuple[timedelta, Any]]] = {
            "presses done": [(first, marks.done)],
            "thinks better of done": [(first, marks.done), (again, marks.undo)],
            "passes": [(first, marks.not_today)],
            "passes, then writes": [(first, marks.not_today)],
            "takes passing back": [(first, marks.not_today), (again, marks.today_after_all)],
            "puts it off": [(first, putting_off.later)],
            "puts it off and goes": [
                (first, putting_off.later),
                (again, putting_off.not_yet),
                (later, putting_off.went),
            ],
            "puts it off and drops it": [(first, putting_off.later), (later, putting_off.drop)],
        }
        found = [(at, self.press(what, delivery)) for at, what in presses.get(habit, [])]
        match habit:
            case "writes":
                found.append(writes)
            case "writes twice":
                found += [writes, (again, lambda: self.writes(None))]
            case "passes, then writes":
                found.append((again, writes[1]))
            case "moves it":
                found += [writes, (again, self.moves)]
            case "deletes it":
                found += [writes, (again, self.deletes)]
            case "takes it back":
                soon = first + HOUR
                found += [writes, (soon, self.deletes), (soon + SECOND, self.reopens(delivery))]
        return found

    async def writes(self, delivery: int | None, message_id: int = 0, at: Any = None) -> None:
        """A text: in answer to a challenge or plain; its number and time are Telegram's."""
        town = self.town
        told = dict(self.came).get(delivery or 0)
        answers = Answered(told, delivery=delivery) if delivery and told else None
        if town.random.random() < 0.4:
            answers = None
        written = (at or town.now).replace(microsecond=0)
        number = message_id or self.chat.number()
        heard = Heard(number, written, text=f"words number {number}", answers=answers)

        async def deed(_: Pressed) -> None:
            await town.try_to(homework.hear, self.who, heard, town.series)

        town.hears(self.chat, deed)

    def crosses(self, message_id: int, at: datetime) -> None:
        """Write in the second in which a challenge comes, mostly about the one before it."""
        before = self.came[-1][0] if self.came else None
        self.town.at(self.town.now, lambda: self.writes(before, message_id, at))

    def press(self, what: Any, delivery: int) -> Callable[[], Awaitable[None]]:
        """A button under a challenge."""

        async def pressing() -> None:
            async def deed(pressed: Pressed) -> None:
                await self.town.do(what, self.who, delivery, pressed)

            self.town.hears(self.chat, deed)

        return pressing

    async def moves(self) -> None:
        """The latest text goes to one of the challenges before it, and the rest may follow."""
        kept, town = await self.town.see(_latest_text, self.chat.row), self.town
        if kept is None or len(self.came) < 2:
            return
        places = [delivery for delivery, _ in self.came[-4:] if delivery != kept.delivery_id]
        target = town.random.choice(places)
        source = kept.delivery_id
        verb = town.random.choice([log.move_to, log.was_for])

        async def deed(pressed: Pressed) -> None:
            if await town.do(verb, self.who, kept.id, target, pressed) is not None:
                town.met["moved"] += 1
            if town.random.random() < 0.3:
                await town.do(log.rest_too, self.who, kept.id, source, pressed)

        town.hears(self.chat, deed)

    async def deletes(self) -> None:
        """The latest text, for good."""
        kept = await self.town.see(_latest_text, self.chat.row)
        if kept is not None:
            await self.town.do(deleting.delete, self.who, kept.id)
            self.town.met["deleted"] += 1

    def reopens(self, delivery: int) -> Callable[[], Awaitable[None]]:
        """`[It wasn't answered after all]`."""

        async def reopening() -> None:
            async def deed(pressed: Pressed) -> None:
                card = await self.town.do(deleting.reopen, self.who, delivery, pressed)
                if card is not None and card.kind == "reopened":
                    self.town.met["not answered after all"] += 1

            self.town.hears(self.chat, deed)

        return reopening

    async def turn(self, turn: str) -> None:
        """Something that concerns more than one day."""
        town, random = self.town, self.town.random
        match turn:
            case "pauses":
                days = random.choice(pausing.PAUSE_DAYS)
                await town.do(pausing.pause, self.who, days, town.series.pack)
            case "pauses until they return":
                await town.do(pausing.pause, self.who, None, town.series.pack)
            case "blocks":
                town.met["blocked"] += 1
                await town.do(reachability.note_block, self.who)
            case "moves the hour":
                minute = random.choice([360, 420, 540, 720, 1080])
                await town.do(choices.choose_hour, self.who, town.series, minute)
            case "wants it now":
                town.at(town.now + random.uniform(1, 12) * HOUR, self.wants_it_now)
            case "restarts":
                person = await town.see(subscribers.by_id, self.chat.row)
                if await town.do(going_on.restart, self.who, person.run_id, town.series):
                    town.met["restart of a run"] += 1
            case "jumps":
                await town.do(going_on.jump, self.who, random.randint(1, 20), town.series)

    async def wants_it_now(self) -> None:
        """`[Send it now]`, a day's challenge before its hour."""
        if await self.town.do(sending_now.press, self.who, self.town.series):
            self.town.met["sent at once"] += 1

    def stir_later(self) -> None:
        """In some days, come back from wherever one is."""
        wait = self.town.random.choice([1, 3, 6]) * 24 * HOUR + 5 * HOUR
        self.town.at(self.town.now + wait, self.stir)

    async def stir(self) -> None:
        """End a pause, unblock, go through the series again."""
        town = self.town
        person = await town.see(subscribers.by_id, self.chat.row)
        match person.state:
            case "unreachable":
                town.met["came back"] += 1
                await town.do(joining.start, self.who, None, town.series)
            case "paused" if person.next_due_at is None or town.random.random() < 0.3:
                town.met["resumed"] += 1
                await town.do(pausing.resume, self.who, town.series.pack)
                await self.wants_it_now()
            case "finished":
                how = town.random.choice([How.ALL, How.ALL, How.MISSED, How.WEEKLY])
                if await town.do(going_on.again, self.who, how, town.series):
                    town.met["second run"] += 1
        self.stir_later()


async def _latest_text(tx: Tx, subscriber_id: int) -> reflections.Reflection | None:
    rows = await tx.exec_driver_sql(
        "SELECT max(id) FROM reflections WHERE subscriber_id = ? AND deleted_at IS NULL",
        (subscriber_id,),
    )
    newest = rows.scalar()
    return await reflections.owned(tx, newest, subscriber_id) if newest else None
