"""Units of work that wait for the disk together: one transaction, and each whole by itself.

Whoever comes while the writer is at work would only wait, so their units are put into the
transaction under way, each behind a savepoint of its own. One that raises is undone alone. Nobody
is told that a unit is done before all of it is on the disk.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Self, TypeVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.trouble import DatabaseUnavailableError, Trouble, trouble_of

T = TypeVar("T")


class Group:
    """One transaction of the writer. `size` counts the units that are in it.

    `over`: nothing more can come into it; with `trouble`, the file would not have it.
    """

    def __init__(self, tx: AsyncConnection, file: Any) -> None:
        self.tx = tx
        self._file = file
        self.size = 0
        self.over = False
        self.trouble = False
        self._ended = asyncio.get_running_loop().create_future()

    @classmethod
    async def begin(
        cls, writer: AsyncEngine, begin: Callable[[AsyncConnection], Awaitable[None]]
    ) -> Self:
        """Take the writer's connection and its lock. Raises what `begin` raises."""
        tx = await writer.connect()
        try:
            await begin(tx)
            file = (await tx.get_raw_connection()).driver_connection
        except BaseException:
            await tx.close()
            raise
        return cls(tx, file)

    async def run(self, call: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """Run one unit; if it raises, nothing of it is left, and the others stand.

        But where the file itself gives trouble, or the unit was torn off, nobody can rely on the
        transaction any more, and it is over for all.
        """
        if self.size:
            await self._or_fall("SAVEPOINT unit")
        try:
            result = await call(self.tx)
        except BaseException as error:
            await self._undo(error)
            raise
        if not self._file.in_transaction:
            gone = DatabaseUnavailableError(Trouble.UNREADABLE, "the transaction was gone")
            await self._fall(gone)
            raise gone
        self.size += 1
        return result

    async def commit(self) -> None:
        """Commit for all, and let each of them know. What the file says to it, they are told."""
        try:
            await self.tx.commit()
        except BaseException as error:
            await self.tx.invalidate()  # some failures leave the transaction open in the file
            await self._fall(error)
            if not isinstance(error, Exception):
                raise
        else:
            self.over = True
            self._ended.set_result(None)
            await self.tx.close()

    async def ended(self) -> None:
        """Wait until all is on the disk. Raises what kept it from there."""
        await asyncio.shield(self._ended)

    async def _undo(self, error: BaseException) -> None:
        """Take back the unit that raised: to its savepoint, or, as the only one, whole."""
        if not isinstance(error, Exception) or _is_trouble(error):
            await self._fall(error)
        elif self.size:
            await self._or_fall("ROLLBACK TO unit")
        else:
            self.over = True
            await self.tx.close()  # which rolls back

    async def _or_fall(self, statement: str) -> None:
        try:
            await self.tx.exec_driver_sql(statement)
        except BaseException as error:
            await self._fall(error)
            raise

    async def _fall(self, error: BaseException) -> None:
        """Nothing of anybody's was kept, and each of them is told so."""
        self.over = self.trouble = True
        if not isinstance(error, Exception):
            error = DatabaseUnavailableError(Trouble.UNREADABLE, "the work beside it was torn off")
        self._ended.set_exception(error)
        self._ended.exception()  # there may be nobody left to tell
        await self.tx.close()  # which rolls back


def _is_trouble(error: Exception) -> bool:
    return isinstance(error, DBAPIError) and trouble_of(error.orig) is not None
