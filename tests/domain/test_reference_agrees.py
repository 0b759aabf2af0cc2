"""The fold beside its slow reference, on histories that no one thought of.

Where a `[Went]` comes only after its streak has ended, the reference counts the day toward the best
streak, as it does any other day in grace, and the fold does not. At such instants, which are few,
the best is not compared.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from random import Random

from bot.domain.challenge import Challenge, Press
from tests.domain.histories import SECOND, History, histories
from tests.domain.person import Person, whole
from tests.domain.reference import Told
from tests.domain.side_by_side import folded, told

HISTORIES = 700
INSTANTS = 4
LAWFUL = 400

HARD = (
    "two days open",
    "streak ended",
    "freeze spent",
    "freeze earned while one was held",
    "pause while a day was open",
    "pause still running",
    "outage over a day",
    "reply in a closing second, before it",
    "reply in a closing second, after it",
    "not today granted",
    "not today refused",
    "not today, then answered",
    "follow-up went late",
    "follow-up dropped or open, neutral",
    "moved after grace",
    "grace after the end of a run",
    "unknown, unanswered",
    "second run",
    "answered ahead",
)
"""What must have occurred, or the histories have proved nothing about it."""


def instants(history: History, random: Random) -> list[datetime]:
    """Some of those at which something happens or ends, or the second before or after."""
    found = random.sample(history.instants(), INSTANTS)
    return [at + random.choice([-1, 0, 0, 1]) * SECOND for at in found]


def hard_cases(person: Person, slow: Told) -> Iterator[str]:
    """Which of the hard cases occur."""
    said = list(slow.verdicts.values())
    yield from ["two days open"] * (len(slow.open) > 1)
    yield from ["freeze spent"] * ("frozen" in said)
    yield from ["freeze earned while one was held"] * (slow.earned_holding_one > 0)
    yield from ["streak ended"] * (slow.best > slow.current)
    yield from ["second run"] * any(one.run > 1 for one in person.sequence)
    for n, one in enumerate(person.sequence):
        yield from _of_a_day(person, slow, n, one)
        yield from _of_its_replies(person, n, one)


def _of_a_day(person: Person, slow: Told, n: int, one: Challenge) -> Iterator[str]:
    said, lapse, now = slow.verdicts[one.id], slow.lapses.get(one.id), person.now
    if one.summary and said == "in grace":
        yield "grace after the end of a run"
    if one.not_today and said in {"on time", "in grace"}:
        yield "not today, then answered"
    went, end = person.went(n), person.last_chance(n)
    if said == "in grace" and went and end and went > end:
        yield "follow-up went late"
    if any(span.end is None or span.end > now for span in person.held_open(n)):
        yield "pause still running"
    if lapse is None or said in {"on time", "in grace"}:
        return
    passed_over = person.passed_over(n, now) is not None
    yield from ["pause while a day was open"] * bool(person.held_open(n))
    yield from ["outage over a day"] * person.gap_touches(n)
    yield from ["unknown, unanswered"] * one.unknown
    yield from ["follow-up dropped or open, neutral"] * person.awaits_follow_up(n, now)
    yield from ["not today granted"] * (lapse.allowance is not None)
    yield from ["not today refused"] * (passed_over and lapse.verdict in {"frozen", "missed"})


def _of_its_replies(person: Person, n: int, one: Challenge) -> Iterator[str]:
    closers = [person.closer(n)]
    if not one.summary and n + 1 < len(person.sequence):
        closers.append(person.closer(n + 1))
    for reply in one.replies:
        if whole(reply.at) < whole(one.delivered_at):
            yield "answered ahead"
        if reply.withdrawn_at and not person.in_time(n, reply.withdrawn_at):
            yield "moved after grace"
        for closer in closers:
            if closer and closer.message_id and closer.at == whole(reply.at):
                side = "before" if reply.message_id < closer.message_id else "after"
                yield f"reply in a closing second, {side} it"


def test_the_fold_agrees_with_the_reference_on_random_histories(
    tell: Callable[[str], None],
) -> None:
    """Every number and every verdict, at instants on, before and after every end."""
    met: Counter[str] = Counter()
    for seed, history in enumerate(histories(0, HISTORIES)):
        for now in instants(history, Random(seed)):
            known = history.as_known_at(now)
            person = Person(known.sequence, whole(now), known.pauses, known.outages)
            slow, fast = told(known, now), folded(known, now)
            met.update(set(hard_cases(person, slow)))
            met["all"] += 1
            assert fast == slow, (seed, now)
    tell("\n".join(f"{met[case]:6} {case}" for case in ("all", *HARD)))
    assert not [case for case in HARD if not met[case]]


def few() -> Iterator[tuple[History, list[datetime]]]:
    """Other histories, each with some instants in order of time."""
    for seed, history in enumerate(histories(HISTORIES, LAWFUL)):
        yield history, sorted(instants(history, Random(seed)))


def test_the_numbers_stay_within_their_bounds() -> None:
    """0 to 2 freezes, no streak above the best, and what is settled is settled in order."""
    for history, moments in few():
        for now in moments:
            fast = folded(history.as_known_at(now), now)
            assert 0 <= fast.freezes <= 2
            assert 0 <= fast.current <= min(fast.best, fast.shown)
            settled = [fast.settled[one.id] for one in history.as_known_at(now).sequence]
            assert settled == sorted(settled, reverse=True)
            assert sum(settled) == fast.settled_up_to


def test_the_best_never_shrinks_while_only_time_passes() -> None:
    """Nor is anything unsettled that was settled."""
    for history, moments in few():
        known = history.as_known_at(moments[0])
        views = [folded(known, now) for now in moments]
        for before, after in pairwise(views):
            assert before.best <= after.best
            assert before.settled_up_to <= after.settled_up_to


def test_the_best_never_shrinks_as_answers_come_that_nobody_takes_back() -> None:
    """Taking back, and what is known late (gaps, moved texts, follow-ups), may change the past."""
    seen = 0
    for history, moments in few():
        if history.outages or any(map(changes_the_past, history.sequence)):
            continue
        bests = [folded(history.as_known_at(now), now).best for now in moments]
        assert bests == sorted(bests)
        seen += bests[0] < bests[-1]
    assert seen > 5


def changes_the_past(one: Challenge) -> bool:
    """Whether something about a challenge is taken back, or comes long after its time."""
    backs = [each.withdrawn_at for each in one.replies] + [each.undone_at for each in one.done]
    return bool(any(backs) or one.follow_up)


def test_a_done_long_after_changes_only_the_count_of_answers() -> None:
    """A later answer never saves an earlier day, and never costs anything.

    Except that under an open follow-up it is its `[Went]`.
    """
    seen = 0
    for history, moments in few():
        now = moments[-1] + SECOND
        known = history.as_known_at(moments[-1])
        before, person = folded(known, now), Person(known.sequence, whole(now), known.pauses)
        for n, one in enumerate(known.sequence):
            if one.follow_up and one.follow_up.ended_at is None:
                continue
            end = person.last_chance(n)
            if (
                end is None
                or end >= whole(now)
                or before.verdicts[one.id] in {"on time", "in grace"}
            ):
                continue
            after = folded(with_done(known, n, now), now)
            late = "later" if before.verdicts[one.id] == "missed" else before.verdicts[one.id]
            assert 0 <= after.answered - before.answered <= 1
            verdicts = {**before.verdicts, one.id: late}
            assert after == replace(before, verdicts=verdicts, answered=after.answered)
            seen += 1
    assert seen > LAWFUL


def test_a_done_on_the_latest_challenge_raises_what_is_shown_by_one() -> None:
    """Unless it counts already. Nothing else about earlier days changes."""
    seen = 0
    for history, moments in few():
        now = moments[-1]
        known = history.as_known_at(now)
        if not known.sequence or known.sequence[-1].summary or known.sequence[-1].follow_up:
            continue
        before, after = folded(known, now), folded(with_done(known, -1, now), now)
        last = known.sequence[-1].id
        raised = before.verdicts[last] == "open"
        assert after.shown == before.shown + raised
        assert {**after.verdicts, last: ""} == {**before.verdicts, last: ""}
        seen += raised
    assert seen > 50


def with_done(known: History, n: int, now: datetime) -> History:
    """The same, with a `[Done]` pressed at that instant."""
    sequence = list(known.sequence)
    sequence[n] = replace(sequence[n], done=(*sequence[n].done, Press(now)))
    return replace(known, sequence=sequence)


def test_the_order_in_which_facts_are_listed_does_not_matter() -> None:
    """Replies and presses may come as they like."""
    random, seen = Random(0), 0
    for history, moments in few():
        known = history.as_known_at(moments[-1])
        shuffled = [
            replace(
                one,
                replies=tuple(random.sample(one.replies, len(one.replies))),
                done=tuple(random.sample(one.done, len(one.done))),
            )
            for one in known.sequence
        ]
        other = replace(known, sequence=shuffled)
        seen += shuffled != known.sequence
        assert folded(other, moments[-1]) == folded(known, moments[-1])
    assert seen > 50
