"""What people install: the wheel alone, in an empty environment, lives two weeks by itself."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Installed:
    """A wheel, and the environment that holds it and what it depends on, but no source."""

    wheel: Path
    home: Path

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run one of its commands, somewhere else than in the source."""
        return subprocess.run(
            [self.home / "bin" / command[0], *command[1:]],
            cwd=self.home,
            env={"PATH": os.environ["PATH"], "HOME": str(self.home), "COLUMNS": "100"},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("wheel")
    built, home = folder / "built", folder / "home"
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(built), str(ROOT))
    [wheel] = built.glob("kindreds-*.whl")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", home], check=True)
    pip("--python", str(home / "bin" / "python"), "install", "--no-deps", str(wheel))
    [packages] = (home / "lib").glob("python3.*/site-packages")
    there = sysconfig.get_paths()
    (packages / "dependencies.pth").write_text(f"{there['purelib']}\n{there['platlib']}\n")
    return Installed(wheel, home)


def pip(*words: str) -> None:
    """Run pip, which has all it needs here."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    done = subprocess.run(
        [*command, *words], env={**os.environ, "PIP_NO_INDEX": "1"}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_program_that_runs_is_the_one_of_the_wheel(installed: Installed) -> None:
    told = installed.run("python", "-c", "import bot; print(bot.__file__)").stdout
    assert Path(told.strip()).is_relative_to(installed.home)


def test_the_wheel_has_the_whole_program_with_its_texts_and_nothing_else(
    installed: Installed,
) -> None:
    """Places, fonts, migrations, the chat page and the days of the series go along."""
    with zipfile.ZipFile(installed.wheel) as wheel:
        names = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert names == {*below("bot"), *(f"bot/{name}" for name in below("content"))}


def below(folder: str) -> set[str]:
    """The files of a folder of the source."""
    found = (path for path in (ROOT / folder).rglob("*") if path.is_file())
    return {str(path.relative_to(ROOT)) for path in found if "__pycache__" not in path.parts}


def test_the_tour_runs_from_the_wheel_and_every_step_comes_out_right(installed: Installed) -> None:
    done = installed.run("kindreds", "demo", "--tour")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "checks passed" in done.stdout
    assert done.stderr == ""
