"""Playing scenes in the order of time: what people do is done, what is expected is looked for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.demo.chats import ChatMessage
from bot.demo.people import Person
from bot.demo.tour.paper import Paper
from bot.demo.tour.readings import is_challenge
from bot.demo.tour.script import (
    Claim,
    Corrects,
    Expect,
    Part,
    Presses,
    Says,
    Scene,
    Shows,
    Step,
    Witness,
)
from bot.demo.tour.stage import Stage
from bot.usecases import rebuilding

PATIENCE = 5.0
"""Seconds of real time in which an expectation must come true."""

GLANCE = 0.02
"""Seconds between looks at whether it has."""

BETWEEN = timedelta(minutes=1)
"""From one deed of a scene to the next."""


class UnmetError(Exception):
    """Something expected did not come true; `person` is whose chat to look at."""

    def __init__(self, person: Person, sentence: str, where: str, right: object, found: object):
        super().__init__(sentence)
        self.person, self.sentence, self.where = person, sentence, where
        self.right, self.found = right, found


class LostError(Exception):
    """A step of the script could not be taken, such as a press of a button that is not there."""

    def __init__(self, person: Person, reason: str) -> None:
        super().__init__(reason)
        self.person = person


@dataclass
class Role:
    """Somebody of the script on the stage."""

    part: Part
    witness: Witness
    own: ChatMessage | None = None

    @property
    def person(self) -> Person:
        """Whom it is about."""
        return self.witness.person


@dataclass
class Director:
    """Plays parts on a stage and tells of it on paper. `checks` counts what came true."""

    stage: Stage
    paper: Paper
    first: date
    checks: int = 0
    roles: list[Role] = field(default_factory=list)
    _printed: int = 0

    async def play(self, parts: Sequence[Part]) -> None:
        """All scenes of all parts. Raises UnmetError, LostError or StillBusyError."""
        roles = [self.bring(part) for part in parts]
        self.stage.watch = self.catch_up
        scenes = [(role, scene) for role in roles for scene in role.part.scenes]
        for role, scene in sorted(scenes, key=self._moment):
            await self.stage.go_to(scene.moment(self.first, role.part.zone))
            await self.act(role, *scene.steps)

    def bring(self, part: Part) -> Role:
        """Have somebody come on the stage."""
        person = self.stage.telegram.person(part.name, language=part.language, zone=part.zone)
        self.paper.introduce(person, part.place, part.about)
        role = Role(part, Witness(person, self.stage.records))
        self.roles.append(role)
        return role

    async def act(self, role: Role, *steps: Step) -> None:
        """Take these steps, a minute between one deed and the next. Raises as `play` does."""
        deeds = 0
        for step in steps:
            if isinstance(step, Expect):
                await self._expect(role, step)
                continue
            if deeds:
                await self.stage.go_to(self.stage.clock.now() + BETWEEN)
            deeds += 1
            role.witness.since = len(role.person.room.said)
            try:
                await self._do(role, step)
            except AssertionError as error:  # how people on the stage say that they cannot
                raise LostError(role.person, str(error).partition("\n")[0]) from None
            await self.stage.settle()
            self.catch_up()

    async def prove_streaks(self) -> None:
        """Fold every streak anew from the rows. Raises UnmetError if any is kept otherwise."""
        sentence = "Every streak that is kept is what folding all of its days anew comes to."
        page = await self.stage.bot.services.db.read(rebuilding.check_page, 0)
        if page is None or page.differences:
            found = page.differences if page is not None else "nobody"
            raise UnmetError(self.roles[0].person, sentence, "database", (), found)
        self.checks += 1
        self.paper.line()
        self.paper.verified(sentence)

    def catch_up(self) -> None:
        """Print what has been said, or changed, since the last time."""
        journal = self.stage.telegram.journal
        fresh, self._printed = journal[self._printed :], len(journal)
        for message in fresh:
            person = self.stage.telegram.people.get(int(message["chat"]["id"]))
            if person is not None:
                self.paper.message(person, message, self.stage.clock.now())

    def _moment(self, played: tuple[Role, Scene]) -> float:
        role, scene = played
        return scene.moment(self.first, role.part.zone).timestamp()

    async def _do(self, role: Role, step: Step) -> None:
        person, witness = role.person, role.witness
        match step:
            case Says(words, about):
                answered = None if about is None else challenge_of(person, about)
                role.own = await person.sends(words, reply_to=answered)
                witness.said = words
            case Shows(caption):
                role.own = await person.sends_photo(caption)
                witness.said = caption
            case Corrects(words):
                assert role.own is not None, f"{person.name} has written nothing to correct"
                await person.edits(role.own, words)
                witness.said = words
            case Presses(button, day):
                self.catch_up()
                now = self.stage.clock.now()
                message, data = _with_button(person, button, day)
                self.paper.deed(person, now, f"presses [{button}]")
                seen = self.stage.telegram.version
                witness.notice = (await person.presses(message, data)).get("text", "")
                if witness.notice:
                    self.paper.notice(person, now, witness.notice)
                await self.stage.change(seen)
            case _:
                raise AssertionError(f"nobody can do {step!r}")

    async def _expect(self, role: Role, expected: Expect) -> None:
        person = role.person
        sentence = expected.sentence.format(name=person.name, place=role.part.place)
        for where, claim in (("chat", expected.chat), ("database", expected.database)):
            found = await self._found(role.witness, claim)
            if found != claim.right:
                self.catch_up()
                raise UnmetError(person, sentence, where, claim.right, found)
        self.catch_up()
        self.checks += 1
        self.paper.passed(person, self.stage.clock.now(), sentence)

    async def _found(self, witness: Witness, claim: Claim) -> object:
        clock = self.stage.clock
        until = clock.monotonic() + PATIENCE
        while (found := claim.read(witness)) != claim.right and clock.monotonic() < until:
            await clock.sleep(GLANCE)
        return found


def challenge_of(person: Person, day: int) -> ChatMessage:
    """The message that brought them Day `day`. Raises AssertionError if none did."""
    found = [message for message in person.heard if is_challenge(message, day)]
    assert found, f"{person.name} has had no Day {day}"
    return found[0]


def _with_button(person: Person, button: str, day: int | None) -> tuple[ChatMessage, str]:
    """The newest message with such a button, and the button's data. Raises AssertionError.

    A label may go on after a comma, as that of a city does ("Lisbon, PT").
    """
    for message in reversed(person.heard):
        if day is not None and not is_challenge(message, day):
            continue
        for each in message.buttons:
            if each["text"] == button or each["text"].startswith(f"{button}, "):
                return message, each["callback_data"]
    under = "" if day is None else f" under Day {day}"
    raise AssertionError(f"{person.name} sees no button [{button}]{under}")
