"""How fast the bot may speak, and who speaks first.

One bucket for all would let a morning's ten thousand challenges stand in front of a single reply.
So the flow of tokens is split in two: a tenth of it fills a small *reserve* that only answers may
draw from, the rest a bucket that everything may. Whatever one of the two is too full to take spills
into the other: with no reply about, a broadcast gets the whole rate; with replies, it yields its
tenth and no more, unless answers need more than that. An answer is served from both together, so it
waits for one token at most, 1 / rate seconds, however long the queue behind it.

A more urgent lane that was told to wait keeps a *claim* on the next token, so that priority holds
even where several workers race for it.

Nothing here waits or reads a clock. `at` is a monotonic instant in seconds, never running backward.
Telegram's limits are not published in full; what is known of them is about 30 messages a second in
all and about one a second to any one chat, with short bursts tolerated (Bots FAQ).
"""

from collections import deque

from bot.domain.outbox import Lane

RESERVE_ROOM = 1.0
SHARED_ROOM = 2.0
BURST = RESERVE_ROOM + SHARED_ROOM
"""Messages that may go at once after a silence; in t seconds never more than rate x t + BURST."""

CHAT_INTERVAL = 1.0
"""Seconds between messages to one chat, in the long run."""

CHAT_BURST = 3
"""Answers to one chat that may go at once: a conversation should never feel paced."""

PARKING_MARGIN = 0.1
"""Seconds added to a `retry_after`, which Telegram rounds to whole seconds."""

STORM_CHATS = 3
STORM_SPAN = 1.0
"""So many different chats refused inside so many seconds, and it is the bot that is limited.

A heuristic: a 429 does not say whether it means the chat or the bot.
"""

_CLAIM_GRACE = 0.05
"""Seconds a claim outlives its moment: a busy event loop wakes its sleepers late."""

_ROUNDING = 1e-6
"""Tokens, or seconds, that are owed to floating point and not to anyone."""

_TIDY_ABOVE = 1024


