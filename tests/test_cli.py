"""What an operator sees on the command line."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage.lock import instance_lock

TOKEN = "12345:a-token-for-tests-only-and-for-nothing-else"
REFUSED = 78


def kindreds(home: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parent.parent)}
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "bot", *words],
        cwd=home,
        env={**environment, **settings},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_without_a_token_run_says_what_to_do_and_ends_with_78(tmp_path: Path) -> None:
    result = kindreds(tmp_path, "run")
    assert result.returncode == REFUSED
    assert "BOT_TOKEN is not set" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_wrong_setting_is_named_with_its_fix(tmp_path: Path) -> None:
    result = kindreds(tmp_path, "check", BOT_TOKEN=TOKEN, TICK_SECONDS="soon")
    assert result.returncode == REFUSED
    assert "TICK_SECONDS must be a number of seconds" in result.stderr


def test_a_broken_content_file_is_named_with_line_and_fix(tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    small = Path(__file__).parent / "packs" / "small"
    for source in small.iterdir():
        (pack / source.name).write_bytes(source.read_bytes())
    day = pack / "002-ask.md"
    day.write_text(day.read_text(encoding="utf-8").replace("## Homework", "## Homwork"), "utf-8")
    result = kindreds(tmp_path, "check", BOT_TOKEN=TOKEN, CONTENT_DIR=str(pack))
    assert result.returncode == REFUSED
    assert "002-ask.md" in result.stderr
    assert "Traceback" not in result.stderr


def test_check_says_that_all_is_well_and_starts_nothing(tmp_path: Path) -> None:
    result = kindreds(tmp_path, "check", BOT_TOKEN=TOKEN)
    assert result.returncode == 0, result.stderr
    assert "The settings are right" in result.stdout
    assert not (tmp_path / "data").exists()


def test_migrate_makes_a_database_that_only_its_owner_can_read(tmp_path: Path) -> None:
    result = kindreds(tmp_path, "migrate")
    assert result.returncode == 0, result.stderr
    database = tmp_path / "data" / "kindreds.db"
    assert database.stat().st_mode & 0o077 == 0
    assert database.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [b"", b"this is a letter, not a database" * 40])
def test_a_file_that_is_no_database_is_refused_in_one_sentence(
    tmp_path: Path, content: bytes
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "kindreds.db").write_bytes(content)
    result = kindreds(tmp_path, "migrate")
    assert result.returncode == REFUSED
    assert "kindreds.db" in result.stderr
    assert "Traceback" not in result.stderr
    assert (data / "kindreds.db").read_bytes() == content


def test_the_migrations_make_the_tables_of_the_code(tmp_path: Path) -> None:
    result = kindreds(tmp_path, "migrate", "--check")
    assert result.returncode == 0, result.stderr


def test_content_check_says_what_must_be_put_right_and_ends_with_1(tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    for source in (Path(__file__).parent / "packs" / "small").iterdir():
        (pack / source.name).write_bytes(source.read_bytes())
    result = kindreds(tmp_path, "content", "check", CONTENT_DIR=str(pack))
    assert result.returncode == 1
    assert "to put right" in result.stdout


def test_content_preview_shows_a_day_as_people_will_read_it(tmp_path: Path) -> None:
    result = kindreds(tmp_path, "content", "preview", "1")
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("Day 1: Look up\n5 minutes\n")
    result = kindreds(tmp_path, "content", "preview", "366")
    assert result.returncode == REFUSED
    assert "no Day 366" in result.stderr


def test_sigterm_ends_a_bot_that_still_waits_for_telegrams_first_answer(tmp_path: Path) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path(__file__).parent.parent),
        "BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": "http://127.0.0.1:9",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        cwd=tmp_path,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    said = next(line for line in process.stderr if "no answer from Telegram" in line)
    assert TOKEN not in said
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=10) == 0
    process.stderr.close()


def test_content_new_begins_a_day_once_and_says_what_is_next(tmp_path: Path) -> None:
    pack = tmp_path / "series"
    pack.mkdir()
    syllabus = Path(__file__).parent.parent / "content" / "syllabus.tsv"
    (tmp_path / "syllabus.tsv").write_bytes(syllabus.read_bytes())
    result = kindreds(tmp_path, "content", "new", "184", CONTENT_DIR=str(pack))
    assert result.returncode == 0, result.stderr
    assert "take .draft off its name" in result.stdout
    again = kindreds(tmp_path, "content", "new", "184", CONTENT_DIR=str(pack))
    assert again.returncode == REFUSED
    assert "has a file already" in again.stderr
    unknown = kindreds(tmp_path, "content", "new", "999", CONTENT_DIR=str(pack))
    assert unknown.returncode == REFUSED
    assert "no Day 999" in unknown.stderr


def test_streaks_rebuild_finds_and_mends_what_differs(tmp_path: Path) -> None:
    database = tmp_path / "data" / "kindreds.db"
    assert kindreds(tmp_path, "migrate", BOT_TOKEN=TOKEN).returncode == 0
    with closing(sqlite3.connect(database)) as file, file:
        file.execute(
            "INSERT INTO subscribers (id, user_id, chat_id, state, created_at)"
            " VALUES (1, 7, 7, 'active', '2026-11-23 08:00:00.000000')"
        )
        file.execute(
            "INSERT INTO streaks (subscriber_id, current, best, shown, freezes, answered, settled,"
            " folded_at) VALUES (1, 9, 9, 9, 1, 0, 0, '2026-11-23 08:00:00.000000')"
        )
    checked = kindreds(tmp_path, "streaks", "rebuild", "--check", "--json", BOT_TOKEN=TOKEN)
    assert checked.returncode == 1, checked.stderr
    assert json.loads(checked.stdout)["differed"] == 1
    mended = kindreds(tmp_path, "streaks", "rebuild", BOT_TOKEN=TOKEN)
    assert mended.returncode == 0
    assert "1 differed, and were written anew" in mended.stdout
    assert kindreds(tmp_path, "streaks", "rebuild", "--check", BOT_TOKEN=TOKEN).returncode == 0


def test_streaks_rebuild_leaves_a_running_bots_database_alone(tmp_path: Path) -> None:
    assert kindreds(tmp_path, "migrate", BOT_TOKEN=TOKEN).returncode == 0
    with instance_lock(tmp_path / "data" / "kindreds.db"):
        refused = kindreds(tmp_path, "streaks", "rebuild", BOT_TOKEN=TOKEN)
    assert refused.returncode == REFUSED
    assert "Traceback" not in refused.stderr


def test_a_person_goes_from_one_database_into_another_on_the_command_line(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for home in (old, new):
        home.mkdir()
    assert kindreds(old, "migrate", BOT_TOKEN=TOKEN).returncode == 0
    with closing(sqlite3.connect(old / "data" / "kindreds.db")) as file, file:
        file.execute(
            "INSERT INTO subscribers (id, user_id, chat_id, state, step, created_at)"
            " VALUES (5, 7, 7, 'joining', 'zone', '2026-11-23 08:00:00.000000')"
        )
    unknown = kindreds(old, "export", "8", BOT_TOKEN=TOKEN)
    assert unknown.returncode == REFUSED
    assert "Nobody with the Telegram id 8" in unknown.stderr
    exported = kindreds(old, "export", "7", BOT_TOKEN=TOKEN)
    assert exported.returncode == 0, exported.stderr
    path = old / exported.stdout.strip()
    assert path.stat().st_mode & 0o077 == 0
    again = kindreds(old, "export", "7", BOT_TOKEN=TOKEN)
    assert again.returncode == REFUSED
    assert "is there already" in again.stderr
    imported = kindreds(new, "import", str(path), "--json", BOT_TOKEN=TOKEN)
    assert imported.returncode == 0, imported.stderr
    assert json.loads(imported.stdout)["user_id"] == 7
    twice = kindreds(new, "import", str(path), BOT_TOKEN=TOKEN)
    assert twice.returncode == REFUSED
    assert "here already" in twice.stderr
    letter = tmp_path / "letter.json"
    letter.write_text("Dear all", encoding="utf-8")
    for wrong, why in ((letter, "it is no JSON"), (tmp_path / "gone.json", "cannot be read")):
        refused = kindreds(new, "import", str(wrong), BOT_TOKEN=TOKEN)
        assert refused.returncode == REFUSED
        assert why in refused.stderr
        assert "Traceback" not in refused.stderr


def test_a_backup_is_made_beside_a_running_bot_and_put_back_only_without_one(
    tmp_path: Path,
) -> None:
    """Fault 49: a restore into a running bot is refused by its lock."""
    database = tmp_path / "data" / "kindreds.db"
    assert kindreds(tmp_path, "migrate").returncode == 0
    with instance_lock(database):
        made = kindreds(tmp_path, "backup", "copy.db")
        assert made.returncode == 0, made.stderr
        before = database.read_bytes()
        refused = kindreds(tmp_path, "restore", "copy.db")
        assert refused.returncode == REFUSED
        assert "is in use by another Kindreds" in refused.stderr
        assert database.read_bytes() == before
    done = kindreds(tmp_path, "restore", "copy.db")
    assert done.returncode == 0, done.stderr
    assert "is the database now" in done.stdout
    assert list((tmp_path / "data" / "backups").glob("replaced-*.db"))
    assert kindreds(tmp_path, "migrate").returncode == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("restore", "nothing.db"), "nothing.db is not there"),
        (("restore", "data/kindreds.db"), "is the database itself"),
        (("restore", "data"), "data is no file"),
        (("restore", "same.db"), "is the database itself"),
        (("restore", "n" * 300), "could not be read"),
        (("backup", "data/kindreds.db"), "is there already"),
        (("backup", "n" * 300), "could not be written"),
        (("export", "9" * 30), "Nobody with the Telegram id"),
    ],
)
def test_a_wrong_file_for_a_copy_is_named_with_the_way_out(
    tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    kindreds(tmp_path, "migrate")
    (tmp_path / "same.db").hardlink_to(tmp_path / "data" / "kindreds.db")
    result = kindreds(tmp_path, *words)
    assert result.returncode == REFUSED
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_a_database_that_takes_nothing_in_is_named_with_the_way_out(tmp_path: Path) -> None:
    kindreds(tmp_path, "migrate")
    with closing(sqlite3.connect(tmp_path / "data" / "kindreds.db")) as file, file:
        file.execute("INSERT INTO sqlite_sequence VALUES ('subscribers', 9223372036854775807)")
    person = {"user_id": 7, "chat_id": 7, "state": "joining", "step": "zone"}
    person |= {"created_at": "2026-11-23T08:00:00+00:00"}
    copy = {"format": "kindreds export", "version": 1, "person": person}
    (tmp_path / "copy.json").write_text(json.dumps(copy), encoding="utf-8")
    result = kindreds(tmp_path, "import", "copy.json")
    assert result.returncode == REFUSED
    assert "the disk is full" in result.stderr
    assert "free some space" in result.stderr
    assert "Traceback" not in result.stderr
