"""The command line: one short function a command."""

import asyncio
import contextlib
import json
import logging
import os
import signal
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot import app, carrying, commands, footing, logs, safekeeping
from bot.clock import SystemClock, use_packaged_zones
from bot.library import draft
from bot.library.check import USUAL, fails, report
from bot.library.check import check as findings
from bot.library.check_meanings import compare
from bot.library.encoder import load_encoder
from bot.library.load import ContentErrors, load_pack, packaged_content
from bot.library.preview import preview
from bot.library.references import load_references
from bot.settings import Settings, SettingsError, load_settings, settle_libraries
from bot.storage import migrate
from bot.storage.trouble import DatabaseRefusedError
from bot.usecases.copies import Form

EXIT_REFUSED = 78
"""A setting, the content, the database or the token must be put right first (EX_CONFIG in
sysexits.h): a supervisor should not start the bot again by itself.
"""

cli = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Kindreds, a daily-practice bot for Telegram.",
)
content = typer.Typer(no_args_is_help=True, help="The texts of the series, for its writers.")
cli.add_typer(content, name="content")
streaks = typer.Typer(no_args_is_help=True, help="The streaks that are kept of everybody.")
cli.add_typer(streaks, name="streaks")

EXIT_TO_PUT_RIGHT = 1


def main() -> None:
    """The entry point of `kindreds` and of `python -m bot`."""
    os.umask(0o077)
    use_packaged_zones()
    settle_libraries()
    cli()


@cli.command()
def run() -> None:
    """Run the bot, with the settings of the environment and .env."""
    settings = _settings()
    try:
        asyncio.run(_run(settings))
    except ContentErrors as error:
        _refuse(str(error))
    except DatabaseRefusedError as error:
        _refuse(str(error))
    except app.TokenRefusedError:
        _refuse("Telegram does not know this token: copy it from @BotFather into BOT_TOKEN again.")


@cli.command("migrate")
def migrate_command(
    check: Annotated[bool, typer.Option(help="Only compare the migrations with the code.")] = False,
) -> None:
    """Bring the database to this version's schema (also done at every start)."""
    if check:
        differences = asyncio.run(migrate.check())
        if differences:
            _refuse(f"The migrations do not make the tables of the code:\n{differences}")
        typer.echo("The migrations make exactly the tables of the code.")
        return
    settings = _settings(token_needed=False)
    try:
        asyncio.run(footing.migrate_database(settings))
    except DatabaseRefusedError as error:
        _refuse(str(error))


@cli.command()
def check() -> None:
    """Check the settings and the content without starting anything."""
    settings = _settings()
    try:
        pack = load_pack(settings.content_dir or packaged_content())
    except ContentErrors as error:
        _refuse(str(error))
    typer.echo(f"The settings are right; {pack.title} has {len(pack.numbers)} days.")


@cli.command()
def demo(
    port: Annotated[int, typer.Option(help="The port of the chat page.")] = 8765,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
    data: Annotated[Path, typer.Option(help="Where the demo keeps its database.")] = Path(
        "data/demo"
    ),
    tour: Annotated[
        bool, typer.Option("--tour", help="Watch three people's first two weeks in the terminal.")
    ] = False,
    year: Annotated[
        bool, typer.Option("--year", help="Watch one person live every day, a line a day.")
    ] = False,
) -> None:
    """The whole bot against a local Telegram in your browser: no account, no token.

    With --tour or --year it plays by itself, here in the terminal.
    Each step is checked in the chat and in the database,
    and the exit status is 0 only if all came out right.
    """
    if tour or year:
        from rich.console import Console

        from bot.demo.tour.opening import show

        console = Console(highlight=False)
        sys.exit(show(console, whole_year=year, content=_content_folder() if year else None))
    from bot.demo.launch import launch

    asyncio.run(launch(port=port, data=data, browser=browser))


@content.command("check")
def content_check() -> None:
    """Read the whole series as its strictest editor would; exit status 1 if a day must change."""
    folder = _content_folder()
    try:
        pack, references = load_pack(folder), load_references(folder.parent)
    except ContentErrors as error:
        _refuse(str(error))
    compared = compare(pack, load_encoder(), USUAL)
    typer.echo(f"{report(pack, references)}\n\n{compared.report}")
    if fails([*findings(pack, references), *compared.findings]):
        sys.exit(EXIT_TO_PUT_RIGHT)


@content.command("preview")
def content_preview(day: Annotated[int, typer.Argument(help="The number of the day.")]) -> None:
    """Show a day as people will read it, and how long it is."""
    try:
        pack = load_pack(_content_folder())
    except ContentErrors as error:
        _refuse(str(error))
    found = pack.day(day)
    if found is None:
        _refuse(f"{pack.title} has no Day {day} yet.")
    typer.echo(preview(found))


