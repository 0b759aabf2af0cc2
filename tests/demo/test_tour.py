"""The demo by itself: it comes right with a bot that is right, and tells what is wrong if not."""

import io
import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from rich.console import Console

from bot.demo.faults import BadRequest
from bot.demo.state import LocalTelegram
from bot.demo.tour import two_weeks, year
from bot.demo.tour.opening import perform
from bot.demo.tour.paper import Paper
from bot.demo.tour.stage import Line, in_process
from bot.demo.tour.tally import Tally
from bot.demo.tour.wording import shortened

ROOT = Path(__file__).parent.parent.parent
SMALL = ROOT / "tests" / "packs" / "small"


def demo(home: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """`kindreds demo` in an empty folder of its own, with temporary files below `home`."""
    (home / "here").mkdir()
    (home / "temporary").mkdir()
    usual = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "bot", "demo", *words],
        cwd=home / "here",
        env={**usual, "TMPDIR": str(home / "temporary"), "PYTHONUTF8": "1", **settings},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


async def told(home: Path, line: Line) -> tuple[bool, str]:
    """Whether the two weeks come right over this line to Telegram, and all that is printed."""
    printed = io.StringIO()
    paper = Paper(Console(file=printed, width=80))
    came_right = await perform(
        paper, home, lambda paper, home: two_weeks.play(paper, home, line=line)
    )
    return came_right, printed.getvalue()


def test_the_tour_comes_right_is_readable_and_leaves_nothing_behind(tmp_path: Path) -> None:
    result = demo(tmp_path, "--tour")
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr
    lines = result.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert "\x1b" not in result.stdout
    assert not any(mark in result.stdout for mark in ("<b>", "<i>", "&quot;", "<tg-time"))
    for name, place in (("Ines", "Lisbon"), ("Kenji", "Tokyo"), ("Maya", "New York")):
        assert f"{name} in {place}, Monday, March 1" in lines
        assert any(f"{name}'s Day 2 arrived at 0" in line for line in lines)
    assert "  08:00 Kindreds  A freeze covered Day 9, so your streak holds." in lines
    assert lines[-1].startswith("3 people, 39 days delivered, 28 replies kept,")
    assert result.stderr == ""
    assert not list((tmp_path / "here").iterdir())
    assert not list((tmp_path / "temporary").iterdir())


class Refusing(httpx.AsyncBaseTransport):
    """A line to a Telegram that will not have Day 1."""

    def __init__(self, telegram: LocalTelegram) -> None:
        self._line = in_process(telegram)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if b"Day+1%3A+" in await request.aread():
            refusal = {"ok": False, "error_code": 400, "description": "Bad Request: no"}
            return httpx.Response(400, json=refusal)
        return await self._line.handle_async_request(request)


async def test_a_challenge_that_never_comes_ends_the_tour_with_what_was_there(
    tmp_path: Path,
) -> None:
    came_right, printed = await told(tmp_path, Refusing)
    assert not came_right
    assert "\u2717 Kenji's Day 1 arrived at 08:00 in Tokyo" in printed
    assert 'expected in the chat: "2027-03-01 08:00"' in printed
    assert "there was: nothing" in printed
    assert "The last messages of Kenji's chat:" in printed
    assert "[Send Day 1 now]" in printed.rpartition("The last messages")[2]


class Garbled(httpx.AsyncBaseTransport):
    """A line that hands the bot other words than were written."""

    def __init__(self, telegram: LocalTelegram) -> None:
        self._line = in_process(telegram)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await self._line.handle_async_request(request)
        body = (await answer.aread()).replace(b"a cactus", b"a carrot")
        return httpx.Response(answer.status_code, headers=answer.headers, content=body)


async def test_words_that_are_kept_otherwise_than_they_were_written_are_noticed(
    tmp_path: Path,
) -> None:
    """The chat looks just as it should: only the database gives it away."""
    came_right, printed = await told(tmp_path, Garbled)
    assert not came_right
    assert "\u2717 Ines's words are kept under Day 1, and the streak is 1" in printed
    assert 'expected in the database: "the very words", 1' in printed
    assert "a carrot" in printed.rpartition("there was: ")[2]


