"""A wrong setting is named, with its fix, and never with its value."""

import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from dotenv import dotenv_values

from bot.settings import Settings, SettingsError, load_settings

TOKEN = "7012345678:" + "AAHd8f_Kp-" * 3 + "qwert"
EXAMPLE = Path(__file__).parents[1] / ".env.example"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def env_file(*lines: str, mode: int = 0o600) -> Path:
    path = Path(".env")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    path.chmod(mode)
    return path


def sentences_about(*lines: str, token: str = TOKEN) -> tuple[str, ...]:
    env_file(f"BOT_TOKEN={token}", *lines)
    with pytest.raises(SettingsError) as raised:
        load_settings()
    return raised.value.sentences


def test_with_a_token_alone_everything_has_its_default() -> None:
    env_file(f"BOT_TOKEN={TOKEN}")
    settings = load_settings()
    assert settings.bot_token.get_secret_value() == TOKEN
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.database_url == "sqlite+aiosqlite:///data/kindreds.db"
    assert settings.database_file == Path("data/kindreds.db")
    assert settings.content_dir is None
    assert settings.admin_ids == frozenset()
    assert settings.series_start is None
    assert settings.tick_seconds == 5.0
    assert settings.send_rate == 25.0
    assert (settings.log_level, settings.log_format) == ("INFO", "text")
    assert settings.operator_contact is None
    assert settings.help_line is None
    assert settings.show_ahead is False
    assert settings.adopt_database is False


def test_every_setting_is_read() -> None:
    Path("packs").mkdir()
    env_file(
        f"BOT_TOKEN = '{TOKEN}'",
        "TELEGRAM_API_URL=http://127.0.0.1:8081/",
        "DATABASE_URL=sqlite+aiosqlite:////srv/kindreds/kindreds.db",
        "CONTENT_DIR=packs",
        "ADMIN_IDS= 1234567, 7654321,",
        "SERIES_START=2027-01-01",
        "TICK_SECONDS=0.05",
        "SEND_RATE=1000",
        "LOG_LEVEL=debug",
        "LOG_FORMAT=JSON",
        'OPERATOR_CONTACT="Ana, ana@example.org"',
        "HELP_LINE=116 123 # at any hour",
        "SHOW_AHEAD=yes",
        "ADOPT_DATABASE=true",
        "COMPOSE_PROJECT_NAME=kindreds",
    )
    settings = load_settings()
    assert settings.telegram_api_url == "http://127.0.0.1:8081"
    assert settings.database_file == Path("/srv/kindreds/kindreds.db")
    assert settings.content_dir == Path("packs")
    assert settings.admin_ids == {1234567, 7654321}
    assert settings.series_start == date(2027, 1, 1)
    assert (settings.tick_seconds, settings.send_rate) == (0.05, 1000.0)
    assert (settings.log_level, settings.log_format) == ("DEBUG", "json")
    assert settings.operator_contact == "Ana, ana@example.org"
    assert settings.help_line == "116 123"
    assert settings.show_ahead is True
    assert settings.adopt_database is True


def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    env_file(f"BOT_TOKEN={TOKEN}", "SEND_RATE=10")
    monkeypatch.setenv("SEND_RATE", "20")
    assert load_settings().send_rate == 20.0


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    env_file(f"BOT_TOKEN={TOKEN}", "SEND_RATE=10", "ADMIN_IDS=")
    monkeypatch.setenv("SEND_RATE", "")
    settings = load_settings()
    assert settings.send_rate == 10.0
    assert settings.admin_ids == frozenset()


def test_without_a_file_the_environment_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    assert load_settings().bot_token.get_secret_value() == TOKEN


def test_settings_cannot_be_changed_later() -> None:
    settings = load_settings(token_needed=False)
    with pytest.raises(ValueError, match="frozen"):
        settings.send_rate = 1.0  # type: ignore[misc]


