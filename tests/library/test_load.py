import dataclasses
import os
import resource
import time
from pathlib import Path

import pytest

from bot.library.load import ContentErrors, load_pack, packaged_content
from tests.library.writing import fill, sheet, source, tiny


def errors_of(folder: Path) -> list[str]:
    with pytest.raises(ContentErrors) as caught:
        load_pack(folder)
    return [str(error) for error in caught.value.errors]


def only_error_of(folder: Path) -> str:
    errors = errors_of(folder)
    assert len(errors) == 1, errors
    return errors[0]


def test_a_pack_is_read_with_what_it_says_of_itself(tmp_path: Path) -> None:
    pack = load_pack(tiny(tmp_path))
    assert (pack.id, pack.title, pack.language, pack.length) == ("tiny", "A tiny series", "en", 2)
    assert (pack.author, pack.license) == ("Nobody in particular", "CC-BY-4.0")
    assert pack.complete
    assert pack.numbers == (1, 2)
    assert pack.last == 2
    first = pack.day(1)
    assert first is not None
    assert first.title == "Title 1"
    assert pack.day(0) is None and pack.day(3) is None


def test_an_unfinished_pack_runs_to_its_first_gap(tmp_path: Path) -> None:
    fill(tmp_path, {f"{n:03}-x.md": source(n) for n in (1, 2, 3, 5, 175)})
    fill(tmp_path, {"pack.toml": sheet(days=365, complete=False)})
    pack = load_pack(tmp_path)
    assert (pack.last, pack.length, pack.numbers) == (3, 365, (1, 2, 3, 5, 175))
    assert pack.day(4) is None
    assert pack.day(175) is not None


def test_an_unfinished_pack_without_its_first_day_has_no_last_one(tmp_path: Path) -> None:
    fill(tmp_path, {"002-x.md": source(2), "pack.toml": sheet(complete=False)})
    assert load_pack(tmp_path).last == 0


def test_fault_78_a_day_that_was_removed_is_missed_at_load(tmp_path: Path) -> None:
    (tiny(tmp_path) / "001-first.md").unlink()
    error = only_error_of(tmp_path)
    assert "pack.toml: these days are missing: 1." in error
    assert "complete = false" in error


def test_fault_78_a_day_keeps_its_id_when_it_gets_another_number(tmp_path: Path) -> None:
    before = load_pack(tiny(tmp_path / "before"))
    files = {"001-second.md": source(1, id="day-2"), "002-first.md": source(2, id="day-1")}
    after = load_pack(fill(tmp_path / "after", {**files, "pack.toml": sheet()}))
    moved = after.with_id("day-1")
    assert moved is not None
    assert moved.number == 2
    assert before.with_id("day-1") == before.day(1)
    assert after.with_id("day-9") is None


def test_fault_78_a_reworded_day_is_told_by_its_hash(tmp_path: Path) -> None:
    before = load_pack(tiny(tmp_path))
    after = load_pack(tiny(tmp_path, day_2=source(2, "Said otherwise.")))
    assert before.days[0].hash == after.days[0].hash
    assert before.days[1].hash != after.days[1].hash
    assert [day.id for day in before.days] == [day.id for day in after.days]


def test_two_days_of_one_number_or_one_id_are_refused(tmp_path: Path) -> None:
    tiny(tmp_path, day_2=source(2, id="day-1"))
    fill(tmp_path, {"002-again.md": source(2, id="again")})
    errors = errors_of(tmp_path)
    assert (
        "002-second.md: Day 2 is 002-again.md already. Give one of them another number." in errors
    )
    assert any("002-second.md: the id 'day-1' is that of 001-first.md" in e for e in errors)
    assert len(errors) == 2


def test_a_file_is_named_after_its_day(tmp_path: Path) -> None:
    tiny(tmp_path, day_2=source(3))
    errors = errors_of(tmp_path)
    assert any("Rename it to begin with 003-, or correct day = 3" in error for error in errors)


def test_a_day_past_the_end_is_refused(tmp_path: Path) -> None:
    fill(tiny(tmp_path), {"003-x.md": source(3)})
    assert "003-x.md: the series ends at Day 2" in only_error_of(tmp_path)


@pytest.mark.parametrize(
    "name",
    ["networking.md", "1-x.md", "003-X.md", "003-x.md~", "003_x.md", "x.txt", "003-x.markdown"],
)
def test_a_file_that_is_no_day_is_pointed_out(tmp_path: Path, name: str) -> None:
    fill(tiny(tmp_path), {name: source(3)})
    assert only_error_of(tmp_path).startswith(f"{name}: no day and no pack.toml")


def test_readme_license_and_hidden_files_are_let_pass(tmp_path: Path) -> None:
    fill(tiny(tmp_path), {"README.md": "x", "LICENSE": "x", ".DS_Store": b"\0", "STYLE.md": "x"})
    assert load_pack(tmp_path).numbers == (1, 2)


