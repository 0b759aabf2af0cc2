"""What every test stands on."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

os.environ["PTB_TIMEDELTA"] = "1"

from bot.clock import use_packaged_zones
from tests.world import World, new_world

use_packaged_zones()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="a skipped test fails the run")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Where every tool is installed, a skip would hide what was not tested."""
    outcome = yield
    report = outcome.get_result()
    # Lone surrogates, which some tests log on purpose, do not travel between processes.
    report.sections = [
        (name, text.encode("utf-8", "replace").decode()) for name, text in report.sections
    ]
    if report.skipped and item.config.getoption("--no-skips") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, and this run allows no skips: {report.longrepr}"


Tell = Callable[[str], None]
"""Says something at the end of the run, whichever process the test ran in."""


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Tell:
    """For what a run is to show beside "passed": how often the hard cases occurred."""

    def tell(text: str) -> None:
        request.node.user_properties.append(("told", text))

    return tell


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = (each for kind in ("passed", "failed") for each in terminalreporter.getreports(kind))
    for report in reports:
        for key, text in report.user_properties:
            if key == "told":
                terminalreporter.section(report.nodeid.rpartition("::")[2])
                terminalreporter.write_line(text)


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A Telegram, a clock that stands at a Monday morning, and no bot yet."""
    return new_world(tmp_path)
