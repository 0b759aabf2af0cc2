"""What every test stands on."""

import os
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
    if report.skipped and item.config.getoption("--no-skips") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, and this run allows no skips: {report.longrepr}"


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A Telegram, a clock that stands at a Monday morning, and no bot yet."""
    return new_world(tmp_path)
