from pathlib import Path

import pytest
from pydantic import ValidationError

from dashboard.settings import Settings, SettingsError, load_settings, table
from data_access.risk.index_rules import SHIPPED as RISK_RULES
from data_access.scores.rules import SHIPPED
from data_access.walls.book import SHIPPED as WALLS


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The default database makes its folder where one stands.
    monkeypatch.chdir(tmp_path)


def test_defaults_need_nothing() -> None:
    settings = load_settings()
    assert (settings.host, settings.port) == ("127.0.0.1", 8050)
    assert settings.database_url == "sqlite:///var/gridscope.db"
    assert settings.redis_url is None
    assert settings.feed_tokens == {}
    assert settings.zone == "Asia/Shanghai"
    assert settings.push_hertz == 4


@pytest.mark.parametrize(
    ("variable", "value", "name", "expected"),
    [
        ("GRIDSCOPE_DATABASE_URL", "sqlite:///other.db", "database_url", "sqlite:///other.db"),
        ("GRIDSCOPE_REDIS_URL", "rediss://:pw@cache:6380/1", "redis_url", "rediss://:pw@cache:6380/1"),
        ("GRIDSCOPE_HOST", "0.0.0.0", "host", "0.0.0.0"),
        ("HOST", "0.0.0.0", "host", "0.0.0.0"),
        ("GRIDSCOPE_PORT", "9000", "port", 9000),
        ("PORT", "9000", "port", 9000),
        ("GRIDSCOPE_WORKERS", "3", "workers", 3),
        ("GRIDSCOPE_THREADS", "64", "threads", 64),
        ("GRIDSCOPE_STREAMS", "7", "streams", 7),
        ("GRIDSCOPE_TITLE", "指挥屏", "title", "指挥屏"),
        ("GRIDSCOPE_TITLE_EN", "Wall", "title_en", "Wall"),
        ("GRIDSCOPE_ZONE", "UTC", "zone", "UTC"),
        ("GRIDSCOPE_CLOCK_TOLERANCE", "0", "clock_tolerance", 0),
        ("GRIDSCOPE_BODY_LIMIT", "64", "body_limit", 64),
        ("GRIDSCOPE_PUSH_HERTZ", "0.5", "push_hertz", 0.5),
        ("GRIDSCOPE_SCORE_RULES", str(SHIPPED), "score_rules", SHIPPED),
        ("GRIDSCOPE_RISK_RULES", str(RISK_RULES), "risk_rules", RISK_RULES),
        ("GRIDSCOPE_WALLS", str(WALLS), "walls", WALLS),
    ],
)
def test_each_variable_sets_its_field(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, name: str, expected: object
) -> None:
    monkeypatch.setenv(variable, value)
    assert getattr(load_settings(), name) == expected


def test_our_own_port_goes_before_the_plain_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "9")
    monkeypatch.setenv("GRIDSCOPE_PORT", "10")
    assert load_settings().port == 10


