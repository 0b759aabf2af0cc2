"""What alembic runs: on the connection it is handed, or on a developer's own database."""

from alembic import context
from sqlalchemy import Connection

from bot.storage.connection import database_path, make_private, open_migrator
from bot.storage.models import metadata


def run(connection: Connection) -> None:
    """Run the migrations inside the transaction that `connection` has open."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        compare_type=True,
        compare_server_default=True,
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def run_from_the_command_line() -> None:
    """Run on the database that alembic.ini names."""
    path = database_path(context.config.get_main_option("sqlalchemy.url", ""))
    make_private(path)
    with open_migrator(path).connect() as connection, connection.begin():
        run(connection)


handed = context.config.attributes.get("connection")
if handed is None:
    run_from_the_command_line()
else:
    run(handed)