WRONG = [
    ("TELEGRAM_API_URL", "api.telegram.org"),
    ("TELEGRAM_API_URL", "ftp://api.telegram.org"),
    ("TELEGRAM_API_URL", f"https://api.telegram.org/bot{TOKEN}"),
    ("TELEGRAM_API_URL", "https://user:secret@example.org"),
    ("TELEGRAM_API_URL", "https://[broken"),
    ("DATABASE_URL", "data/kindreds.db"),
    ("DATABASE_URL", "sqlite:///data/kindreds.db"),
    ("DATABASE_URL", "sqlite+aiosqlite://"),
    ("DATABASE_URL", "sqlite+aiosqlite:///:memory:"),
    ("DATABASE_URL", "postgresql://db/kindreds"),
    ("CONTENT_DIR", "no/such/folder"),
    ("ADMIN_IDS", "@ana"),
    ("ADMIN_IDS", "123;456"),
    ("ADMIN_IDS", "-100123"),
    ("SERIES_START", "1.1.2027"),
    ("SERIES_START", "2027"),
    ("SERIES_START", "2027-02-29"),
    ("SERIES_START", "1700000000"),
    ("TICK_SECONDS", "0.01"),
    ("TICK_SECONDS", "61"),
    ("TICK_SECONDS", "5s"),
    ("TICK_SECONDS", "nan"),
    ("SEND_RATE", "0"),
    ("SEND_RATE", "1001"),
    ("SEND_RATE", "inf"),
    ("LOG_LEVEL", "LOUD"),
    ("LOG_FORMAT", "xml"),
    ("OPERATOR_CONTACT", "x" * 301),
    ("HELP_LINE", '"two\nlines"'),
    ("SHOW_AHEAD", "some"),
    ("ADOPT_DATABASE", "perhaps"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_setting_is_named_in_one_sentence(name: str, value: str) -> None:
    (sentence,) = sentences_about(f"{name}={value}")
    assert re.fullmatch(rf"{name} must be \S[^\n]+\.", sentence)


@pytest.mark.parametrize("name", sorted({name for name, _ in WRONG} - {"OPERATOR_CONTACT"}))
def test_a_token_pasted_into_the_wrong_line_is_not_repeated(name: str) -> None:
    pasted = "7099999999:" + "ZZHd8f_Kp-" * 3 + "qwert" + "!" * 300
    (sentence,) = sentences_about(f"{name}={pasted}")
    assert sentence.startswith(name)
    assert "7099999999" not in sentence
    assert "ZZHd8f" not in sentence


def test_every_setting_that_is_wrong_is_named_at_once() -> None:
    sentences = sentences_about("SEND_RATE=fast", "LOG_LEVEL=LOUD", "TICK_SECOND=5", token="short")
    assert [sentence.split()[0] for sentence in sentences] == [
        "TICK_SECOND",
        "BOT_TOKEN",
        "SEND_RATE",
        "LOG_LEVEL",
    ]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("BOT_TOKN", "BOT_TOKEN"),
        ("TELEGRAM_URL_API", "TELEGRAM_API_URL"),
        ("ADMIN_ID", "ADMIN_IDS"),
        ("SERIESSTART", "SERIES_START"),
        ("log_levl", "LOG_LEVEL"),
        ("HELPLINE", "HELP_LINE"),
    ],
)
def test_a_misspelled_name_is_told_the_near_match(typed: str, meant: str) -> None:
    (sentence,) = sentences_about(f"{typed}=1")
    assert sentence == f"{typed} in .env is not a setting: write {meant} instead."


@pytest.mark.parametrize(
    "name", ["TZ", "PATH", "COMPOSE_PROJECT_NAME", "POSTGRES_PASSWORD", "IMAGE_TAG", "PUID"]
)
def test_what_other_programs_keep_in_the_file_is_left_alone(name: str) -> None:
    env_file(f"BOT_TOKEN={TOKEN}", f"{name}=1")
    assert load_settings().send_rate == 25.0


def test_a_line_that_says_nothing_is_named_by_its_number() -> None:
    assert sentences_about("# fine", "SEND_RATE: 25") == (
        ".env, line 3, is not understood: write NAME=value.",
    )


def test_a_file_that_is_no_text_is_named() -> None:
    Path(".env").write_bytes(b"BOT_TOKEN=\xff\xfe")
    with pytest.raises(SettingsError, match=r"\.env cannot be read.*UTF-8"):
        load_settings()


def test_a_folder_in_place_of_the_file_is_named() -> None:
    Path(".env").mkdir()
    with pytest.raises(SettingsError, match=r"\.env cannot be read"):
        load_settings()


