"""A folder that holds a series for each language."""

from pathlib import Path

import pytest

from bot.library.load import ContentErrors, load_pack

SHEET = """
id = "{id}"
title = "A series"
language = "en"
days = 1
author = "Nobody in particular"
license = "CC-BY-4.0"
description = "One day, for tests."
"""
DAY = """+++
day = 1
id = "wave"
title = "Wave"
theme = "Small"
minutes = 5
intensity = 1
audience = "anyone"
rhythm = "act"
form = "plain talk"
findings = []
+++

A hand costs nothing.

## Homework

Raise a hand to somebody.

## On a hard day

Write down whom you would greet.

## If you want more

Do it twice.

## Reply

Who waved back?
"""


def series(folder: Path, pack_id: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pack.toml").write_text(SHEET.format(id=pack_id))
    (folder / "001-wave.md").write_text(DAY)
    return folder


def test_a_folder_of_languages_gives_its_english_series(tmp_path: Path) -> None:
    series(tmp_path / "en", "english")
    pack = load_pack(tmp_path)
    assert (pack.id, pack.numbers) == ("english", (1,))


def test_a_folder_with_a_series_of_its_own_is_not_passed_over_for_another(tmp_path: Path) -> None:
    series(tmp_path / "en", "english")
    series(tmp_path, "own")
    with pytest.raises(ContentErrors, match=r"en: no day and no pack\.toml"):
        load_pack(tmp_path)


def test_a_broken_sheet_is_reported_and_not_replaced_by_the_english_one(tmp_path: Path) -> None:
    series(tmp_path / "en", "english")
    (tmp_path / "pack.toml").symlink_to(tmp_path / "nowhere.toml")
    with pytest.raises(ContentErrors, match=r"pack\.toml: a link to another file"):
        load_pack(tmp_path)


def test_fault_75_an_english_folder_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    outside = series(tmp_path / "outside", "outside")
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "en").symlink_to(outside, target_is_directory=True)
    with pytest.raises(ContentErrors, match=r"en: no day and no pack\.toml"):
        load_pack(folder)


def test_a_folder_without_any_series_is_told_so_by_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    with pytest.raises(ContentErrors, match=r"pack\.toml: there is no such file"):
        load_pack(tmp_path)
