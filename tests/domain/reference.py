"""The streak, told a second time: slowly, and without the fold.

Written from the rules in words and their 32 timelines alone, to be laid beside them; each function
opens with the sentence that it carries out. Nothing is kept from one question to the next, except
what the rules say was settled at a moment: what became of a day when its grace ended.

Only the ends of graces are walked through: nothing else happens by itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.challenge import Challenge, Span
from tests.domain.person import Person, whole


@dataclass(frozen=True, slots=True)
class Lapse:
    """What became of a day whose grace ended unanswered; when it took its `[Not today]`, if so."""

    verdict: str
    allowance: datetime | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What the reference says: the numbers, and by challenge the verdict and whether it settled."""

    current: int
    best: int
    freezes: int
    settled_up_to: int
    shown: int
    answered: int
    open: tuple[int, ...]
    verdicts: dict[int, str]
    settled: dict[int, bool]
    lapses: dict[int, Lapse] = field(default_factory=dict, compare=False)
    earned_holding_one: int = field(default=0, compare=False)


@dataclass(slots=True)
class Tally:
    """The count so far: of what is settled, and what is shown."""

    current: int = 0
    freezes: int = 1
    settled: int = 0
    shown: int = 0
    earned_holding_one: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """A day is settled, or, `late`, the `[Went]` of a day that was settled as neutral comes."""

    at: datetime
    n: int
    said: str
    late: bool = False


def steps(person: Person, lapses: dict[int, Lapse], moment: datetime, upto: int) -> list[Step]:
    """What happened to the streak, in the order in which it happened."""
    found: list[Step] = []
    ready = datetime.min.replace(tzinfo=moment.tzinfo)
    for n in range(upto):
        counted = person.counted(n, moment)
        if n in lapses:
            ready = max(ready, person.last_chance(n) or moment)
            found.append(Step(ready, n, lapses[n].verdict))
            if counted:
                late = max(ready, person.counted_since(n, moment))
                found.append(Step(late, n, counted, late=True))
        elif counted:
            ready = max(ready, person.counted_since(n, moment))
            found.append(Step(ready, n, counted))
        else:
            break
    return sorted(found, key=lambda step: (step.at, not step.late))


def count(person: Person, lapses: dict[int, Lapse], moment: datetime, upto: int) -> Tally:
    """Counted; or neutral; or a freeze is spent; or the streak ends. A freeze at 7, 14, 21."""
    tally = Tally()
    ended = -1
    for step in steps(person, lapses, moment, upto):
        tally.settled += not step.late
        if step.said == "frozen":
            tally.freezes -= 1
        elif step.said == "missed":
            tally.current, ended = 0, step.n
        elif step.said != "neutral" and step.n > ended:
            tally.current += 1
            if tally.current % 7 == 0 and tally.freezes < 2:
                tally.earned_holding_one += tally.freezes == 1
                tally.freezes += 1
    unsettled = range(tally.settled, upto)
    tally.shown = tally.current + sum(bool(person.counted(n, moment)) for n in unsettled)
    return tally


def best(person: Person, lapses: dict[int, Lapse], settled: int) -> int:
    """The most days that ever counted in a row, read along the settled part of the sequence."""
    most = row = 0
    for n in range(settled):
        if person.counted(n, person.now):
            row += 1
        elif lapses[n].verdict == "missed":
            row = 0
        most = max(most, row)
    return most


def lapse(person: Person, lapses: dict[int, Lapse], n: int, moment: datetime) -> Lapse:
    """When its grace ends: neutral if marked so; a freeze, if one is held then; else 0."""
    if person.neutral_anyway(n, moment):
        return Lapse("neutral")
    asked = person.passed_over(n, moment)
    if asked and not any(at <= asked for at in taken(person, lapses, n, moment)):
        return Lapse("neutral", asked)
    then = count(person, lapses, moment, n)
    return Lapse("frozen" if then.freezes >= 1 and then.current >= 1 else "missed")


def taken(person: Person, lapses: dict[int, Lapse], n: int, moment: datetime) -> Iterator[datetime]:
    """The allowances that the last six challenges used, and that no answer gave back."""
    for k in range(max(0, n - 6), n):
        if k in lapses and not person.counted(k, moment) and (at := lapses[k].allowance):
            yield at


def settle(person: Person) -> dict[int, Lapse]:
    """Walk through every end of a grace up to now, and settle each day whose turn has come."""
    ends = [person.last_chance(n) for n in range(len(person.sequence))]
    lapses: dict[int, Lapse] = {}
    for moment in sorted({end for end in ends if end is not None and end <= person.now}):
        for n, end in enumerate(ends):
            if n in lapses or person.counted(n, moment):
                continue
            if end is None or moment < end:
                break
            lapses[n] = lapse(person, lapses, n, moment)
    return lapses


def tell(
    sequence: Sequence[Challenge], now: datetime, pauses: Sequence[Span], outages: Sequence[Span]
) -> Told:
    """The streak at `now`, from facts none of which is later than `now`."""
    person = Person(sequence, whole(now), sorted(pauses, key=lambda one: one.start), outages)
    lapses = settle(person)
    everyone = range(len(sequence))
    tally = count(person, lapses, person.now, len(sequence))
    ids = [one.id for one in sequence]
    verdicts = {ids[n]: verdict(person, lapses, n) for n in everyone}
    answered = {n for n in everyone if person.counted(n, person.now) or person.answered_later(n)}
    return Told(
        current=tally.current,
        best=best(person, lapses, tally.settled),
        freezes=tally.freezes,
        settled_up_to=tally.settled,
        shown=tally.shown,
        answered=len({sequence[n].day for n in answered if sequence[n].run == sequence[-1].run}),
        open=tuple(key for key, said in verdicts.items() if said.startswith("open")),
        verdicts=verdicts,
        settled={ids[n]: n < tally.settled for n in everyone},
        lapses={ids[n]: each for n, each in lapses.items()},
        earned_holding_one=tally.earned_holding_one,
    )


def verdict(person: Person, lapses: dict[int, Lapse], n: int) -> str:
    """What the settling brought; a missed day that was answered after all is "later"."""
    if counted := person.counted(n, person.now):
        return counted
    if n not in lapses:
        end = person.window_end(n)
        return "open" if end is None or person.now < end else "open in grace"
    said = lapses[n].verdict
    return "later" if said == "missed" and person.answered_later(n) else said
