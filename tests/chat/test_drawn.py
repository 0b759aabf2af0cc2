"""Pictures and the words below them: the same facts twice, and room for both."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from bot.chat.scene import LONGEST_CAPTION, Message
from bot.chat.views.table import VIEWS
from bot.library.render import plain, visible_length
from bot.pictures.cells import State, count
from bot.pictures.drawing import Picture, draw
from bot.pictures.finisher import FinisherPage
from bot.pictures.milestone import Milestone
from bot.pictures.palette import Theme
from bot.pictures.week import WeekStrip
from bot.pictures.year import YearGrid
from bot.storage.reflections import Reflection
from bot.usecases.milestones import DAYS, STREAKS
from tests.chat.test_views import NOW, PARAMS, STANDING, scene

DRAWN = ("streak", "recap", "milestone", "summary")
YEAR = [[1, "og" * 20 + "lfnx" * 5 + "w" + "." * 304]]


def shown(kind: str, **changed: Any) -> Message:
    return VIEWS[kind]({**PARAMS[kind], **changed}, scene())


def words(picture: Picture) -> Iterator[str]:
    """Every word and number that is drawn."""
    match picture:
        case YearGrid() | FinisherPage():
            used = count(picture.cells)
            yield from (picture.words[state] for state in State if used[state])
        case WeekStrip():
            yield picture.title
        case Milestone():
            yield picture.sentence
    if not isinstance(picture, Milestone):
        for figure in picture.figures:
            yield figure.value


@pytest.mark.parametrize("kind", DRAWN)
def test_the_words_below_say_what_the_picture_says(kind: str) -> None:
    changed = {"grid": YEAR} if kind in ("streak", "summary") else {}
    message = shown(kind, **changed)
    assert message.picture is not None
    for word in words(message.picture):
        assert word in plain(message.html)


@pytest.mark.parametrize("theme", Theme)
@pytest.mark.parametrize("kind", DRAWN)
def test_every_picture_can_be_drawn(kind: str, theme: Theme) -> None:
    picture = shown(kind).picture
    assert picture is not None
    assert draw(picture, theme).startswith(b"\x89PNG")


@pytest.mark.parametrize("number", STREAKS)
def test_every_streak_that_is_celebrated_has_a_card(number: int) -> None:
    picture = shown("milestone", streak=number, day=None).picture
    assert isinstance(picture, Milestone)
    assert (picture.number, picture.value) == (number, str(number))
    assert draw(picture, Theme.LIGHT)


@pytest.mark.parametrize("number", DAYS)
def test_every_day_that_is_celebrated_has_a_card(number: int) -> None:
    picture = shown("milestone", streak=None, day=number).picture
    assert isinstance(picture, Milestone)
    assert (picture.number, picture.value) == (number, f"Day {number}")
    assert draw(picture, Theme.DARK)


def test_the_marks_are_counted_in_words() -> None:
    lines = shown("streak", grid=[[1, "ooxw"], [5, "."]]).html.splitlines()
    assert lines[-1] == ("In the picture: 2 on time, 1 not answered, 1 open and 1 still ahead.")


def test_before_the_first_day_the_streak_is_told_in_words_alone() -> None:
    message = shown("streak", grid=[])
    assert message.picture is None
    assert "In the picture" not in message.html


def test_after_a_break_no_0_is_drawn() -> None:
    picture = shown("streak", streak=0, settled=0, best=38).picture
    assert isinstance(picture, YearGrid)
    assert [figure.value for figure in picture.figures] == ["3", "38"]


def test_a_picture_shows_the_settled_part_and_the_words_say_so() -> None:
    message = shown("streak", streak=13, settled=12, best=12)
    assert isinstance(message.picture, YearGrid)
    assert [figure.value for figure in message.picture.figures] == ["3", "12"]
    assert "Your streak is 13." in message.html
    assert "Settled so far: 12 days." in message.html


def test_where_all_is_settled_that_is_not_said() -> None:
    assert "Settled" not in shown("streak", streak=12, settled=12).html


def test_a_second_run_is_named_in_the_picture_and_below_it() -> None:
    message = shown("streak", run=2)
    assert isinstance(message.picture, YearGrid)
    assert message.picture.title.endswith(", run 2")
    assert "Run 2: " in message.html
    first = shown("streak", run=1)
    assert isinstance(first.picture, YearGrid)
    assert first.picture.title == scene().pack.title
    assert "Run 1" not in first.html


def test_a_weekday_without_a_challenge_has_no_mark() -> None:
    picture = shown("recap", marks=["nothing", "on_time", *["open"] * 5]).picture
    assert isinstance(picture, WeekStrip)
    assert [day.state for day in picture.weekdays[:2]] == [None, State.ON_TIME]
    assert [day.letter for day in picture.weekdays[:2]] == ["Mon", "Tue"]


def test_a_run_of_one_day_has_one_date() -> None:
    picture = shown("summary", dates=["2026-11-23"] * 2).picture
    assert isinstance(picture, FinisherPage)
    assert picture.dates == "November 23, 2026"


def worst(kind: str) -> Mapping[str, Any]:
    """As much as there can be to say: many notes, many days open, every state, long numbers."""
    notes = [["lost", day, day] for day in range(100, 110)]
    if kind == "summary":
        return {**PARAMS[kind], "notes": notes, "grid": YEAR, "number": 12}
    when = STANDING["next"]
    opened = [[day, when] for day in (361, 362, 363)]
    return {**STANDING, "notes": notes, "grid": YEAR, "open": opened, "streak": 99, "run": 12}


@pytest.mark.parametrize("kind", ["streak", "summary"])
def test_what_there_is_to_tell_makes_room_for_the_picture(kind: str) -> None:
    own = [
        Reflection(day, day, day, 1, "text", "word " * 31, None, NOW, None, 1) for day in (1, 2, 3)
    ]
    message = VIEWS[kind](worst(kind), scene(*own))
    assert message.picture is not None
    assert visible_length(message.html) <= LONGEST_CAPTION
    assert "more day" in message.html, "what found no room is counted"


def test_no_picture_shows_what_a_person_wrote() -> None:
    own = Reflection(1, 1, 7, 1, "text", "A secret of mine", None, NOW, None, 1)
    for kind in DRAWN:
        message = VIEWS[kind](PARAMS[kind], scene(own))
        assert "secret" not in str(message.picture)


def test_dates_are_said_as_people_write_them() -> None:
    assert date.fromisoformat(PARAMS["recap"]["first"]) == date(2026, 11, 23)
    picture = shown("recap").picture
    assert isinstance(picture, WeekStrip)
    assert picture.title == "Your week, November 23 to November 29"
