"""Two instances on one database: the second is told so at once (promise P12)."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import pytest

from bot.storage.lock import instance_lock
from bot.storage.trouble import DatabaseRefusedError
from tests.storage.home import child


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "kindreds.db"


@contextmanager
def another_instance(path: Path) -> Iterator[subprocess.Popen[str]]:
    """A second process that has the lock."""
    process = subprocess.Popen(
        child("hold", path), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().strip()
            yield process
        finally:
            process.kill()


def test_fault_50_a_second_process_on_the_same_database_is_refused_within_five_seconds(
    path: Path,
) -> None:
    with another_instance(path) as other:
        began = monotonic()
        with pytest.raises(DatabaseRefusedError) as refusal, instance_lock(path):
            pytest.fail("two instances hold one database")
        took = monotonic() - began

    assert took < 5
    assert str(refusal.value) == (
        f"{path} is in use by another Kindreds (process {other.pid}): stop that one first, or "
        "name another file in DATABASE_URL"
    )


def test_fault_50_we_keep_a_second_process_out_too(path: Path) -> None:
    with instance_lock(path):
        second = subprocess.run(
            child("hold", path), capture_output=True, text=True, timeout=60, check=False
        )

    assert second.returncode != 0
    assert second.stdout == ""
    assert f"in use by another Kindreds (process {os.getpid()})" in second.stderr


@pytest.mark.kill
def test_a_killed_holder_leaves_no_lock(path: Path) -> None:
    with another_instance(path) as other:
        other.send_signal(signal.SIGKILL)
        other.wait(10)

        with instance_lock(path):
            pass


def test_the_lock_is_given_back_however_the_block_ends(path: Path) -> None:
    with pytest.raises(LookupError), instance_lock(path):
        raise LookupError

    with instance_lock(path):
        pass


def test_the_same_process_cannot_take_it_twice_either(path: Path) -> None:
    with instance_lock(path), pytest.raises(DatabaseRefusedError), instance_lock(path):
        pytest.fail("the lock was given twice")


def test_every_start_has_a_name_of_its_own(path: Path) -> None:
    names = set()
    for _ in range(3):
        with instance_lock(path) as name:
            names.add(name)

    assert len(names) == 3


def test_two_databases_in_one_folder_do_not_disturb_each_other(path: Path) -> None:
    with instance_lock(path), instance_lock(path.with_name("other.db")):
        pass


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")

    with (
        pytest.raises(DatabaseRefusedError, match="cannot be written"),
        instance_lock(tmp_path / "data" / "kindreds.db"),
    ):
        pytest.fail("there is no place for a lock")