class Lanes:
    """Strict priority within one rate, pacing within one chat, and obedience to every 429.

    Memory grows with the chats spoken to in the last seconds and those parked, never with the
    chats there are.
    """

    def __init__(
        self, rate: float, *, reserve: float = 0.1, chat_interval: float = CHAT_INTERVAL
    ) -> None:
        """`rate` is messages a second in all; `reserve` the part of it kept for answers;
        `chat_interval` the seconds between messages to one chat, in the long run.

        Raises ValueError unless `rate` is above 0 and `reserve` between 0 and 1.
        """
        if not rate > 0 or not 0 < reserve < 1:
            raise ValueError("the rate must be above 0 and the reserve between 0 and 1")
        self._rate = rate
        self._chat_interval = chat_interval
        self._to_reserve = rate * reserve
        self._to_shared = rate - self._to_reserve
        self._reserved = RESERVE_ROOM
        self._shared = SHARED_ROOM
        self._filled_at = float("-inf")
        self._claims: dict[Lane, float] = {}
        self._next_turn: dict[int, float] = {}
        self._parked: dict[int, float] = {}
        self._tidy_above = _TIDY_ABOVE
        self._refusals: deque[tuple[float, int, float]] = deque()
        self._halted_until = float("-inf")

    def wait(self, lane: Lane, chat_id: int, at: float) -> float:
        """Seconds until this lane may send to this chat; 0.0 means now.

        Ask again when they have passed: a more urgent message may have come between. Asking also
        puts in the claim that keeps less urgent lanes from taking this one's token.
        """
        self._fill(at)
        own = max(self.halted(at), self._chat_wait(lane, chat_id, at))
        token = self._token_wait(lane, at)
        if token > 0 and own <= token:
            self._claims[lane] = at + token + max(_CLAIM_GRACE, 1 / self._rate)
        return max(own, token)

    def spend(self, lane: Lane, chat_id: int, at: float) -> None:
        """Take the token for one request to this chat.

        Raises ValueError if `wait` is not 0 at this instant: a request that jumps the queue, or
        goes to a parked chat, would cost the whole bot.
        """
        if self.wait(lane, chat_id, at) > 0:
            raise ValueError("not yet: ask wait() first, at the same instant")
        drawn = min(max(self._reserved, 0.0), 1.0) if lane is Lane.ANSWER else 0.0
        self._reserved -= drawn
        self._shared -= 1.0 - drawn
        self._claims.pop(lane, None)
        turn = max(self._next_turn.get(chat_id, at), at)
        self._next_turn[chat_id] = turn + self._chat_interval
        self._tidy(at)

    def refused(self, chat_id: int, retry_after: float, at: float) -> None:
        """Telegram answered 429 for this chat: nothing goes to it for `retry_after` seconds.

        The third chat refused within a second halts everything, until the longest wait among them.
        """
        until = at + retry_after + PARKING_MARGIN
        self._parked[chat_id] = max(self._parked.get(chat_id, until), until)
        self._refusals.append((at, chat_id, until))
        while at - self._refusals[0][0] > STORM_SPAN:
            self._refusals.popleft()
        if len({chat for _, chat, _ in self._refusals}) >= STORM_CHATS:
            longest = max(until for _, _, until in self._refusals)
            self._halted_until = max(self._halted_until, longest)
        self._tidy(at)

    def halted(self, at: float) -> float:
        """Seconds until anything at all may go; 0.0 when the bot as a whole is not held back."""
        return _positive(self._halted_until - at)

    @property
    def chats_remembered(self) -> int:
        """How many chats are held in memory, for the metrics and the tests."""
        return len(self._next_turn.keys() | self._parked.keys())

    def _fill(self, at: float) -> None:
        flow = (at - self._filled_at) * self._rate
        if flow <= 0:
            return
        self._filled_at = at
        into_reserve = min(
            flow * self._to_reserve / self._rate, _room(RESERVE_ROOM, self._reserved)
        )
        into_shared = min(flow - into_reserve, _room(SHARED_ROOM, self._shared))
        spilled = flow - into_reserve - into_shared
        self._shared += into_shared
        self._reserved = min(self._reserved + into_reserve + spilled, RESERVE_ROOM)

    def _chat_wait(self, lane: Lane, chat_id: int, at: float) -> float:
        parked = self._parked.get(chat_id, at) - at
        ahead = (CHAT_BURST - 1) * self._chat_interval if lane is Lane.ANSWER else 0.0
        paced = self._next_turn.get(chat_id, at) - ahead - at
        return _positive(max(parked, paced))

    def _token_wait(self, lane: Lane, at: float) -> float:
        held = [claim for claim, until in self._claims.items() if claim < lane and until >= at]
        both = self._reserved + self._shared
        until_both = (min(1.0 + len(held), BURST) - both) / self._rate
        if lane is Lane.ANSWER:
            return _positive(until_both)
        of_shared = 1.0 + sum(claim is not Lane.ANSWER for claim in held)
        return _positive(max(until_both, self._until_shared(min(of_shared, SHARED_ROOM))))

    def _until_shared(self, tokens: float) -> float:
        short = tokens - self._shared
        reserve_full_in = _room(RESERVE_ROOM, self._reserved) / self._to_reserve
        gained_by_then = reserve_full_in * self._to_shared
        if short <= gained_by_then:
            return short / self._to_shared
        return reserve_full_in + (short - gained_by_then) / self._rate

    def _tidy(self, at: float) -> None:
        if len(self._next_turn) + len(self._parked) <= self._tidy_above:
            return
        self._next_turn = {chat: turn for chat, turn in self._next_turn.items() if turn > at}
        self._parked = {chat: until for chat, until in self._parked.items() if until > at}
        # Twice what is left, so that tidying costs each message only a constant.
        self._tidy_above = max(_TIDY_ABOVE, 2 * (len(self._next_turn) + len(self._parked)))


def _room(size: float, level: float) -> float:
    return max(size - level, 0.0)


def _positive(seconds: float) -> float:
    return seconds if seconds > _ROUNDING else 0.0