def test_a_missing_token_says_where_to_get_one() -> None:
    with pytest.raises(SettingsError, match=r"BOT_TOKEN is not set.*@BotFather.*BOT_TOKEN_FILE"):
        load_settings()


def test_commands_that_never_speak_to_telegram_need_no_token() -> None:
    assert load_settings(token_needed=False).bot_token.get_secret_value() == ""


@pytest.mark.parametrize("token", ["abc", "123:AAA", f"{TOKEN} {TOKEN}", TOKEN.replace(":", "")])
def test_what_is_no_token_is_refused_unquoted(token: str) -> None:
    (sentence,) = sentences_about(token=f"'{token}'")
    assert sentence.startswith("BOT_TOKEN holds no bot token")
    assert token not in sentence


def test_a_token_in_a_file_is_read_without_its_newline() -> None:
    Path("token").write_text(f"{TOKEN}\n", encoding="utf-8")
    Path("token").chmod(0o600)
    env_file("BOT_TOKEN_FILE=token")
    assert load_settings().bot_token.get_secret_value() == TOKEN


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_token_file_that_others_can_read_is_refused_with_the_cure(mode: int) -> None:
    Path("token").write_text(TOKEN, encoding="utf-8")
    Path("token").chmod(mode)
    env_file("BOT_TOKEN_FILE=token")
    with pytest.raises(SettingsError, match=r"^BOT_TOKEN_FILE .* run chmod 600 token\.$"):
        load_settings()


def test_a_token_in_an_env_file_that_others_can_read_is_refused_with_the_cure() -> None:
    env_file(f"BOT_TOKEN={TOKEN}", mode=0o644)
    with pytest.raises(SettingsError, match=r"^BOT_TOKEN in \.env .* run chmod 600 \.env\.$"):
        load_settings()


def test_an_env_file_without_a_token_may_be_open() -> None:
    env_file("BOT_TOKEN=", "SEND_RATE=20", mode=0o644)
    assert load_settings(token_needed=False).send_rate == 20.0


@pytest.mark.parametrize("path", ["no/such/file", TOKEN])
def test_a_token_file_that_is_not_there_is_named_and_its_path_is_not(path: str) -> None:
    env_file(f"BOT_TOKEN_FILE={path}")
    with pytest.raises(SettingsError, match=r"^BOT_TOKEN_FILE cannot be read") as raised:
        load_settings()
    assert path not in str(raised.value)


def test_a_token_file_without_a_token_is_named() -> None:
    Path("token").write_text("\n", encoding="utf-8")
    Path("token").chmod(0o600)
    env_file("BOT_TOKEN_FILE=token")
    with pytest.raises(SettingsError, match=r"^BOT_TOKEN_FILE holds no bot token"):
        load_settings()


def test_two_tokens_are_one_too_many() -> None:
    env_file(f"BOT_TOKEN={TOKEN}", "BOT_TOKEN_FILE=token")
    with pytest.raises(SettingsError, match="both set"):
        load_settings()


def test_the_token_shows_in_no_repr_and_in_no_chained_error() -> None:
    env_file(f"BOT_TOKEN={TOKEN}")
    settings = load_settings()
    assert TOKEN not in repr(settings) + str(settings) + repr(settings.model_dump())

    env_file(f"BOT_TOKEN={TOKEN}", f"SEND_RATE={TOKEN}")
    with pytest.raises(SettingsError) as raised:
        load_settings()
    assert TOKEN not in str(raised.value)
    assert raised.value.__context__ is None


def documented() -> dict[str, str]:
    return {name: value or "" for name, value in dotenv_values(EXAMPLE).items()}


def test_every_setting_is_in_the_example_and_nothing_else_is() -> None:
    assert list(documented()) == [name.upper() for name in Settings.model_fields]


def test_the_example_shows_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    defaults = Settings()
    for name, value in documented().items():
        monkeypatch.setenv(name, value)
    assert Settings() == defaults
    empty = {name for name, value in documented().items() if not value}
    assert empty == {
        name.upper()
        for name, default in defaults
        if default is None or default == frozenset() or name == "bot_token"
    }


def test_every_setting_in_the_example_has_a_line_of_why() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    for above, line in pairwise(lines):
        if re.match(r"[A-Z_]+=", line):
            assert above.startswith("# "), f"{line} has no comment above it"