@content.command("new")
def content_new(day: Annotated[int, typer.Argument(help="The number of the day.")]) -> None:
    """Begin a day: a file with its head filled in from the syllabus."""
    folder = _content_folder()
    try:
        plan = load_references(folder.parent).plans.get(day)
        if plan is None:
            _refuse(f"The syllabus beside {folder} has no Day {day}: give it a row first.")
        path = draft.write(folder, draft.draft(plan))
    except ContentErrors as error:
        _refuse(str(error))
    except draft.DraftExistsError as error:
        _refuse(f"Day {day} has a file already: {error}")
    except OSError as error:
        _refuse(f"The draft could not be written into {folder}: {error.strerror}.")
    typer.echo(f"{path}\nWrite it, take .draft off its name, and run: kindreds content check")


@streaks.command("rebuild")
def streaks_rebuild(
    check: Annotated[
        bool, typer.Option(help="Change nothing; exit status 1 if any differs.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Fold every streak anew from what people did, and put right those that differ."""
    settings, now = _settings(token_needed=False), SystemClock().now()
    try:
        rebuilt = asyncio.run(commands.rebuild_streaks(settings, now, check=check))
    except DatabaseRefusedError as error:
        _refuse(str(error))
    typer.echo(json.dumps(commands.as_object(rebuilt)) if as_json else commands.report(rebuilt))
    if check and rebuilt.differences:
        sys.exit(EXIT_TO_PUT_RIGHT)


@cli.command("export")
def export_command(
    person: Annotated[int, typer.Argument(help="The Telegram id of the person.")],
    form: Annotated[Form, typer.Option(help="Which file.")] = Form.JSON,
    folder: Annotated[Path, typer.Option(help="Where it goes.")] = Path(),
) -> None:
    """Write the file that /export would send to somebody (bot stopped)."""
    settings, now = _settings(token_needed=False), SystemClock().now()
    try:
        path = asyncio.run(carrying.export_person(settings, now, person, form, folder))
    except (DatabaseRefusedError, ContentErrors, carrying.NotCarriedError) as error:
        _refuse(str(error))
    typer.echo(path)


@cli.command("import")
def import_command(
    file: Annotated[Path, typer.Argument(help="A JSON file of /export or kindreds export.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Bring in somebody with all that is in their file (bot stopped)."""
    settings, now = _settings(token_needed=False), SystemClock().now()
    try:
        brought = asyncio.run(carrying.import_person(settings, now, file))
    except (DatabaseRefusedError, carrying.NotCarriedError) as error:
        _refuse(str(error))
    typer.echo(json.dumps(carrying.as_object(brought)) if as_json else carrying.report(brought))


@cli.command("backup")
def backup_command(
    file: Annotated[Path | None, typer.Argument(help="Where it goes; else data/backups.")] = None,
) -> None:
    """Copy the database, also while the bot runs."""
    settings, now = _settings(token_needed=False), SystemClock().now()
    try:
        typer.echo(safekeeping.back_up(settings, now, file))
    except (DatabaseRefusedError, safekeeping.NotKeptError) as error:
        _refuse(str(error))


@cli.command("restore")
def restore_command(
    file: Annotated[Path, typer.Argument(help="A backup of this bot's database.")],
) -> None:
    """Put a backup back (bot stopped); what stood there is kept beside the backups."""
    settings, now = _settings(token_needed=False), SystemClock().now()
    try:
        done = safekeeping.put_back(settings, now, file)
    except (DatabaseRefusedError, safekeeping.NotKeptError) as error:
        _refuse(str(error))
    kept = f"What stood there is kept as {done.replaced}. " if done.replaced else ""
    typer.echo(
        f"{file} is the database now. {kept}At its next start the bot sends nothing that was due "
        "before, and counts the time since the backup as an outage."
    )


def _content_folder() -> Path:
    return _settings(token_needed=False).content_dir or packaged_content()


def _settings(*, token_needed: bool = True) -> Settings:
    try:
        settings = load_settings(token_needed=token_needed)
    except SettingsError as error:
        _refuse(str(error))
    logs.configure(settings.log_level, settings.log_format, settings.bot_token.get_secret_value())
    return settings


def _refuse(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    sys.exit(EXIT_REFUSED)


async def _run(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    logs.watch_loop(loop)
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    up = asyncio.Event()
    living = asyncio.create_task(_live(settings, up, stop))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait([living, stopping], return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not up.is_set():  # still waiting for an answer from Telegram, perhaps for hours
        living.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await living
    logging.getLogger(__name__).info("stopped")


async def _live(settings: Settings, up: asyncio.Event, stop: asyncio.Event) -> None:
    async with app.build(settings) as bot:
        up.set()
        bot.settle()
        await bot.run(stop)