def test_everything_wrong_is_reported_together_by_file_and_line(tmp_path: Path) -> None:
    tiny(
        tmp_path,
        sheet=sheet(days="two", motto="x"),
        day_1=source(1, "<b>x</b>", minutes="five"),
        day_2=source(2).replace("## Reply", "## Answer"),
    )
    with pytest.raises(ContentErrors) as caught:
        load_pack(tmp_path)
    places = [(error.file, error.line) for error in caught.value.errors]
    assert places == sorted(places)
    assert {file for file, _ in places} == {"001-first.md", "002-second.md", "pack.toml"}
    said = str(caught.value)
    assert said.startswith(f"{len(places)} things are to be put right")
    assert said.count("\n") == len(places) == 6


def test_fault_76_one_wrong_day_means_no_pack_at_all(tmp_path: Path) -> None:
    tiny(tmp_path, day_2=source(2, minutes="five"))
    with pytest.raises(ContentErrors):
        load_pack(tmp_path)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"days": 0}, "days cannot be 0"),
        ({"complete": "no"}, "Write true or false"),
        ({"author": None}, "the key 'author' is missing"),
        ({"language": "EN"}, "language cannot be 'EN'"),
        ({"years": 1}, "there is no key 'years'"),
    ],
)
def test_a_wrong_sheet_is_refused(tmp_path: Path, changed: dict[str, object], words: str) -> None:
    assert words in only_error_of(tiny(tmp_path, sheet=sheet(**changed)))


def test_a_folder_without_a_sheet_is_told_what_it_holds(tmp_path: Path) -> None:
    (tiny(tmp_path) / "pack.toml").unlink()
    error = only_error_of(tmp_path)
    assert error.startswith("pack.toml: there is no such file. Add one with id, title, language")


def test_a_folder_without_days_is_refused(tmp_path: Path) -> None:
    assert "holds no day" in only_error_of(fill(tmp_path, {"pack.toml": sheet(complete=False)}))


def test_fault_75_a_link_out_of_the_folder_is_refused_and_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("nobody else's business")
    folder = tiny(tmp_path / "pack")
    (folder / "002-second.md").unlink()
    (folder / "002-second.md").symlink_to(secret)
    (folder / "pack.toml").unlink()
    (folder / "pack.toml").symlink_to(Path("../secret.txt"))
    errors = errors_of(folder)
    assert errors == [
        "002-second.md: a link to another file. Put the file itself in its place.",
        "pack.toml: a link to another file. Put the file itself in its place.",
    ]


def test_fault_75_a_link_within_the_folder_and_a_dead_one_are_refused_too(tmp_path: Path) -> None:
    folder = tiny(tmp_path / "pack")
    (folder / "003-x.md").symlink_to(folder / "001-first.md")
    (folder / "004-x.md").symlink_to(folder / "nowhere.md")
    assert all("a link to another file" in error for error in errors_of(folder))


@pytest.mark.timeout(10)
def test_fault_75_what_is_no_file_is_refused_without_waiting(tmp_path: Path) -> None:
    folder = tiny(tmp_path / "pack")
    os.mkfifo(folder / "003-x.md")
    (folder / "004-x.md").mkdir()
    errors = errors_of(folder)
    assert [error.partition(".")[0] for error in errors] == ["003-x", "004-x"]
    assert all("this is no file" in error for error in errors)


@pytest.mark.parametrize(
    "name", ["nowhere", "pack\0", "x" * 5000, "a.zip", "../../../../../../../nowhere-at-all"]
)
def test_fault_75_a_folder_that_cannot_be_read_is_refused_in_one_sentence(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04../../x")
    error = only_error_of(tmp_path / name)
    assert "this folder cannot be read" in error
    assert "Point CONTENT_DIR at a folder" in error
    assert len(error) < 500
    assert error.isprintable()


def test_fault_75_a_name_from_elsewhere_is_shown_without_doing_harm(tmp_path: Path) -> None:
    folder = tiny(tmp_path / "pack")
    handle = os.open(os.fsencode(folder) + b"/\xff\x1b[31m\n.md", os.O_CREAT | os.O_WRONLY)
    os.close(handle)
    error = only_error_of(folder)
    assert error.isprintable()
    assert error.isascii()


def test_fault_76_ten_megabytes_are_refused_at_once_and_unread(tmp_path: Path) -> None:
    tiny(tmp_path, day_2=b"x" * 10_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    error = only_error_of(tmp_path)
    assert time.perf_counter() - began < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024
    assert "it has 10,000,000 bytes. Keep a day under 64 KiB" in error


def test_fault_76_two_megabytes_in_all_are_the_most(tmp_path: Path) -> None:
    fill(tiny(tmp_path), {f"{n:03}-x.md": b"+" * 65_000 for n in range(3, 60)})
    errors = errors_of(tmp_path)
    assert "with this file the folder is too large" in errors[-1]
    assert not any(error.startswith("059") for error in errors)


def test_a_pack_cannot_be_changed_once_it_is_read(tmp_path: Path) -> None:
    pack = load_pack(tiny(tmp_path))
    with pytest.raises(dataclasses.FrozenInstanceError):
        pack.days[0].title = "Other"  # type: ignore[misc]


def test_the_packaged_series_is_found_in_a_checkout() -> None:
    assert (packaged_content() / "pack.toml").is_file()
