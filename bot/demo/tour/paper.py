"""What a tour prints: chats to be read as such, and below each step what was found to be true."""

import re
import textwrap
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.text import Text

from bot.demo.chats import ChatMessage
from bot.demo.people import Person
from bot.demo.tour.wording import buttons_of, shortened

WIDEST = 80
"""Columns."""

NARROWEST = 50

MARGIN = 18
"""Columns before the words: the time, and who speaks."""

HARD_SPACE = "\u00a0"
"""Keeps the words of a button on one line, until it is printed."""

BOT = "Kindreds"
COLORS = ("green", "yellow", "magenta", "blue")


@dataclass(frozen=True)
class Shown:
    """How a message looked when it was last printed."""

    words: str
    buttons: tuple[str, ...]
    reactions: str
    deleted: bool


class Paper:
    """A terminal, or a file: colors only on the former, and not there where NO_COLOR is set."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._width = max(NARROWEST, min(WIDEST, console.width))
        self._utf = console.encoding.startswith("utf")
        self._colors: dict[int, str] = {}
        self._places: dict[int, str] = {}
        self._shown: dict[tuple[int, int], Shown] = {}
        self._head: tuple[int, str] | None = None

    def introduce(self, person: Person, place: str, about: str) -> None:
        """Say who somebody is, and remember their place and color."""
        self._colors[person.id] = COLORS[len(self._colors) % len(COLORS)]
        self._places[person.id] = place
        self.line(f"{person.name} in {place}: {about}", style=self._colors[person.id])

    def line(self, words: str = "", *, indent: int = 0, style: str = "") -> None:
        """A paragraph, wrapped."""
        space = " " * indent
        for each in words.splitlines() or [""]:
            wrapped = textwrap.wrap(
                each,
                self._width,
                initial_indent=space,
                subsequent_indent=space,
                break_long_words=False,  # a path stays whole
                break_on_hyphens=False,
            )
            for line in wrapped or [""]:
                self._put(Text(line, style=style))

    def passed(self, person: Person, now: datetime, sentence: str) -> None:
        """Something that was found to be true of somebody."""
        self._heading(person, now)
        self.verified(sentence)

    def verified(self, sentence: str) -> None:
        """Something that was found to be true."""
        mark = "\u2713" if self._utf else "ok:"
        self.line(f"{mark} {sentence}", indent=6, style="dim green")

    def failed(self, sentence: str) -> None:
        """Something that was not."""
        mark = "\u2717" if self._utf else "NOT:"
        self.line(f"{mark} {sentence}", indent=6, style="bold red")

    def quoted(self, person: Person, message: ChatMessage) -> None:
        """A message once more, as it looks now."""
        at = datetime.fromtimestamp(message["date"], UTC)
        who = BOT if message.by_bot else person.name
        self._speak(at, person.zone, who, "", shortened(message.words))
        self._buttons(tuple(buttons_of(message)))

    def deed(self, person: Person, now: datetime, words: str) -> None:
        """What somebody does without a word."""
        self._heading(person, now)
        self._speak(now, person.zone, person.name, self._colors[person.id], words)

    def notice(self, person: Person, now: datetime, words: str) -> None:
        """What flashes up over the chat."""
        self._speak(now, person.zone, BOT, "cyan", f"({words})")

    def message(self, person: Person, message: ChatMessage, now: datetime) -> None:
        """A message that came or changed; nothing, if it looks just as it did."""
        key, before = (person.id, message.id), self._shown.get((person.id, message.id))
        shown = Shown(
            message.words,
            tuple(buttons_of(message)),
            "".join(each["emoji"] for given in message.reactions.values() for each in given),
            message.deleted,
        )
        self._shown[key] = shown
        if shown == before:
            return
        self._heading(person, now)
        if before is None:
            self._new(person, message, shown, now)
        elif shown.deleted:
            self._speak(now, person.zone, BOT, "cyan", "(takes that message away)")
        elif not message.by_bot:
            if shown.words != before.words:
                self._spoken(person, f"(changes that to) {shown.words}", now)
            if shown.reactions != before.reactions:
                self._reacts(person, shown, now)
        elif shown.words != before.words:
            self._speak(now, person.zone, BOT, "cyan", shortened(message.words))
            self._buttons(shown.buttons)
        else:
            self._buttons(shown.buttons, before="now ")

    def _new(self, person: Person, message: ChatMessage, shown: Shown, now: datetime) -> None:
        if not message.by_bot:
            answered = message.get("reply_to_message", {}).get("text", "")
            about = re.search(r"^Day \d+", answered, re.MULTILINE)
            mark = f"(replying to {about[0]}) " if about else ""
            photo = "(a photo) " if "photo" in message else ""
            self._spoken(person, f"{mark}{photo}{shown.words}", now)
            if shown.reactions:
                self._reacts(person, shown, now)
            return
        words = shortened(message.words)
        if "document" in message:
            words = f"(the file {message['document']['file_name']}) {words}"
        elif "photo" in message:
            words = f"(a picture) {words}"
        self._speak(now, person.zone, BOT, "cyan", words)
        self._buttons(shown.buttons)

    def _spoken(self, person: Person, words: str, now: datetime) -> None:
        self._speak(now, person.zone, person.name, self._colors[person.id], words)

    def _put(self, text: Text) -> None:
        """Print a line; what a terminal without Unicode cannot show becomes a question mark."""
        if not self._utf:
            text.plain = text.plain.encode("ascii", "replace").decode()
        self._console.print(text, soft_wrap=True)

    def _reacts(self, person: Person, shown: Shown, now: datetime) -> None:
        with_what = f" with {shown.reactions}" if self._utf and shown.reactions else ""
        self._speak(now, person.zone, BOT, "cyan", f"(reacts{with_what})")

    def _heading(self, person: Person, now: datetime) -> None:
        """Whose chat this is, and on what date of theirs, whenever that changes."""
        here = now.astimezone(ZoneInfo(person.zone))
        head = (person.id, f"{here:%A, %B} {here.day}")
        if head != self._head:
            self._head = head
            self.line()
            self.line(
                f"{person.name} in {self._places[person.id]}, {head[1]}",
                style=f"bold {self._colors[person.id]}",
            )

    def _speak(self, now: datetime, zone: str, who: str, color: str, words: str) -> None:
        speaker = f"  {now.astimezone(ZoneInfo(zone)):%H:%M} {who}".ljust(MARGIN - 1) + " "
        lines = [line for each in words.splitlines() if each for line in self._wrapped(each)] or [
            ""
        ]
        first = Text(speaker, style=color)
        first.append(lines[0], style="default")
        self._put(first)
        for line in lines[1:]:
            self._put(Text(" " * MARGIN + line))

    def _buttons(self, labels: tuple[str, ...], before: str = "") -> None:
        row = before + " ".join(f"[{label.replace(' ', HARD_SPACE)}]" for label in labels)
        for line in self._wrapped(row):
            self._put(Text(" " * MARGIN + line.replace(HARD_SPACE, " "), style="dim"))

    def _wrapped(self, words: str) -> list[str]:
        return textwrap.wrap(words, self._width - MARGIN, break_on_hyphens=False)
