"""What all tables are built from.

Tables whose row ids leave the database, on buttons and in the hands of the sender, are made with
`sqlite_autoincrement`: the number of a row that was forgotten is never given to another.
"""

from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKey,
    Integer,
    MetaData,
    String,
    literal_column,
    text,
)

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMES)


def row_id() -> Column[int]:
    """A row's own number."""
    return Column("id", Integer, primary_key=True)


def owner(*, unique: bool = False) -> Column[int]:
    """The person whose row it is."""
    return of_key("subscribers", "subscriber_id", unique=unique)


def of_key(table: str, name: str, **more: Any) -> Column[int]:
    """A row that goes when the one it belongs to goes."""
    key = ForeignKey(f"{table}.id", ondelete="CASCADE")
    return Column(name, Integer, key, **{"nullable": False} | more)


def words(*values: str) -> list[ColumnElement[str]]:
    """Words of ours as part of a statement, not as its parameters.

    A list of parameters is spelled out anew each time, which takes longer than most statements.
    """
    return [literal_column(f"'{value}'", String) for value in values]


def partial(condition: str) -> dict[str, Any]:
    """The condition of a partial index, for both dialects."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}
