"""Waking whoever waits for a change, without asking again and again."""

import asyncio


class Bell:
    """Rung at every change; those who wait for it are woken, those who come later wait anew."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        """Wake everyone who waits."""
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)
        self._waiting.clear()

    async def heard(self, within: float | None = None) -> bool:
        """Wait for the next ring, `within` seconds at most. False: none came."""
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(waiter)
        try:
            await asyncio.wait_for(waiter, within)
        except TimeoutError:
            return False
        finally:
            self._waiting.discard(waiter)
        return True
