"""Finding the bot's sentences: by language, with English behind it, plurals by rule."""

import html
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import resources

FALLBACK = "en"


class MissingTextError(KeyError):
    """The catalogue has no such sentence, in no language."""


@dataclass(frozen=True)
class Texts:
    """All sentences, by language and dotted key. Values put into them are escaped for HTML."""

    languages: Mapping[str, Mapping[str, str]]
    language: str = FALLBACK

    def speaking(self, language: str) -> "Texts":
        """The same texts, in another language as far as it has them."""
        return replace(self, language=language)

    def say(self, key: str, **values: object) -> str:
        """The sentence under `key`, with `{name}` replaced; `count` picks the plural form.

        Raises MissingTextError for a key that no language has.
        """
        template = self._find(key, values.get("count"))
        safe = {name: _safe(value) for name, value in values.items()}
        return template.format_map(safe)

    @property
    def names(self) -> frozenset[str]:
        """Every key of the fallback language, which has them all."""
        return frozenset(self.languages[FALLBACK])

    def _find(self, key: str, count: object) -> str:
        for code in (self.language, self.language.partition("-")[0], FALLBACK):
            known = self.languages.get(code, {})
            if isinstance(count, int):
                counted = known.get(f"{key}.one" if abs(count) == 1 else f"{key}.other")
                if counted is not None:
                    return counted
            if key in known:
                return known[key]
        raise MissingTextError(key)


@dataclass(frozen=True)
class Markup:
    """A value that is Telegram HTML already and is put in as it is."""

    html: str


def _safe(value: object) -> str:
    return value.html if isinstance(value, Markup) else html.escape(str(value), quote=True)


def load_texts() -> Texts:
    """Read the catalogues that ship with the package."""
    found = {}
    for entry in resources.files("bot.texts").iterdir():
        if entry.name.endswith(".toml"):
            language = entry.name.removesuffix(".toml")
            found[language] = _flat(tomllib.loads(entry.read_text(encoding="utf-8")))
    return Texts(found)


def _flat(table: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in table.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{prefix}{name}.")
        else:
            flat[prefix + name] = str(value).strip()
    return flat
