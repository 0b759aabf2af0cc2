"""One generation takes over from another, wherever a kill may cut."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage import generation
from bot.storage.trouble import DatabaseRefusedError
from tests.storage.home import Home, run_child


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    home.release_first()
    home.start()
    home.query("PRAGMA journal_mode=WAL")
    return home


def current(home: Home) -> int:
    header = generation.read_header(home.path)
    assert header is not None
    return header.generation


def remembered(home: Home) -> set[int]:
    return set(generation.known(home.path) or ())


def test_every_start_is_a_generation_of_its_own(home: Home) -> None:
    seen = {current(home)}
    for _ in range(3):
        home.start()
        seen.add(current(home))
        assert remembered(home) == {current(home)}

    assert len(seen) == 4


@pytest.mark.parametrize("step", ["stamp", "read_header"])
def test_a_start_cut_short_while_one_number_takes_over_is_no_riddle(
    home: Home, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Cut before the database hears of the new number, and before the old one is forgotten."""
    real = getattr(generation, step)
    calls: list[object] = []

    def cut_off(*args: object) -> object:
        calls.append(args)
        if step == "read_header" and len(calls) < 3:  # examining, remembering, then forgetting
            return real(*args)
        raise KeyboardInterrupt

    monkeypatch.setattr(generation, step, cut_off)
    with pytest.raises(KeyboardInterrupt):
        home.start()
    monkeypatch.undo()
    assert len(remembered(home)) == 2

    home.start()

    assert remembered(home) == {current(home)}


@pytest.mark.kill
def test_a_kill_while_the_new_number_is_in_the_log_alone_is_no_riddle(home: Home) -> None:
    old, new = current(home), generation.draw()
    generation.remember(home.path, {old, new})
    assert run_child("crash", home.path, f"PRAGMA user_version={new}") == -9
    assert current(home) == old, "the file itself has not heard of it yet"

    home.start()

    assert remembered(home) == {current(home)}
    assert current(home) not in (old, new)


def test_a_reader_that_keeps_the_log_alive_shuts_nobody_out(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generation, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(home.path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM meta").fetchone()
        home.start()
        assert len(remembered(home)) == 2, "the file lags behind its log"
        home.start()

    home.start()
    assert remembered(home) == {current(home)}


def test_a_copy_from_an_earlier_start_is_told_from_the_file_in_use(home: Home) -> None:
    copy = home.folder / "copy.db"
    shutil.copy(home.path, copy)
    home.start()
    shutil.copy(copy, home.path)

    with pytest.raises(DatabaseRefusedError, match="is not the file last used here"):
        home.start()


def test_the_marker_says_what_it_is_for(home: Home) -> None:
    words, number = generation.marker_of(home.path).read_text().splitlines()

    assert words.startswith("# Tells kindreds.db from every other copy.")
    assert int(number) == current(home)


def test_what_is_no_database_has_no_header(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(b"SQLite format 3\0 was mentioned, but no more")

    assert generation.read_header(path) is None


def test_numbers_fit_the_header() -> None:
    assert all(1 <= generation.draw() < 2**31 for _ in range(1000))
