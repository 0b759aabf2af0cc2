"""A database as a start leaves it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.probe import silent
from bot.storage.engine import Database
from bot.storage.migrate import Preparation, prepare_file


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    path = tmp_path / "data" / "kindreds.db"
    prepare_file(path, Preparation("0.0.0", silent, tmp_path / "backups"))
    database = await Database.open(f"sqlite+aiosqlite:///{path}")
    yield database
    await database.close()
