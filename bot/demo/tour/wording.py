"""Messages made short enough to be read among many."""

import re
import unicodedata

from bot.demo.chats import ChatMessage

LONG = 420
"""Characters from which on a message is shortened."""

A_LINE = 25
"""Characters that the first sentence of a day has to have, or the next is shown as well."""

HEADING = re.compile(r"^Day \d+: .+\n\d+ minutes?$", re.MULTILINE)
"""How the message of a day begins, below what there is to tell of earlier ones."""

OWN_WORDS = "\nYou wrote:"
"""Below the text of an earlier day: what the person wrote about it."""

_SENTENCE = re.compile(r".+?[.!?][\"'\u201d\u2019)]*(?=\s|$)", re.DOTALL)


def shortened(words: str) -> str:
    """A day as its title and first sentence; other long messages as their first sentences."""
    plain = _readable(words)
    heading = HEADING.search(plain)
    if heading is None:
        return plain if len(plain) <= LONG else f"{_beginning(plain, LONG // 2)} ..."
    above, text = plain[: heading.start()], plain[heading.end() :].strip()
    title = heading[0].partition("\n")[0]
    own = plain[plain.index(OWN_WORDS) :] if OWN_WORDS in plain else ""
    return f"{above}{title}\n{_beginning(text, A_LINE)} ...{own}"


def buttons_of(message: ChatMessage) -> list[str]:
    """The labels of its inline buttons, and of the keyboard that came with it."""
    below = (message.reply_keyboard or {}).get("keyboard", [])
    inline = [button["text"] for button in message.buttons]
    return inline + [button["text"] for row in below for button in row]


def _beginning(text: str, enough: int) -> str:
    """Whole sentences, until there are this many characters."""
    taken = ""
    for sentence in _SENTENCE.finditer(text):
        taken += sentence[0]
        if len(taken) >= enough:
            break
    return taken or text[:enough]


def _readable(words: str) -> str:
    """Without the invisible marks that keep scripts apart, which a terminal may show."""
    return "".join(each for each in words if unicodedata.category(each) != "Cf")
