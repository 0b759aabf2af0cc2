"""The papers say what is true."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from bot import __version__
from bot.texts.catalogue import load_texts

ROOT = Path(__file__).parent.parent
PAPERS = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name]


@pytest.mark.parametrize("paper", PAPERS)
def test_every_link_to_a_file_leads_somewhere(paper: str) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", _read(paper)):
        assert (ROOT / target).exists(), f"{paper} links to {target}"


@pytest.mark.parametrize("paper", PAPERS)
def test_every_path_that_a_paper_names_exists(paper: str) -> None:
    for name in re.findall(r"`((?:bot|tests|content)/[\w./-]+)`", _read(paper)):
        assert (ROOT / name).exists(), f"{paper} names {name}"


@pytest.mark.parametrize("paper", ["README.md", "CONTRIBUTING.md"])
def test_every_make_target_that_a_paper_names_exists(paper: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", _read("Makefile"), re.MULTILINE))
    for target in re.findall(r"`make ([a-z]+)", _read(paper)):
        assert target in targets, f"{paper} names make {target}"


def test_the_map_names_every_room() -> None:
    rooms = {path.name for path in (ROOT / "bot").iterdir() if (path / "__init__.py").exists()}
    text = _read("ARCHITECTURE.md")
    assert not [room for room in rooms if f"`{room}/`" not in text]


def test_the_changelog_knows_this_version() -> None:
    assert f"## {__version__}" in _read("CHANGELOG.md")


def test_every_command_of_the_menu_is_in_the_readme() -> None:
    commands = [
        key.split(".")[1] for key in sorted(load_texts().names) if key.startswith("command.")
    ]
    text = _read("README.md")
    assert not [name for name in commands if f"/{name}" not in text]


@pytest.mark.parametrize("name", ["requirements.lock", "deploy/requirements.lock"])
def test_a_lock_file_pins_every_package_by_hash_and_names_no_index(name: str) -> None:
    lock = _read(name)
    pins = [package for package, _ in _pins(name)]
    assert lock.count("--hash=sha256:") >= len(pins) > 20
    addresses = "|".join(("https?://", "index" + "-url", "find" + "-links"))
    assert not re.search(addresses, lock)
    declared = tomllib.loads(_read("pyproject.toml"))["project"]["dependencies"]
    for requirement in declared:
        package = re.split(r"[\[<>=!~ ]", requirement)[0].lower()
        assert package in pins, f"{package} is not locked"


def test_a_server_gets_the_versions_that_the_tests_run_with() -> None:
    assert _pins("deploy/requirements.lock") <= _pins("requirements.lock")


def _pins(lock: str) -> set[tuple[str, str]]:
    return set(re.findall(r"^([a-z0-9][\w.-]*)==(\S+)", _read(lock), re.MULTILINE))


def test_nothing_committed_names_a_machine_or_a_package_index() -> None:
    machine = "|".join(f"/{folder}/" for folder in ("work", "root", "home"))
    index = "|".join(rf"{name}\.org" for name in ("pypi", "pythonhosted"))
    forbidden = re.compile(f"{machine}|{index}")
    for path in _tracked():
        if path.suffix in (".png", ".webp", ".ttf", ".gz", ".xz", ".lock") or not path.is_file():
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            assert not forbidden.search(line), f"{path.relative_to(ROOT)}:{number}"
