"""The composition root: builds every part from the settings, starts them in order, stops them.

Everything that lies outside the program is a parameter here, so that tests hand in a local
Telegram, a clock of their own or a probe, and run the very same bot.
"""

import asyncio
import gc
import importlib.metadata
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot import __version__
from bot.chat.application import Bot, Dispatch, build_application
from bot.chat.errors import outcome_of
from bot.chat.menu import set_menu
from bot.chat.sender import TelegramSender
from bot.chat.wire import Fetcher, build_bot, build_polling
from bot.clock import Clock, SystemClock
from bot.delivery import planner
from bot.delivery import sender as delivery
from bot.delivery.lanes import CHAT_INTERVAL, Lanes
from bot.delivery.outcome import Unauthorized
from bot.domain.retry import line_pause
from bot.footing import backups_of, go_on, heed_tombstones, prepare_database
from bot.intake import poll as intake
from bot.intake.worker import Worker
from bot.jobs import Timetable
from bot.library.load import load_pack, packaged_content
from bot.probe import Probe, silent
from bot.services import Services
from bot.settings import Settings
from bot.storage import identity
from bot.storage.engine import Database
from bot.storage.lock import instance_lock
from bot.storage.tombstones import Tombstones
from bot.texts.catalogue import load_texts
from bot.usecases import upkeep
from bot.usecases.series import Series

log = logging.getLogger(__name__)


POLL_PATIENCE = 60.0
"""Seconds without a sign of life after which polling starts again; a long poll takes fewer."""


LIVED_WELL = 60.0
"""Seconds after which a loop that fails is not taken for one that keeps failing."""


class TokenRefusedError(Exception):
    """Telegram does not know the token; only the operator can mend that."""


@dataclass(frozen=True)
class Outside:
    """What the bot stands on: its clock, its line to Telegram (None: the network), its probe, how
    many seconds Telegram wants between two messages to one chat, after how many without a sign of
    life polling is started again, and how its database is opened: the demo looks on as it works.
    """

    clock: Clock
    transport: httpx.AsyncBaseTransport | None = None
    probe: Probe = silent
    chat_interval: float = CHAT_INTERVAL
    poll_patience: float = POLL_PATIENCE
    open_database: Callable[[str], Awaitable[Database]] = Database.open


SYSTEM = Outside(SystemClock())


@dataclass(frozen=True)
class App:
    """A bot that is ready to run."""

    services: Services
    application: Bot
    poll: intake.Poll
    worker: Worker
    delivery: delivery.Delivery
    timetable: Timetable
    poll_patience: float = POLL_PATIENCE

    async def run(self, stop: asyncio.Event) -> None:
        """Run until `stop` is set. Raises TokenRefusedError if Telegram refuses the token."""
        loops: dict[str, Callable[[], Awaitable[None]]] = {
            "sender": self.delivery.run,
            "worker": self.worker.run,
            "timetable": self.timetable.run,
            "poll": self._poll_watched,
        }
        tasks = [asyncio.create_task(self._keep(name, loop)) for name, loop in loops.items()]
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait([stopping, *tasks], return_when=asyncio.FIRST_COMPLETED)
        finally:
            await _end([*reversed(tasks), stopping])
        for task in tasks:
            if not task.cancelled() and (error := task.exception()) is not None:
                raise error

    def settle(self) -> None:
        """Keep the garbage collector off all that was built so far, in this process, for good.

        It stays as long as the bot runs; going through it took 50 ms, every few dozen messages.
        """
        gc.collect()
        gc.freeze()

    async def tick(self) -> None:
        """Plan for everyone who is due, now."""
        await planner.tick(self.services)

    async def _keep(self, name: str, loop: Callable[[], Awaitable[None]]) -> None:
        """Run a loop for ever: what it raises is logged, and it starts again."""
        troubles = 0
        while True:
            began = self.services.clock.monotonic()
            try:
                await loop()
            except (intake.TokenRefusedError, delivery.TokenRefusedError):
                raise TokenRefusedError from None
            except Exception:  # a loop that dies must not take the others with it (fault 13)
                log.exception("the %s loop failed", name)
            lived = self.services.clock.monotonic() - began
            troubles = 1 if lived > LIVED_WELL else troubles + 1
            await self.services.clock.sleep(line_pause(troubles, 1.0))
            log.warning("the %s loop starts again", name)

    async def _poll_watched(self) -> None:
        """Poll, until it fails or shows no sign of life for too long."""
        polling = asyncio.create_task(self.poll.run())
        watching = asyncio.create_task(intake.watch(self.poll, self.services, self.poll_patience))
        try:
            await asyncio.wait([polling, watching], return_when=asyncio.FIRST_COMPLETED)
            if polling.done():
                polling.result()
            log.error("polling showed no sign of life for %.0f s", self.poll_patience)
        finally:
            await _end([polling, watching])


