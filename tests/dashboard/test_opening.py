"""Opening the store that the settings name: an earlier release is brought up to date."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.opening import open_store
from dashboard.settings import Settings
from data_access.ingest.rebuild import verify
from data_access.risk.index_rules import SHIPPED as RISK_RULES
from data_access.scores.rules import SHIPPED
from data_access.store.store import Store
from tests.data_access.store.first_schema import TOLD, make_first
from tests.data_access.worlds import contents, measures

SAYS = "states, marks and rollups were derived anew"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    logging.getLogger("alembic").setLevel(logging.WARNING)
    return Settings(database_url=f"sqlite:///{tmp_path / 'old.db'}")


@pytest.fixture
def old(settings: Settings) -> Settings:
    """Settings that name a database of the first release."""
    store = Store(settings.database_url)
    make_first(store)
    store.close()
    return settings


@pytest.fixture
def opened(old: Settings) -> Iterator[Store]:
    store = open_store(old)
    yield store
    store.close()


def test_an_old_store_is_whole_when_it_is_open(opened: Store) -> None:
    assert verify(opened) == []
    (row,) = measures(opened, window="2026-11-20T00:00:00+08:00/P1D")
    # Case 4 was voided.
    assert (row["reported"], row["closed"], row["open"]) == (3, 2, 1)
    assert len(contents(opened)["transition"]) == len(TOLD)


def test_it_is_derived_anew_once_and_says_so(old: Settings, caplog: pytest.LogCaptureFixture) -> None:
    versions = []
    with caplog.at_level(logging.INFO, "dashboard.opening"):
        for _ in range(3):
            store = open_store(old)
            versions.append(store.version().version)
            store.close()
    assert versions == [8, 8, 8]
    assert [SAYS in message for message in caplog.messages] == [True]


def test_a_fresh_store_is_not_derived_anew(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "dashboard.opening"):
        store = open_store(settings)
        store.close()
    assert caplog.messages == []


def test_the_store_scores_by_the_rules_of_the_settings(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(SHIPPED.read_text(encoding="utf-8").replace('"2026-11"', '"mine"'), encoding="utf-8")
    for given, version in ((settings, "2026-11"), (settings.model_copy(update={"score_rules": path}), "mine")):
        store = open_store(given)
        assert [rules.version for rules in store.score_rules.versions] == [version]
        store.close()


def test_the_store_judges_risk_by_the_rules_of_the_settings(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "risk.toml"
    path.write_text(RISK_RULES.read_text(encoding="utf-8").replace('"2026.1"', '"mine"'), encoding="utf-8")
    for given, version in ((settings, "2026.1"), (settings.model_copy(update={"risk_rules": path}), "mine")):
        store = open_store(given)
        assert store.risk_rules.version == version
        store.close()
