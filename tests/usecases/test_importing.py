"""A copy read in again is the person it was made from."""

from datetime import timedelta
from json import dumps
from pathlib import Path
from typing import Any

import pytest

from bot.storage import identity, meta, subscribers
from bot.usecases import exporting, importing, rebuilding
from bot.usecases.copies import Form
from bot.usecases.importing import RefusedCopyError
from bot.yearbook import json
from tests.conftest import Tell
from tests.usecases.straight import Straight, new_database
from tests.usecases.town import START, Town
from tests.usecases.townsfolk import outages, people_of, town_of

WEEKS = 3
BOT, OTHER_BOT = 12345, 54321


async def lived(db: Straight, seed: int) -> Town:
    """Three people, some weeks of whose lives are written down."""
    town = town_of(db, seed)
    await town.see(meta.put, identity.BOT, str(BOT))
    await people_of(town)
    outages(town, WEEKS)
    await town.live(START + timedelta(weeks=WEEKS))
    return town


async def file_of(db: Straight, town: Town, user_id: int) -> bytes:
    """Somebody's JSON, as they would get it."""
    who: Any = db
    person = await subscribers.by_user(who, user_id)
    assert person is not None
    found = await exporting.gather(who, town.now, person.id, Form.JSON, town.series.pack, "en")
    assert isinstance(found, json.Copy)
    return json.dump(found, town.now, "a test")


async def read_in(db: Straight, town: Town, file: bytes, bot: int = BOT) -> importing.BroughtIn:
    """Bring somebody in."""
    who: Any = db
    return await importing.bring_in(who, town.now, json.load(file), bot)


@pytest.mark.parametrize("seed", range(3))
async def test_reading_in_a_copy_and_making_another_gives_the_same_copy(
    tmp_path: Path, tell: Tell, seed: int
) -> None:
    with new_database(tmp_path / "old.db") as old, new_database(tmp_path / "new.db") as new:
        town = await lived(old, seed)
        files = {user_id: await file_of(old, town, user_id) for user_id in town.chats}
        told = []
        for user_id in reversed(files):  # in another order, so that no row keeps its number
            came = await read_in(new, town, files[user_id])
            assert (came.user_id, came.outages, came.refolded) == (user_id, 0, False)
            told.append(f"{came.amount.days} challenges, {came.amount.messages} messages")
        for user_id, file in files.items():
            assert await file_of(new, town, user_id) == file
        page = await rebuilding.check_page(new, 0)  # type: ignore[arg-type]
        assert page is not None and page.people == len(files) and not page.differences
        tell("; ".join(told))


async def test_another_bots_copy_loses_its_message_ids_and_nothing_else(tmp_path: Path) -> None:
    with new_database(tmp_path / "old.db") as old, new_database(tmp_path / "new.db") as new:
        town = await lived(old, 0)
        user_id = next(iter(town.chats))
        file = await file_of(old, town, user_id)
        await read_in(new, town, file, OTHER_BOT)
        before, after = json.load(file), json.load(await file_of(new, town, user_id))
        assert after.bot == OTHER_BOT

        def without_ids(copy: json.Copy) -> dict[str, Any]:
            ids = ("message_id", "summary_id")
            return {
                name: [{key: it for key, it in row.items() if key not in ids} for row in rows]
                for name, rows in copy.rows.items()
            }

        assert without_ids(after) == without_ids(before)
        assert all(row["message_id"] < 0 for row in after.rows["reflections"])
        assert not any("message_id" in row for row in after.rows["deliveries"])


async def test_who_is_here_already_is_not_brought_in_over_themselves(tmp_path: Path) -> None:
    with new_database(tmp_path / "old.db") as old:
        town = await lived(old, 0)
        user_id = next(iter(town.chats))
        file = await file_of(old, town, user_id)
        with pytest.raises(RefusedCopyError, match="here already"):
            await read_in(old, town, file)
        assert await file_of(old, town, user_id) == file


async def test_outages_come_along_with_the_first_and_are_left_out_with_others(
    tmp_path: Path,
) -> None:
    with new_database(tmp_path / "old.db") as old, new_database(tmp_path / "new.db") as new:
        town = await lived(old, 0)
        other = await lived(new, 1)
        files = [await file_of(old, town, user_id) for user_id in town.chats]
        changed = files[0].replace(b'"user_id": 701', b'"user_id": 801')
        changed = changed.replace(b'"chat_id": 701', b'"chat_id": 801')
        mine = set(json.load(await file_of(new, other, 701)).outages)
        theirs = set(json.load(files[0]).outages)
        came = await read_in(new, other, changed)
        assert came.outages == len(theirs - mine)


CHANGES = (
    (b'"state": "delivered"', b'"state": "planned"'),
    (b'"minute": ', b'"minute": 9'),
    (b'"zone": "', b'"zone": "../../etc/'),
    (b'"reflections": [', b'"meta": ['),
    (b'"run_id": 1', b'"run_id": 77'),
    (b'"written_at": "20', b'"written_at": "xx'),
    (b'"chat_id": 701,\n   "message_id"', b'"chat_id": 702,\n   "message_id"'),
    (b'"day": ', b'"day": -'),
    (b'"delivered_at": "20', b'"delivered_at": "99'),
    (b'"written_at": "20', b'"written_at": "00'),
    (b'"numbering": "own"', b'"numbering": "own", "days": "all of them"'),
    (b'"numbering": "own"', b'"numbering": "own", "days": "[1e400]"'),
    (b'"bot": 12345', b'"bot": -12345'),
    (b'"version": 1', b'"version": 2'),
    (b'"kindreds export"', b'"something else"'),
    (b'"person": {', b'"nobody": {'),
)
"""What somebody might do to a file by hand."""


async def test_a_file_that_was_changed_by_hand_is_refused_whole(tmp_path: Path) -> None:
    with new_database(tmp_path / "old.db") as old, new_database(tmp_path / "new.db") as new:
        town = await lived(old, 0)
        file = await file_of(old, town, 701)
        for what, by in CHANGES:
            assert what in file
            with pytest.raises((RefusedCopyError, json.UnfitFileError)) as refused:
                async with new.savepoint():
                    await read_in(new, town, file.replace(what, by))
            assert len(str(refused.value).splitlines()) == 1
            who: Any = new
            assert await subscribers.by_user(who, 701) is None, what


@pytest.mark.parametrize(
    "span",
    [
        ["0001-01-01T00:00:00+14:00", "2026-01-01T00:00:00+00:00"],
        ["2026-01-01T00:00:00+00:00", "9999-12-31T23:00:00-14:00"],
    ],
)
def test_an_outage_at_the_end_of_all_time_is_none(span: list[str]) -> None:
    document = {"format": json.FORMAT, "version": json.VERSION, "person": {}, "outages": [span]}
    with pytest.raises(json.UnfitFileError, match="outages"):
        json.load(dumps(document).encode())


async def test_the_row_id_in_a_file_is_not_taken_over(tmp_path: Path) -> None:
    """The largest there is would leave none for anybody who comes later."""
    with new_database(tmp_path / "old.db") as old, new_database(tmp_path / "new.db") as new:
        town = await lived(old, 0)
        file = await file_of(old, town, 701)
        await read_in(
            new, town, file.replace(b'"person": {', b'"person": {"id": %d,' % (2**63 - 1))
        )
        await read_in(new, town, await file_of(old, town, 702))
