"""Small files that are whole or not there."""

import stat
from pathlib import Path

import pytest

from bot.storage import durable


def test_a_text_replaces_the_one_before_and_is_private(tmp_path: Path) -> None:
    path = tmp_path / "marker"
    path.write_text("old")
    path.chmod(0o644)

    durable.put(path, "new")

    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["marker"]


def test_what_a_kill_left_half_written_is_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "marker"
    (tmp_path / ".marker.partial").write_text("half of a much longer te")

    durable.put(path, "whole")

    assert path.read_text() == "whole"


def test_a_failure_to_write_leaves_the_text_before(tmp_path: Path) -> None:
    path = tmp_path / "marker"
    path.write_text("old")
    (tmp_path / ".marker.partial").mkdir()

    with pytest.raises(OSError, match="marker"):
        durable.put(path, "new")

    assert path.read_text() == "old"
