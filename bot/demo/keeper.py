"""The demo's bot as a process: started, started again whenever it ends, killed on request."""

import asyncio
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import typer

PATIENCE = 8.0
"""Seconds the bot has to stop before it is ended."""

PAUSE = 0.5
"""Seconds between the end of one bot and the start of the next."""

LAST_WORDS = 1.0
"""Seconds for what a bot told before its end to be read; what is in the pipe outlives it."""

LONGEST_LINE = 1 << 20
"""Bytes of one line of what the bot tells."""

Hear = Callable[[bytes], None]
Note = Callable[[str, int, int | None], None]
"""`note(what, pid, code)`: the bot "started", or "ended" with a code."""


class Keeper:
    """Keeps one bot running. `hear` gets every line that it tells of itself."""

    def __init__(self, clock_file: Path, environment: dict[str, str], hear: Hear) -> None:
        self.note: Note = lambda what, pid, code: None
        self._clock_file = clock_file
        self._environment = environment
        self._hear = hear
        self._bot: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int | None:
        """The number of the bot's process; None while there is none."""
        return None if self._bot is None else self._bot.pid

    async def keep(self) -> None:
        """Run the bot for ever; when this is canceled, the bot stops in good order."""
        while True:
            self._bot = bot = await self._start()
            self.note("started", bot.pid, None)
            try:
                code = await self._live(bot)
                self._bot = None
                self.note("ended", bot.pid, code)
                typer.echo(f"The bot ended ({code}); it starts again.")
                await asyncio.sleep(PAUSE)
            except asyncio.CancelledError:
                self._bot = None
                await _stop(bot)
                raise

    def kill(self) -> int | None:
        """SIGKILL, which nothing can catch or delay; whose process it was, None if there is none.

        `keep` starts the next one.
        """
        if self._bot is None:
            return None
        self._bot.kill()
        return self._bot.pid

    async def _start(self) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot.demo.runner",
            str(self._clock_file),
            env=self._environment,
            stdout=asyncio.subprocess.PIPE,
            limit=LONGEST_LINE,
        )

    async def _live(self, bot: asyncio.subprocess.Process) -> int:
        """Listen until the bot has ended; its exit code."""
        listening = asyncio.create_task(self._listen(bot))
        try:
            code = await bot.wait()
            await asyncio.wait([listening], timeout=LAST_WORDS)
            return code
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)

    async def _listen(self, bot: asyncio.subprocess.Process) -> None:
        assert bot.stdout is not None
        while True:
            try:
                line = await bot.stdout.readline()
            except ValueError:  # longer than any line it tells: what is left of it is no line
                continue
            if not line:
                return
            self._hear(line)


async def _stop(bot: asyncio.subprocess.Process) -> None:
    if bot.returncode is not None:
        return
    bot.send_signal(signal.SIGTERM)
    assert bot.stdout is not None
    draining = asyncio.create_task(bot.stdout.read())
    try:
        async with asyncio.timeout(PATIENCE):
            await bot.wait()
    except TimeoutError:
        bot.kill()
    finally:
        draining.cancel()
