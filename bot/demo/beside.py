"""What stands beside the chat on the page: the inside of the bot, and trouble for it."""

from collections.abc import Callable
from typing import Any

from bot.demo.inside import Inside
from bot.demo.showing import people_shown
from bot.demo.state import LocalTelegram
from bot.demo.trouble import Trouble

News = dict[str, Any]
"""What goes into an event of the page's stream."""


class Beside:
    """Both, for the page."""

    def __init__(self, telegram: LocalTelegram, inside: Inside, trouble: Trouble) -> None:
        self._telegram = telegram
        self._inside = inside
        self._trouble = trouble

    def listener(self) -> Callable[[], News]:
        """For one stream: what is new whenever it asks, and nothing if nothing is."""
        told, known = 0, News()

        def news() -> News:
            nonlocal told, known
            state, lines = self._state(), self._inside.since(told)
            if not lines and state == known:
                return {}
            told, known = self._inside.last, state
            return {"beside": {**state, "lines": lines}}

        return news

    def _state(self) -> dict[str, Any]:
        people = [[each.id, each.name, each.zone] for each in people_shown(self._telegram)]
        return self._trouble.state() | {"people": people}

    async def do(self, asked: dict[str, Any]) -> dict[str, Any]:
        """One deed of the page's; an `error` in its answer says that there is no such thing."""
        person = self._telegram.people.get(asked.get("person", 0))
        done = await self._trouble.do(str(asked.get("what", "")), person, asked)
        return {} if done else {"error": "That cannot be done now."}


def only_trouble(telegram: LocalTelegram) -> Beside:
    """Where the bot is no process of the demo's, its line can be troubled and nothing be seen."""
    inside = Inside(telegram.clock, telegram.bell.ring)
    return Beside(telegram, inside, Trouble(telegram, telegram.clock, inside))
