"""Every setting, and the only reader of the environment and of `.env`.

A wrong setting stops the program with one sentence that names it and says what to do. No sentence
repeats a value: it may be the token, pasted into the wrong line.
"""

import os
import re
from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal, TypeAlias
from urllib.parse import urlsplit

from dotenv.parser import Binding, parse_stream
from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    NoDecode,
    SettingsConfigDict,
)

TOKEN_SHAPE = re.compile(r"\d{5,}:[A-Za-z0-9_-]{30,}")
"""What a token from @BotFather looks like: the bot's id, a colon, a secret."""

_SQLITE = "sqlite+aiosqlite:///"
_TEXT = 300
_ONE_LINE = r"^[^\r\n]*$"
_A_LINE = f"one line of at most {_TEXT} characters"
_LIKENESS = 0.75  # of 1: "BOT_TOKN" is near enough to be ours, "POSTGRES_URL" is not


class SettingsError(Exception):
    """One or more settings are wrong; `str()` of it is one sentence a line."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = tuple(sentences)


def _between_commas(value: object) -> object:
    if not isinstance(value, str):
        return value
    return [part.strip() for part in value.split(",") if part.strip()]


_Id: TypeAlias = Annotated[int, Field(gt=0)]
_Ids: TypeAlias = Annotated[frozenset[_Id], NoDecode, BeforeValidator(_between_commas)]


class Settings(BaseSettings):
    """What the operator decides. Each field's description completes "NAME must be ...".

    An environment variable goes before the same name in `.env`; an empty one counts as not set.
    """

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", env_ignore_empty=True, hide_input_in_errors=True
    )

    bot_token: SecretStr = Field(SecretStr(""), description="the token from @BotFather")
    bot_token_file: Path | None = Field(None, description="the path of a file with the token")
    telegram_api_url: str = Field(
        "https://api.telegram.org",
        description="the root of a Bot API server, such as https://api.telegram.org, "
        "with nothing after the host and port",
    )
    database_url: str = Field(
        f"{_SQLITE}data/kindreds.db",
        description=f"{_SQLITE} and the path of a file, such as {_SQLITE}data/kindreds.db",
    )
    content_dir: Path | None = Field(
        None, description="a folder with content packs, or empty for the packaged ones"
    )
    admin_ids: _Ids = Field(
        frozenset(), description="numeric Telegram ids with commas between, such as 1234567,7654321"
    )
    series_start: date | None = Field(
        None, description="a date such as 2027-01-01, or empty for everyone's own pace"
    )
    tick_seconds: float = Field(
        5.0, ge=0.05, le=60, description="a number of seconds from 0.05 to 60, such as 5"
    )
    send_rate: float = Field(
        25.0, ge=0.1, le=1000, description="messages a second from 0.1 to 1000, such as 25"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="DEBUG, INFO, WARNING or ERROR"
    )
    log_format: Literal["text", "json"] = Field("text", description="text or json")
    operator_contact: str | None = Field(
        None, max_length=_TEXT, pattern=_ONE_LINE, description=_A_LINE
    )
    help_line: str | None = Field(None, max_length=_TEXT, pattern=_ONE_LINE, description=_A_LINE)
    show_ahead: bool = Field(False, description="true or false")
    adopt_database: bool = Field(False, description="true or false")

    @property
    def database_file(self) -> Path:
        """The file behind `database_url`."""
        return Path(self.database_url.removeprefix(_SQLITE))

    @field_validator("telegram_api_url")
    @classmethod
    def _is_a_server_root(cls, url: str) -> str:
        parts = urlsplit(url)
        plain = not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)
        if parts.scheme not in ("http", "https") or not parts.hostname or not plain:
            raise ValueError
        return url.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _is_a_file(cls, url: str) -> str:
        path = url.removeprefix(_SQLITE)
        if not url.startswith(_SQLITE) or not path or ":memory:" in path or "?" in path:
            raise ValueError
        return url

    @field_validator("content_dir")
    @classmethod
    def _is_a_folder(cls, folder: Path | None) -> Path | None:
        try:
            found = folder is None or folder.is_dir()
        except OSError as error:  # a name too long for any file, a parent that may not be entered
            raise ValueError from error
        if not found:
            raise ValueError
        return folder

    @field_validator("series_start", mode="before")
    @classmethod
    def _is_a_date(cls, day: object) -> object:
        # Left to itself, pydantic reads "20270101" as seconds since 1970.
        return date.fromisoformat(day) if isinstance(day, str) else day

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_capitals(cls, level: object) -> object:
        return level.upper() if isinstance(level, str) else level

    @field_validator("log_format", mode="before")
    @classmethod
    def _in_small_letters(cls, layout: object) -> object:
        return layout.lower() if isinstance(layout, str) else layout


def load_settings(env_file: Path = Path(".env"), *, token_needed: bool = True) -> Settings:
    """The settings from the environment and `env_file`, which need not exist.

    `token_needed=False` is for the commands that never speak to Telegram; where a token is set it
    is read and checked all the same.

    Raises SettingsError naming every setting that is wrong, not only the first.
    """
    wrong = _wrong_in_file(env_file)
    values = {
        **DotEnvSettingsSource(Settings, env_file=env_file)(),
        **EnvSettingsSource(Settings)(),
    }
    try:
        token = _token(values.get("bot_token"), values.get("bot_token_file"), token_needed)
    except ValueError as error:
        wrong.append(str(error))
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        wrong += _sentences(error)
    if wrong:
        # Outside the handlers, so that nothing is chained: pydantic's text may quote what was set.
        raise SettingsError(wrong)
    return settings.model_copy(update={"bot_token": SecretStr(token)})


def settle_libraries() -> None:
    """Have python-telegram-bot give durations as its next major version will, without a warning."""
    os.environ.setdefault("PTB_TIMEDELTA", "true")


def _names() -> list[str]:
    return [name.upper() for name in Settings.model_fields]


def _wrong_in_file(env_file: Path) -> list[str]:
    """What only the file itself can show: lines that say nothing, names misspelled, open doors."""
    try:
        mode = env_file.stat().st_mode
        with env_file.open(encoding="utf-8") as lines:
            bindings = list(parse_stream(lines))
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError):
        raise SettingsError(
            [f"{env_file} cannot be read: make it a text file in UTF-8 that the bot may read."]
        ) from None
    return [
        sentence
        for binding in bindings
        if (sentence := _wrong_in_line(binding, env_file, open_to_others=bool(mode & 0o077)))
    ]


def _wrong_in_line(binding: Binding, env_file: Path, *, open_to_others: bool) -> str | None:
    if binding.error:
        return f"{env_file}, line {binding.original.line}, is not understood: write NAME=value."
    name = (binding.key or "").upper()
    if name == "BOT_TOKEN" and binding.value and open_to_others:
        return f"BOT_TOKEN in {env_file} can be read by others: run chmod 600 {env_file}."
    near = get_close_matches(name, _names(), n=1, cutoff=_LIKENESS)
    if name and near and name not in _names():
        return f"{binding.key} in {env_file} is not a setting: write {near[0]} instead."
    return None


def _sentences(error: ValidationError) -> list[str]:
    wrong = {problem["loc"][0] for problem in error.errors(include_input=False)}
    return [
        f"{name.upper()} must be {field.description}."
        for name, field in Settings.model_fields.items()
        if name in wrong
    ]


def _token(token: str | None, file: str | None, needed: bool) -> str:
    """The token from wherever it is set; raises ValueError with the sentence if it is not right."""
    if token and file:
        raise ValueError("BOT_TOKEN and BOT_TOKEN_FILE are both set: keep one of them.")
    name = "BOT_TOKEN_FILE" if file else "BOT_TOKEN"
    found = (_token_in(Path(file)) if file else token or "").strip()
    if not found and not file:
        if not needed:
            return ""
        raise ValueError(
            "BOT_TOKEN is not set: paste the token that @BotFather gave you into .env, "
            "or name a file that holds it in BOT_TOKEN_FILE."
        )
    if not TOKEN_SHAPE.fullmatch(found):
        raise ValueError(f"{name} holds no bot token: copy it from @BotFather again, all of it.")
    return found


def _token_in(file: Path) -> str:
    try:
        mode, held = file.stat().st_mode, file.read_text(encoding="utf-8")
    except (OSError, ValueError):
        raise ValueError(
            "BOT_TOKEN_FILE cannot be read: write the path of a text file that holds the token."
        ) from None
    if mode & 0o077:
        raise ValueError(f"BOT_TOKEN_FILE can be read by others: run chmod 600 {file}.")
    return held
