"""Which files are refused at the start, in which words, and that nothing in them is changed."""

import os
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.storage import generation
from bot.storage.backup import backup
from bot.storage.examine import examine
from bot.storage.trouble import DatabaseRefusedError
from tests.storage.home import RECREATE, Home, run_child

NOBODY = 65534


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A database with three people, and its program stopped."""
    home = Home(tmp_path)
    home.release_first()
    home.start()
    home.fill(3)
    return home


def refused(home: Home) -> str:
    """The one sentence that a start ends with; every file must be as it was."""
    before = home.contents()
    with pytest.raises(DatabaseRefusedError) as refusal:
        home.start()
    assert home.contents() == before
    words = str(refusal.value)
    assert str(home.path) in words
    assert "\n" not in words
    return words


def overwrite_page(home: Home) -> None:
    home.spoil("reflections")


def overwrite_first_page(home: Home) -> None:
    with home.path.open("r+b") as file:
        file.seek(100)  # right behind the header
        file.write(b"\xff" * 1000)


def replace_with_text(home: Home) -> None:
    home.path.write_text("minutes of the garden society\n" * 100)


def replace_with_a_little_text(home: Home) -> None:
    home.path.write_text("no")


def cut_to_nothing(home: Home) -> None:
    home.path.write_bytes(b"")


def cut_in_half(home: Home) -> None:
    os.truncate(home.path, home.path.stat().st_size // 2)


def delete(home: Home) -> None:
    home.path.unlink()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (overwrite_page, "is damaged"),
        (overwrite_first_page, "is damaged"),
        (replace_with_text, "is not a SQLite database"),
        (replace_with_a_little_text, "is not a SQLite database"),
        (cut_to_nothing, "is empty (0 bytes), so it was cut off"),
        (cut_in_half, "is damaged"),
        (delete, "is missing, although kindreds.db.generation says that it was here"),
    ],
)
def test_fault_42_a_spoiled_database_is_refused_and_restore_is_named(
    home: Home, spoil: object, words: str
) -> None:
    assert callable(spoil)
    spoil(home)

    sentence = refused(home)

    assert words in sentence
    assert "`kindreds restore`" in sentence


def test_fault_42_without_its_marker_a_missing_database_is_a_fresh_start(home: Home) -> None:
    home.path.unlink()
    generation.marker_of(home.path).unlink()

    assert home.start().came_from is None
    assert home.count("subscribers") == 0


def test_fault_42_a_log_without_its_database_is_not_written_over(home: Home) -> None:
    run_child("crash", home.path, "DELETE FROM reflections")
    home.path.unlink()
    generation.marker_of(home.path).unlink()

    assert "may hold the last things people wrote" in refused(home)


def test_another_programs_database_is_refused_before_sqlite_opens_it(home: Home) -> None:
    home.path.unlink()
    home.query("CREATE TABLE recipes (name TEXT)")

    assert "is another program's database: name another file" in refused(home)


def test_a_database_that_was_emptied_is_refused(home: Home) -> None:
    home.query("DELETE FROM alembic_version")

    assert "holds no schema" in refused(home)


@pytest.mark.parametrize(
    "foreign",
    [
        "UPDATE reflections SET text = 'of another time'",
        "CREATE TABLE of_another_time (id INTEGER)",  # replays the header too, number and all
    ],
)
def test_fault_43_a_backup_put_back_beside_an_old_log_is_refused(home: Home, foreign: str) -> None:
    copy = home.folder / "copy.db"
    backup(home.path, copy)
    assert run_child("crash", home.path, foreign) == -9
    assert generation.log_of(home.path).stat().st_size > 0
    shutil.copy(copy, home.path)

    sentence = refused(home)

    assert "is not the file last used here" in sentence
    assert "never by hand" in sentence


def test_fault_43_an_older_copy_of_the_file_itself_is_refused_too(home: Home) -> None:
    older = home.folder / "older.db"
    shutil.copy(home.path, older)
    home.start()
    assert run_child("crash", home.path, "DELETE FROM reflections") == -9
    shutil.copy(older, home.path)

    assert "is not the file last used here" in refused(home)


def test_fault_43_an_old_log_is_told_by_what_it_says_of_itself(home: Home) -> None:
    """The file is right, but the log beside it carries another generation."""
    assert run_child("crash", home.path, "PRAGMA user_version=7") == -9

    assert "is not the file last used here" in refused(home)


def test_fault_43_a_log_whose_marker_is_gone_is_refused(home: Home) -> None:
    assert run_child("crash", home.path, "DELETE FROM reflections") == -9
    generation.marker_of(home.path).unlink()

    assert "may belong to another copy of kindreds.db" in refused(home)


def test_a_log_that_a_kill_left_is_no_reason_to_refuse(home: Home) -> None:
    assert run_child("crash", home.path, "DELETE FROM reflections WHERE id = 1") == -9

    home.start()

    assert home.count("reflections") == 2


def test_a_database_without_marker_and_log_is_taken_as_it_is(home: Home) -> None:
    generation.marker_of(home.path).unlink()

    home.start()

    assert home.count("reflections") == 3
    assert generation.marker_of(home.path).exists()


def test_a_marker_that_makes_no_sense_is_refused(home: Home) -> None:
    generation.marker_of(home.path).write_text("yesterday's\n")

    assert "does not hold the generation of kindreds.db" in refused(home)


def test_fault_39_a_database_that_another_program_holds_is_refused(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generation, "BUSY_SECONDS", 0.05)
    with held_by_another(home.path), pytest.raises(DatabaseRefusedError) as refusal:
        home.start()

    assert "is locked by another program: close that program" in str(refusal.value)
    home.start()
    assert home.count("reflections") == 3


@contextmanager
def held_by_another(path: Path) -> Iterator[None]:
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("PRAGMA journal_mode=WAL")
            other.execute("BEGIN IMMEDIATE")
            held.set()
            done.wait(60)

    thread = threading.Thread(target=hold)
    thread.start()
    try:
        assert held.wait(10)
        yield
    finally:
        done.set()
        thread.join()


@contextmanager
def without_rights() -> Iterator[None]:
    """Be somebody whom the rights of files bind; root is not."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize(
    ("file_rights", "folder_rights", "words"),
    [(0o444, 0o555, "Permission denied"), (0o666, 0o555, "its folder takes no new files")],
)
def test_fault_41_a_file_that_cannot_be_written_is_refused_at_the_start(
    home: Home, open_folder: Path, file_rights: int, folder_rights: int, words: str
) -> None:
    path = open_folder / "kindreds.db"
    shutil.copy(home.path, path)
    path.chmod(file_rights)
    open_folder.chmod(folder_rights)

    with without_rights(), pytest.raises(DatabaseRefusedError) as refusal:
        examine(path)

    assert f"cannot be written ({words})" in str(refusal.value)
    assert "give the user that runs Kindreds the right" in str(refusal.value)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that anybody can reach, unlike pytest's own, which are for its user alone."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


def test_fault_41_a_folder_that_cannot_be_made_is_refused_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    home = Home(tmp_path)
    home.release_first()

    with pytest.raises(DatabaseRefusedError, match=r"cannot be written \(File exists\)"):
        home.start()


def test_a_spoiled_database_is_not_migrated(home: Home) -> None:
    home.release(RECREATE)
    home.spoil("reflections")

    assert "is damaged" in refused(home)
    assert not home.backups.exists(), "a backup of a damaged file would pass for a good one"
