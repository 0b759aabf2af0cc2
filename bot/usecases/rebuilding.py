"""Proving that each streak that is kept is what its rows say, and putting right what is not.

A row tells of the instant it was folded at, and time alone may settle a day after that. So a row is
compared with a fold at its own instant, where it must agree in every column: a difference is never
a matter of waiting. `answered` does not hang on the time at all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from bot.storage import streaks
from bot.storage.engine import Tx
from bot.storage.streaks import Stored
from bot.usecases import facts
from bot.usecases.facts import Facts
from bot.usecases.streaks import kept

PAGE = 100
"""People refolded in one transaction: a running check keeps nobody else waiting for long."""


@dataclass(frozen=True)
class Difference:
    """One row that is not what it should be: by column, what is kept and what was folded.

    A row that is not there, though challenges have come, differs in every column.
    """

    subscriber_id: int
    columns: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True)
class Page:
    """What going through some people has shown. `last_id` is the row id to go on after."""

    last_id: int
    people: int
    differences: tuple[Difference, ...]


async def check_page(tx: Tx, last_id: int) -> Page | None:
    """Compare the rows of the next people; None when there is nobody left. Writes nothing."""
    page = await streaks.after(tx, last_id, PAGE)
    found = [await difference(tx, stored) for stored in page]
    return _page(page, (each for each in found if each is not None))


async def mend_page(tx: Tx, now: datetime, last_id: int) -> Page | None:
    """The same, and write anew, as of `now`, each row that differs.

    A row that is right stays as it is: were it moved on in time here, a milestone that was reached
    by then would be passed over in silence. Nobody is told anything.
    """
    page = await check_page(tx, last_id)
    for each in page.differences if page is not None else ():
        known = await facts.gather(tx, each.subscriber_id)
        await streaks.keep(tx, each.subscriber_id, now, kept(known.fold(now), known))
    return page


async def difference(tx: Tx, stored: Stored) -> Difference | None:
    """In what a kept streak departs from its fold; None where they are the same."""
    known = await facts.gather(tx, stored.subscriber_id)
    if stored.kept is None or stored.folded_at is None:
        if not known.sequence:
            return None
        folded = asdict(kept(known.fold(known.sequence[-1].delivered_at), known))
        return Difference(stored.subscriber_id, {name: (None, folded[name]) for name in folded})
    then = _known_at(known, stored.folded_at)
    before, after = asdict(stored.kept), asdict(kept(then.fold(stored.folded_at), then))
    if before["news"]:  # an outage has everybody's days looked at once, whoever they are
        after["news"] = True
    found = {name: (before[name], after[name]) for name in after if before[name] != after[name]}
    return Difference(stored.subscriber_id, found) if found else None


def _known_at(known: Facts, at: datetime) -> Facts:
    """Without the outages that ended later: they change what became of days long folded."""
    return replace(known, outages=[gap for gap in known.outages if gap.end and gap.end <= at])


def _page(page: list[Stored], found: Iterable[Difference]) -> Page | None:
    return Page(page[-1].subscriber_id, len(page), tuple(found)) if page else None
