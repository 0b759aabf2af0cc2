"""Faults on demand: what can go wrong on the way, one class a kind.

`accepted` says whether the method was carried out before the fault struck. A bot cannot see it,
which is the point: "cut before" and "cut after" look the same from its side.
"""

import random
from dataclasses import dataclass, field
from typing import ClassVar

from bot.demo.bell import Bell


@dataclass(frozen=True)
class TooManyRequests:
    """429. With `everyone`, the wait counts for every chat and not only for the one addressed."""

    retry_after: float = 1
    everyone: bool = False
    accepted: ClassVar[bool] = False


@dataclass(frozen=True)
class ServerError:
    """5xx with an answer in JSON."""

    code: int = 500
    description: str = "Internal Server Error"
    accepted: bool = False


@dataclass(frozen=True)
class HtmlError:
    """A page in HTML from something in between, such as a gateway."""

    code: int = 502
    accepted: bool = True


@dataclass(frozen=True)
class Forbidden:
    """403 with any of its reasons."""

    reason: str = "bot was blocked by the user"
    accepted: ClassVar[bool] = False


@dataclass(frozen=True)
class BadRequest:
    """400 with any reason; `migrate_to_chat_id` goes into the answer's parameters."""

    reason: str
    migrate_to_chat_id: int | None = None
    accepted: ClassVar[bool] = False


@dataclass(frozen=True)
class CutBefore:
    """The connection drops and nothing was carried out."""

    accepted: ClassVar[bool] = False


@dataclass(frozen=True)
class CutAfter:
    """It was carried out; then the connection drops."""

    accepted: ClassVar[bool] = True


@dataclass(frozen=True)
class Unreachable:
    """No connection comes about. Only in process: over a port, stop the server instead."""

    accepted: ClassVar[bool] = False


@dataclass(frozen=True)
class Hang:
    """No answer comes.

    Over a port the bot's own read time-out ends it. In process there is none, so after `seconds`
    the call fails as a read time-out does; None waits until the fault is cleared.
    """

    seconds: float | None = 0.2
    accepted: bool = True


@dataclass(frozen=True)
class Truncated:
    """200 with the first half of the answer."""

    accepted: ClassVar[bool] = True


@dataclass(frozen=True)
class SlowAnswer:
    """The right answer, `seconds` late."""

    seconds: float
    accepted: ClassVar[bool] = True


Fault = (
    TooManyRequests
    | ServerError
    | HtmlError
    | Forbidden
    | BadRequest
    | CutBefore
    | CutAfter
    | Unreachable
    | Hang
    | Truncated
    | SlowAnswer
)


@dataclass
class Planned:
    """A fault and the calls it strikes; `struck` counts how often it did."""

    fault: Fault
    method: str | None
    chat_id: int | None
    times: int | None
    after: int
    probability: float
    chance: random.Random
    struck: int = field(default=0)

    def strikes(self, method: str, chat_id: int | None) -> bool:
        """Whether this call is one of them; counts it if so."""
        if self.method not in (None, method) or self.chat_id not in (None, chat_id):
            return False
        if self.times is not None and self.struck >= self.times:
            return False
        if self.after > 0:
            self.after -= 1
            return False
        if self.chance.random() >= self.probability:
            return False
        self.struck += 1
        return True


class Faults:
    """Which calls go wrong, and how."""

    def __init__(self) -> None:
        self.planned: list[Planned] = []
        self.bell = Bell()

    def add(
        self,
        fault: Fault,
        *,
        method: str | None = None,
        chat_id: int | None = None,
        times: int | None = 1,
        after: int = 0,
        probability: float = 1.0,
        seed: int = 0,
    ) -> Planned:
        """Let `fault` strike the next `times` matching calls, once `after` of them have passed.

        `method` and `chat_id` narrow down what matches, `times=None` strikes until `clear`. With
        a `probability` below 1 the throws repeat with the `seed`.
        """
        planned = Planned(
            fault,
            None if method is None else method.lower(),
            chat_id,
            times,
            after,
            probability,
            random.Random(seed),  # noqa: S311 - the same throws every time, not secrets
        )
        self.planned.append(planned)
        return planned

    def clear(self) -> None:
        """No more faults; calls that hang end now."""
        self.planned.clear()
        self.bell.ring()

    def strike(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault that this call meets: the first one planned that matches."""
        for planned in self.planned:
            if planned.strikes(method.lower(), chat_id):
                return planned.fault
        return None