async def test_a_button_that_is_not_there_is_named(tmp_path: Path) -> None:
    def silent(telegram: LocalTelegram) -> httpx.AsyncBaseTransport:
        telegram.faults.add(BadRequest("Bad Request: no"), method="sendMessage", times=None)
        return in_process(telegram)

    came_right, printed = await told(tmp_path, silent)
    assert not came_right
    assert "The tour cannot go on: Kenji sees no button [I'm in]" in printed


@pytest.mark.parametrize(
    ("words", "settings"),
    [(["--year"], {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}), (["--tour", "--year"], {})],
    ids=["a terminal without Unicode", "with --tour"],
)
def test_a_year_lives_all_days_of_whatever_series_there_is(
    tmp_path: Path, words: list[str], settings: dict[str, str]
) -> None:
    result = demo(tmp_path, *words, CONTENT_DIR=str(SMALL), **settings)
    assert result.returncode == 0, result.stdout + result.stderr
    days = [line for line in result.stdout.splitlines() if line.startswith("Day   ")]
    assert [int(line.split()[1]) for line in days] == [1, 2, 3, 4, 5]
    assert "paused after Day" in result.stdout
    assert result.stdout.splitlines()[-1].startswith("1 person, 5 days delivered, 5 answered,")
    assert not list((tmp_path / "temporary").iterdir())


def test_what_goes_wrong_ends_with_1_and_the_folder_is_kept_and_named(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    result = demo(tmp_path, "--year", CONTENT_DIR=str(empty))
    assert result.returncode == 1
    assert "The tour cannot go on:" in result.stdout
    assert "pack.toml: there is no such file" in result.stdout
    assert "Traceback" not in result.stdout + result.stderr
    (kept,) = (tmp_path / "temporary").iterdir()
    assert str(kept) in result.stdout.splitlines()
    assert (kept / "bot.log").is_file()


async def test_a_year_whose_streak_goes_wrong_does_not_come_right(tmp_path: Path) -> None:
    """A reply that never reaches the bot is one that its streak lacks."""

    class Deaf(httpx.AsyncBaseTransport):
        def __init__(self, telegram: LocalTelegram) -> None:
            self._line = in_process(telegram)

        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            answer = await self._line.handle_async_request(request)
            body = (await answer.aread()).replace(b'"text":"Harder', b'"txet":"Harder')
            return httpx.Response(answer.status_code, headers=answer.headers, content=body)

    printed = io.StringIO()
    came_right = await perform(
        Paper(Console(file=printed, width=80)),
        tmp_path,
        lambda paper, home: year.play(paper, home, content=SMALL, line=Deaf),
    )
    assert not came_right
    assert "Ines's words are kept under Day 5, and the streak is 5" in printed.getvalue()


def test_colors_are_for_terminals_alone_and_not_where_no_color_is_set() -> None:
    def printed(terminal: bool, **environment: str) -> str:
        file, known = io.StringIO(), {"TERM": "xterm", **environment}
        console = Console(file=file, force_terminal=terminal, _environ=known)
        Paper(console).line("Red", style="red")
        return file.getvalue()

    assert "\x1b[31m" in printed(True)
    assert printed(False) == "Red\n"
    assert printed(True, NO_COLOR="1") == "Red\n"


def test_a_day_is_shortened_to_its_title_and_its_first_sentence() -> None:
    day = "Day 8: A wave\n5 minutes\n\nA hand costs nothing, they say. More.\n\nHomework\nWave."
    assert shortened(day) == "Day 8: A wave\nA hand costs nothing, they say. ..."
    noted = f"A freeze covered Day 6.\n\n{day}\n\nYou wrote:\nI waved."
    assert shortened(noted) == (
        "A freeze covered Day 6.\n\nDay 8: A wave\nA hand costs nothing, they say. ..."
        "\nYou wrote:\nI waved."
    )


def test_the_tally_spends_a_freeze_and_then_the_streak() -> None:
    tally = Tally()
    for day in range(1, 6):
        tally.arrived(day)
        if day in (2, 4):
            tally.missed(day)
        else:
            tally.answered_now()
    assert (tally.streak, tally.freezes, tally.shown) == (2, 0, 3)
    tally.arrived(6)
    assert (tally.streak, tally.freezes, tally.shown) == (1, 0, 1)


def test_the_tally_earns_a_freeze_at_seven_and_holds_no_more_than_two() -> None:
    tally = Tally()
    for day in range(1, 15):
        tally.arrived(day)
        tally.answered_now()
    assert (tally.shown, tally.freezes) == (14, 2)
