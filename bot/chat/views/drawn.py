"""What the pictures show, and what stands below each of them in words."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.chat.scene import Params, Scene
from bot.pictures.cells import State, count
from bot.pictures.figures import Figure
from bot.pictures.finisher import FinisherPage
from bot.pictures.milestone import Milestone
from bot.pictures.stretches import unpacked
from bot.pictures.week import Weekday, WeekStrip
from bot.pictures.year import YearGrid
from bot.texts.catalogue import Markup
from bot.usecases.recaps import NOTHING


def year(params: Params, scene: Scene) -> YearGrid | None:
    """The run so far. After a break the record stands there, and no 0. None before Day 1."""
    cells = unpacked(params.get("grid", ()))
    if not cells:
        return None
    figures = [_answered(params["answered"], params["length"], scene)]
    figures += _streak(params, scene)
    if params["best"] > params["settled"]:
        figures.append(Figure(str(params["best"]), scene.say("picture.best")))
    return YearGrid(_title(params["run"], scene), figures, cells, _words(scene))


def week(params: Params, scene: Scene) -> WeekStrip:
    """The seven days of a recap."""
    days = [
        Weekday(
            scene.say(f"weekday_short.{place}"), None if what == NOTHING else State[what.upper()]
        )
        for place, what in enumerate(params["marks"])
    ]
    figures = [_answered(params["answered"], params["of"], scene), *_streak(params, scene)]
    return WeekStrip(week_title(params, scene), days, figures)


def week_title(params: Params, scene: Scene) -> str:
    """Such as "Your week, June 1 to June 7"."""
    first, last = (_short(params[name], scene) for name in ("first", "last"))
    return scene.say("recap.heading", first=first, last=last)


def milestone(params: Params, scene: Scene) -> Milestone:
    """A streak, or else a day; where both are reached at once, the words tell of both."""
    if number := params["streak"]:
        label = scene.say("picture.in_a_row")
        return Milestone(number, str(number), label, scene.say(f"card.streak_{number}"))
    number = params["day"]
    value = scene.say("why.day", first=number)
    label = scene.say("picture.in_your_log")
    return Milestone(number, value, label, scene.say(f"card.day_{number}"))


def finisher(params: Params, scene: Scene) -> FinisherPage | None:
    """A run that is over. None where no day of it has come."""
    cells = unpacked(params.get("grid", ()))
    if not cells:
        return None
    figures = [_answered(params["answered"], params["delivered"], scene)]
    if params["best"]:
        figures.append(Figure(str(params["best"]), scene.say("picture.longest")))
    title = _title(params["number"], scene)
    return FinisherPage(title, span(params, scene), figures, cells, _words(scene))


def span(params: Params, scene: Scene) -> str:
    """The dates of a run: "June 1, 2026 to May 31, 2027"."""
    first, last = (_long(on, scene) for on in params["dates"])
    return first if first == last else scene.say("yearbook.span", first=first, last=last)


def run_in_words(params: Params, scene: Scene) -> str:
    """When a run was, and which, if it was not the first."""
    if params["number"] == 1:
        return scene.say("picture.run", dates=span(params, scene))
    return scene.say("picture.run_again", run=params["number"], dates=span(params, scene))


def grid_in_words(params: Params, scene: Scene) -> list[str]:
    """A line that counts the marks of a grid; none where there is no grid."""
    counted = count(unpacked(params.get("grid", ())))
    words = _words(scene)
    *most, last = [
        scene.say("picture.counted", count=number, what=words[state])
        for state, number in counted.items()
        if number
    ] or [""]
    if not last:
        return []
    told = scene.say("list.and", most=", ".join(most), last=last) if most else last
    return [scene.say("picture.marks", marks=Markup(told))]


def settled_line(params: Params, scene: Scene) -> list[str]:
    """A picture shows what is settled: said where that is not all of the streak."""
    settled = params.get("settled", params["streak"])
    if not settled or settled == params["streak"]:
        return []
    return [scene.say("streak.settled", count=settled)]


def _streak(params: Params, scene: Scene) -> Sequence[Figure]:
    """The settled part, so that no picture that was kept ever has to be taken back."""
    if not params["settled"]:
        return []
    return [Figure(str(params["settled"]), scene.say("picture.streak"))]


def _answered(answered: int, of: int, scene: Scene) -> Figure:
    return Figure(str(answered), scene.say("picture.answered", of=of))


def _title(run: int, scene: Scene) -> str:
    title = scene.pack.title
    if run == 1:
        return title
    return scene.say("picture.again", title=Markup(title), run=run)


def _words(scene: Scene) -> Mapping[State, str]:
    return {state: scene.say(f"picture.{state.name.casefold()}") for state in State}


def _short(on: str, scene: Scene) -> str:
    day = date.fromisoformat(on)
    return scene.say("pause.date", month=scene.say(f"month.{day.month}"), day=day.day)


def _long(on: str, scene: Scene) -> str:
    day = date.fromisoformat(on)
    month = scene.say(f"month.{day.month}")
    return scene.say("yearbook.short", month=month, day=day.day, year=day.year)
