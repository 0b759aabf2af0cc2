"""`INSERT … ON CONFLICT`, spelled for the database at hand."""

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.engine import Tx


def insert(tx: Tx, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert into `table` that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return into(tx.dialect.name, table)


def into(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    """The same for a dialect by its name: for a statement that is built once and kept."""
    if dialect == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
