"""The pictures that the tests look at: one of each kind, and one with everything too long."""

from collections.abc import Sequence

from bot.pictures.cells import Cell, State
from bot.pictures.drawing import Picture
from bot.pictures.figures import Figure
from bot.pictures.finisher import FinisherPage
from bot.pictures.milestone import Milestone
from bot.pictures.week import Weekday, WeekStrip
from bot.pictures.year import YearGrid

WORDS = {
    State.ON_TIME: "on time",
    State.IN_GRACE: "in grace",
    State.LATER: "later",
    State.FROZEN: "freeze used",
    State.NEUTRAL: "neutral",
    State.MISSED: "missed",
    State.OPEN: "open",
    State.AHEAD: "ahead",
}
GERMAN = {
    State.ON_TIME: "rechtzeitig beantwortet",
    State.IN_GRACE: "in der Nachfrist",
    State.LATER: "nachträglich beantwortet",
    State.FROZEN: "durch Aussetzer gedeckt",
    State.NEUTRAL: "nicht gewertet",
    State.MISSED: "unbeantwortet",
    State.OPEN: "noch offen",
    State.AHEAD: "bevorstehend",
}
ENDLESS = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
PAST = (
    (State.ON_TIME,) * 14
    + (State.IN_GRACE,) * 3
    + (State.LATER, State.FROZEN, State.NEUTRAL, State.NEUTRAL, State.MISSED, State.MISSED)
)


def cells(length: int, today: int) -> tuple[Cell, ...]:
    """A run of `length` days that has come to `today`, with every state somewhere in it."""

    def state(day: int) -> State:
        if day < today:
            return PAST[(day * day + 7 * day) // 3 % len(PAST)]
        return State.OPEN if day == today else State.AHEAD

    return tuple(Cell(day, state(day)) for day in range(1, length + 1))


def year(length: int = 365, today: int = 175) -> YearGrid:
    figures = (Figure("141", f"of {length} answered"), Figure("12", "streak"), Figure("38", "best"))
    return YearGrid("A year of better connections", figures, cells(length, today), WORDS)


def week(letters: Sequence[str] = "MTWTFSS") -> WeekStrip:
    states = (
        State.ON_TIME,
        State.IN_GRACE,
        State.LATER,
        State.FROZEN,
        State.ON_TIME,
        None,
        State.OPEN,
    )
    days = tuple(Weekday(*pair) for pair in zip(letters, states, strict=True))
    figures = (Figure("12", "streak"), Figure("4", "answered this week"))
    return WeekStrip("Your week, June 1 to 7", days, figures)


def german() -> YearGrid:
    title = "Ein Jahr voller besserer zwischenmenschlicher Beziehungen und Aufmerksamkeiten"
    figures = (
        Figure("141", "von 365 Herausforderungen beantwortet"),
        Figure("12", "Serie"),
        Figure("38", "Längste Aufeinanderfolge"),
    )
    return YearGrid(title, figures, cells(365, 175), GERMAN)


def endless() -> YearGrid:
    figures = (Figure("141,000,000", ENDLESS), Figure("12", "b"), Figure("38", "c"))
    return YearGrid(ENDLESS * 2, figures, cells(9, 7), dict.fromkeys(State, ENDLESS))


SCENES: dict[str, Picture] = {
    "year": year(),
    "week": week(),
    "streak": Milestone(
        100, "100", "days in a row", "A hundred small reasons for someone to feel seen."
    ),
    "day": Milestone(7, "Day 7", "of 365", "One week of showing up for somebody."),
    "finisher": FinisherPage(
        "A year of better connections",
        "June 1, 2026 – May 31, 2027",
        (Figure("312", "of 365 answered"), Figure("87", "best streak")),
        cells(365, 366),
        WORDS,
    ),
    "short": year(30, 16),
    "german": german(),
    "endless": endless(),
}
