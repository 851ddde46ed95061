"""The words of a site: declared, ordered, labelled."""

import pytest

from data_access.store.store import Store
from data_access.store.vocabulary import Term, Vocabulary
from tests.data_access.worlds import TERMS, accept, said


def kept(store: Store) -> Vocabulary:
    with store.reading() as connection:
        return store.site(connection).vocabulary


def test_words_come_back_in_the_order_they_were_declared(store: Store) -> None:
    for kind in ("source", "department", "category", "level"):
        assert [term.code for term in kept(store).of(kind)] == [term.code for term in TERMS if term.kind == kind]


def test_labels_fall_back_on_the_parent_and_then_on_the_code(store: Store) -> None:
    words = kept(store)
    assert words.label("category", "city", "zh") == "城市管理"
    assert words.label("category", "city/street", "en") == "City · street"
    assert words.label("category", "city/street/stall", "en") == "city/street/stall"
    assert words.label("category", "other/x", "en") == "other/x"
    assert words.label("department", "a/b", "en") == "a/b"
    assert words.label("source", "none", "zh") == "none"


def test_attributes(store: Store) -> None:
    words = kept(store)
    assert words.attribute("source", "app", "datum") == "gcj02"
    assert words.attribute("source", "app", "cadence_minutes") is None
    assert words.attribute("source", "none", "datum") is None


def test_declaring_what_is_known_changes_nothing(store: Store) -> None:
    version = store.version()
    store.declare(TERMS)
    assert store.version() == version


def test_a_changed_word_replaces_the_old_and_is_seen_at_once(store: Store) -> None:
    version = store.version()
    store.declare([Term("department", "gongan", "公安分局", "Police", {"response_limit_minutes": 5}), *TERMS[:2]])
    assert store.version().areas == version.areas + 1
    words = kept(store)
    assert words.label("department", "gongan", "zh") == "公安分局"
    assert words.attribute("department", "gongan", "response_limit_minutes") == 5
    assert [term.code for term in words.of("source")] == ["hotline", "worker", "app"]


def test_a_new_source_is_accepted_at_once(store: Store) -> None:
    store.declare([Term("source", "drone", "无人机", "Drone")])
    accept(store, [said("1", "collected", "22 09:00", source="drone")])


def test_an_unknown_kind_is_refused_and_leaves_nothing(store: Store) -> None:
    version = store.version()
    with pytest.raises(ValueError, match="kind 'colour' is not known; expected one of source"):
        store.declare([Term("source", "x", "x", "x"), Term("colour", "red", "红", "Red")])
    assert store.version() == version
    assert kept(store).get("source", "x") is None
