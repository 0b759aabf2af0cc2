"""Rules 8 and 10: a week goes more ways than one, and its homework asks something of the world."""

from collections import Counter
from collections.abc import Iterator, Sequence

from bot.library.act import Act, act_of, asks_nothing, channel
from bot.library.finding import Finding, fail, listed, look
from bot.library.model import Day, Pack, Rhythm
from bot.library.thresholds import Thresholds
from bot.library.wording import sentences

WEEK = "week"
LISTENING = "listening"
NOTHING = "asks nothing"


def weeks(pack: Pack, limits: Thresholds) -> Iterator[Finding]:
    """Weeks of one way or one kind of person; listening days alike; homework that asks nothing."""
    for number, days in _by_week(pack):
        written = [day.number for day in days if _channel(day) == "written"]
        if len(written) > limits.written_days and number not in limits.written_weeks:
            yield fail(None, WEEK, f"week {number} is in writing on {listed(written)}")
        met = Counter(_act(day).recipient for day in days if _act(day).recipient)
        for recipient, times in met.items():
            if times > limits.same_recipient:
                yield look(None, WEEK, f"week {number} goes to a {recipient} {times} times")
    yield from _listening(pack, limits)
    yield from _idle(pack, limits)


def _by_week(pack: Pack) -> Iterator[tuple[int, list[Day]]]:
    """Weeks counted from 1, each with its days. Days past the last full week belong to it."""
    weeks: dict[int, list[Day]] = {}
    for day in pack.days:
        number = min((day.number - 1) // 7 + 1, max(1, pack.length // 7))
        weeks.setdefault(number, []).append(day)
    yield from weeks.items()


def _listening(pack: Pack, limits: Thresholds) -> Iterator[Finding]:
    listening = [day for day in pack.days if day.rhythm is Rhythm.LISTEN]
    for at in range(len(listening) - limits.listening_alike + 1):
        run = listening[at : at + limits.listening_alike]
        if run[-1].number - run[0].number > 7 * limits.listening_alike:
            continue
        acts = {(_act(day).verb, _act(day).object) for day in run}
        if len(acts) == 1 and all(next(iter(acts))):
            yield fail(None, LISTENING, f"the same is asked on {_numbers(run)}")
        if len({day.form for day in run}) == 1:
            yield look(None, LISTENING, f"the same form ({run[0].form}) on {_numbers(run)}")


def _idle(pack: Pack, limits: Thresholds) -> Iterator[Finding]:
    idle = [day for day in pack.days if asks_nothing(day.homework.text)]
    for day in idle:
        if day.rhythm is not Rhythm.REST:
            told = "the homework could be done without anybody noticing, and this is no rest day"
            yield look(day.number, NOTHING, told)
    if limits.asks_nothing.passed(len(idle), len(pack.days)):
        yield fail(None, NOTHING, f"nothing is asked of the world on {_numbers(idle)}")


def _numbers(days: Sequence[Day]) -> str:
    return listed([day.number for day in days])


def _act(day: Day) -> Act:
    return act_of(day.homework.text)


def _channel(day: Day) -> str:
    """The way of the main act, which the first sentence names; later ones offer others."""
    return channel(next(iter(sentences(day.homework.text)), ""))
