"""A folder with a database as an operator would have it, and the means to spoil it."""

import hashlib
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.probe import silent
from bot.storage.migrate import VERSIONS, Preparation, Prepared, prepare_file

FIRST = "0001"
NEXT = "9001"

STEP = """
import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"
branch_labels = None
depends_on = None
loses_rows_of = {loses}


def upgrade():
    {body}
"""

RECREATE = """with op.batch_alter_table("subscribers", recreate="always") as batch:
        batch.add_column(sa.Column("mood", sa.String(16)))"""
"""The kind of step that deletes every child row where foreign keys are left on."""

NOW = "2026-11-22 09:00:00.000000"


@dataclass(frozen=True)
class Home:
    """A data folder. `steps` holds the migrations that this version of the program knows."""

    folder: Path

    @property
    def path(self) -> Path:
        return self.folder / "data" / "kindreds.db"

    @property
    def url(self) -> str:
        return f"sqlite+aiosqlite:///{self.path}"

    @property
    def backups(self) -> Path:
        return self.path.parent / "backups"

    @property
    def steps(self) -> Path:
        return self.folder / "steps"

    def release_first(self) -> None:
        """Know the first released schema alone."""
        self.steps.mkdir()
        [step] = VERSIONS.glob(f"{FIRST}_*.py")
        shutil.copy(step, self.steps)

    def release(self, body: str, *, loses: tuple[str, ...] = ()) -> None:
        """Know one step more."""
        text = STEP.format(revision=NEXT, before=FIRST, body=body, loses=loses)
        (self.steps / f"{NEXT}_step.py").write_text(text, encoding="utf-8")

    def withdraw(self) -> None:
        """Be the old version again."""
        (self.steps / f"{NEXT}_step.py").unlink()

    def start(self, version: str = "0.1.0", *, free: int = 2**40) -> Prepared:
        """Prepare the database as a start does, with so many bytes free on the disk."""
        return prepare_file(
            self.path, Preparation(version, silent, self.backups, self.steps, lambda _: free)
        )

    def query(self, statement: str) -> list[tuple[object, ...]]:
        """Ask (or tell) the database through a connection of its own, one statement a time."""
        with closing(sqlite3.connect(self.path, isolation_level=None)) as connection:
            return connection.execute(statement).fetchall()

    def count(self, table: str) -> object:
        """How many rows a table has."""
        return self.query(f"SELECT count(*) FROM {table}")[0][0]

    def fill(self, people: int) -> None:
        """People in the first released schema, each with a run, a challenge and a reflection."""
        numbers = [(number,) for number in range(1, people + 1)]
        with closing(sqlite3.connect(self.path)) as connection, connection:
            for statement in _PEOPLE:
                connection.executemany(statement, numbers)

    def spoil(self, table: str) -> None:
        """Overwrite the page that a table starts with."""
        [[page]] = self.query(f"SELECT rootpage FROM sqlite_master WHERE name = '{table}'")
        [[size]] = self.query("PRAGMA page_size")
        assert isinstance(page, int)
        assert isinstance(size, int)
        with self.path.open("r+b") as file:
            file.seek((page - 1) * size)
            file.write(b"\xff" * size)

    def contents(self) -> dict[str, str]:
        """Every file that holds data, and the sum of its bytes."""
        return {
            str(each.relative_to(self.folder)): hashlib.sha256(each.read_bytes()).hexdigest()
            for each in sorted(self.path.parent.rglob("*"))
            if each.is_file() and not each.name.endswith("-shm") and each.stat().st_size
        }


_PEOPLE = (
    "INSERT INTO subscribers (id, user_id, chat_id, state, created_at)"
    f" VALUES (?1, ?1, ?1, 'active', '{NOW}')",
    "INSERT INTO runs (id, subscriber_id, number, numbering, started_at)"
    f" VALUES (?1, ?1, 1, 'own', '{NOW}')",
    "INSERT INTO deliveries (id, subscriber_id, run_id, day, local_date, due_at, state)"
    f" VALUES (?1, ?1, ?1, 1, '2026-11-22', '{NOW}', 'delivered')",
    "INSERT INTO reflections (id, subscriber_id, delivery_id, chat_id, message_id, kind, text,"
    " written_at, saved_at)"
    f" VALUES (?1, ?1, ?1, ?1, 7, 'text', 'I asked my neighbor', '{NOW}', '{NOW}')",
)


def child(*words: object) -> list[str]:
    """The command line of a second process (see child.py)."""
    return [sys.executable, str(Path(__file__).with_name("child.py")), *map(str, words)]


def run_child(*words: object) -> int:
    """Run a second process to its end; its exit code, minus 9 for SIGKILL."""
    return subprocess.run(child(*words), check=False, timeout=60).returncode