@pytest.mark.parametrize("name", ["PORT", "HOST", "GRIDSCOPE_TITLE", "GRIDSCOPE_FEED_TOKENS", "GRIDSCOPE_REDIS_URL"])
def test_an_empty_variable_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "")
    assert load_settings() == Settings()


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("a=x", {"a": "x"}),
        (" a = x , b=y ,", {"a": "x", "b": "y"}),
        ("a=x=y==", {"a": "x=y=="}),
        (",", {}),
    ],
)
def test_feed_tokens(monkeypatch: pytest.MonkeyPatch, text: str, tokens: dict[str, str]) -> None:
    monkeypatch.setenv("GRIDSCOPE_FEED_TOKENS", text)
    assert load_settings().feed_tokens == tokens


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("GRIDSCOPE_PORT", "0", "greater than or equal to 1"),
        ("GRIDSCOPE_PORT", "65536", "less than or equal to 65535"),
        ("GRIDSCOPE_PORT", "web", "valid integer"),
        ("GRIDSCOPE_WORKERS", "0", "greater than or equal to 1"),
        ("GRIDSCOPE_THREADS", "1", "greater than or equal to 8"),
        ("GRIDSCOPE_STREAMS", "1.5", "valid integer"),
        ("GRIDSCOPE_PUSH_HERTZ", "0", "greater than 0"),
        ("GRIDSCOPE_SCORE_RULES", "none.toml", "No such file or directory; expected a TOML file of score rules"),
        ("GRIDSCOPE_RISK_RULES", "none.toml", "No such file or directory; expected a TOML file of risk rules"),
        ("GRIDSCOPE_WALLS", "none.toml", "No such file or directory; expected a TOML file that can be read"),
        ("GRIDSCOPE_PUSH_HERTZ", "nan", "less than or equal to 20"),
        ("GRIDSCOPE_CLOCK_TOLERANCE", "-1", "greater than or equal to 0"),
        ("GRIDSCOPE_BODY_LIMIT", "big", "valid integer"),
        ("GRIDSCOPE_ZONE", "Mars/Base", "expected a name such as Asia/Shanghai"),
        ("GRIDSCOPE_ZONE", "../../etc/passwd", "expected a name such as Asia/Shanghai"),
        # A folder of the time zone database, not a zone.
        ("GRIDSCOPE_ZONE", "Asia", "expected a name such as Asia/Shanghai"),
        ("GRIDSCOPE_DATABASE_URL", "gridscope.db", "expected e.g. sqlite:///var/gridscope.db"),
        ("GRIDSCOPE_DATABASE_URL", "sqlite://", "expected a file"),
        ("GRIDSCOPE_DATABASE_URL", "mysql://h/d", "expected sqlite or postgresql"),
        # Folders that cannot be made.
        ("GRIDSCOPE_DATABASE_URL", "sqlite:////proc/nowhere/x.db", "expected"),
        ("GRIDSCOPE_DATABASE_URL", "sqlite:////etc/passwd/x.db", "expected"),
        ("GRIDSCOPE_DATABASE_URL", "postgresql://h:port/d", "expected"),
        ("GRIDSCOPE_REDIS_URL", "http://cache", "expected a redis:// URL"),
        ("GRIDSCOPE_REDIS_URL", "cache", "expected a redis:// URL"),
        ("GRIDSCOPE_FEED_TOKENS", "hotline", "expected name=token,name=token"),
        ("GRIDSCOPE_FEED_TOKENS", "=x", "expected name=token,name=token"),
        ("GRIDSCOPE_FEED_TOKENS", "a=", "expected name=token,name=token"),
    ],
)
def test_a_bad_value_names_variable_value_and_what_was_expected(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, words: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    text = str(caught.value)
    assert text.startswith(f"{variable}=")
    assert words in text
    if variable != "GRIDSCOPE_FEED_TOKENS":
        assert value in text


def test_every_bad_variable_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRIDSCOPE_WORKERS", "x")
    monkeypatch.setenv("GRIDSCOPE_STREAMS", "y")
    with pytest.raises(SettingsError, match=r"GRIDSCOPE_WORKERS='x'.*; GRIDSCOPE_STREAMS='y'"):
        load_settings()


@pytest.mark.parametrize(("variable", "other"), [("PORT", "GRIDSCOPE_PORT"), ("GRIDSCOPE_PORT", None)])
def test_the_variable_that_is_named_is_the_one_that_was_set(
    monkeypatch: pytest.MonkeyPatch, variable: str, other: str | None
) -> None:
    monkeypatch.setenv(variable, "99999")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert f"{variable}='99999'" in str(caught.value)
    assert other is None or other not in str(caught.value)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("GRIDSCOPE_FEED_TOKENS", "hotline=s3cret,broken"),
        ("GRIDSCOPE_FEED_TOKENS", "s3cret"),
        ("GRIDSCOPE_DATABASE_URL", "mysql://user:s3cret@host/db"),
        ("GRIDSCOPE_DATABASE_URL", "postgresql://user:s3cret@host:port/db"),
        ("GRIDSCOPE_REDIS_URL", "http://:s3cret@host"),
    ],
)
def test_an_error_does_not_print_a_secret(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert variable in str(caught.value)
    assert "s3cret" not in str(caught.value)


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        Settings().port = 1  # type: ignore[misc]  # that is the point


def test_the_table_has_a_row_for_each_setting() -> None:
    lines = table().splitlines()
    assert len(lines) == 2 + len(Settings.model_fields)
    assert "| `PORT` | `8050` | Port to listen on |" in lines
    assert "| `GRIDSCOPE_REDIS_URL` | none | Redis for streams, push between processes and the shared cache |" in lines
    assert all(line.count("|") == 4 for line in lines)