async def _end(tasks: list[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def build(settings: Settings, outside: Outside = SYSTEM) -> AsyncIterator[App]:
    """Build a bot: content, lock, migrations, database, line to Telegram, loops.

    Raises ContentErrors, DatabaseRefusedError or TokenRefusedError, each with what to do next.
    """
    series = Series(load_pack(settings.content_dir or packaged_content()), settings.series_start)
    texts = load_texts()
    async with AsyncExitStack() as stack:
        instance = stack.enter_context(instance_lock(settings.database_file))
        await prepare_database(settings, outside.probe)
        db = await outside.open_database(settings.database_url)
        stack.push_async_callback(db.close)
        await db.write(identity.note_instance, instance)
        tombstones = Tombstones(settings.database_file)
        await heed_tombstones(db, tombstones)
        bot = build_bot(
            settings.bot_token.get_secret_value(), settings.telegram_api_url, outside.transport
        )
        await _introduce(bot, outside.clock)
        stack.push_async_callback(_close, bot)
        await db.write(identity.claim_bot, bot.id, adopt=settings.adopt_database)
        services = Services(
            bot_id=bot.id,
            bot_name=bot.username,
            db=db,
            clock=outside.clock,
            series=series,
            texts=texts,
            probe=outside.probe,
            tombstones=tombstones,
            backups=backups_of(settings),
            operator_contact=settings.operator_contact or "",
            help_line=settings.help_line or "",
            show_ahead=settings.show_ahead,
            admin_ids=settings.admin_ids,
        )
        await _follow_zone_data(services)
        await go_on(db, outside.clock.now())  # before the day does
        yield await _assemble(services, bot, settings, outside, stack)


async def _assemble(
    services: Services,
    bot: ExtBot[None],
    settings: Settings,
    outside: Outside,
    stack: AsyncExitStack,
) -> App:
    application = build_application(bot, services)
    await application.initialize()
    stack.push_async_callback(application.shutdown)
    polling = build_polling(outside.transport)
    stack.push_async_callback(polling.shutdown)
    app = App(
        services=services,
        application=application,
        poll=intake.Poll(services, Fetcher(bot, polling)),
        worker=Worker(services, Dispatch(application)),
        delivery=delivery.Delivery(
            services,
            TelegramSender(bot, services),
            Lanes(settings.send_rate, chat_interval=outside.chat_interval),
        ),
        timetable=Timetable(services, settings.tick_seconds),
        poll_patience=outside.poll_patience,
    )
    services.db.on_commit("inbox", app.worker.wake)
    services.db.on_commit("outbox", app.delivery.wake)
    return app


async def _introduce(bot: ExtBot[None], clock: Clock) -> None:
    """Ask Telegram who we are and set the menu, however long the line takes to come up."""
    troubles = 0
    while True:
        try:
            await bot.initialize()
            await bot.delete_webhook(drop_pending_updates=False)  # while one is set, no poll works
            await set_menu(bot, load_texts())
        except TelegramError as error:
            if isinstance(outcome_of(error), Unauthorized):
                await bot.shutdown()
                raise TokenRefusedError from None
            troubles += 1
            pause = line_pause(troubles, 1.0)
            log.warning(
                "no answer from Telegram (%s); again in %.1f s", type(error).__name__, pause
            )
            await clock.sleep(pause)
        else:
            return


async def _close(bot: ExtBot[None]) -> None:
    await bot.shutdown()


async def _follow_zone_data(services: Services) -> None:
    version = importlib.metadata.version("tzdata")
    log.info("Kindreds %s as @%s, time zones of %s", __version__, services.bot_name, version)
    now = services.clock.now()
    changed = await services.db.write(upkeep.follow_zone_data, now, version)
    if changed:
        log.info("the time zone data changed: the next hour of %d people was worked out", changed)
