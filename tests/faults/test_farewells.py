"""SIGKILL around the deletion of somebody's data: they are forgotten, and by no halves."""

from pathlib import Path
from typing import Any

import pytest

from bot.probe import Point
from tests.faults.settled import settled
from tests.faults.stage import Stage, new_stage
from tests.traces import has_trace

WORD = "heron"


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return new_stage(tmp_path)


async def at_the_last_question(stage: Stage) -> tuple[Any, Any, Any]:
    """Somebody about to press, their card, and somebody who stays."""
    ana, ben = await settled(stage, 2)
    for person in (ana, ben):
        await person.sends(f"{person.name} told the man at the kiosk about the {WORD}")
    await ana.sends("/deleteme")
    await stage.settle()
    await ana.presses(ana.last, "Delete everything")
    await stage.settle()
    return ana, ana.last, ben


@pytest.mark.parametrize(
    ("point", "kept"), [(Point.EFFECT_WRITTEN, 2), (Point.EFFECT_COMMITTED, 1)]
)
async def test_whoever_pressed_to_be_forgotten_is_forgotten_wherever_the_kill_falls(
    stage: Stage, point: Point, kept: int
) -> None:
    """Killed before the deletion is committed, and between the commit and the farewell."""
    async with stage.running():
        ana, card, ben = await at_the_last_question(stage)
    async with stage.served():
        doomed = stage.start(point)
        await ana.presses(card, "Yes, delete everything", wait=False)
        assert await doomed.ended() == -9, f"{point} was never passed"
        assert stage.found("SELECT count(*) FROM subscribers") == [(kept,)]
        heard = len(ana.heard)
        heir = stage.start()
        await stage.quiet(heir)
        assert stage.found("SELECT user_id FROM subscribers") == [(ben.id,)]
        assert stage.found(f"SELECT count(*) FROM inbox WHERE chat_id = {ana.id}") == [(0,)]
        await ben.sends(f"another {WORD}")
        await stage.quiet(heir)
        assert stage.kept() == 2
        assert len(ana.heard) == heard
        said = await ana.presses(card, "Yes, delete everything")
        assert "deleted already" in said["text"]
        await heir.stopped()
    for path in stage.home.rglob("*"):
        assert not has_trace(path, ana.id, str(ana.name)), path
