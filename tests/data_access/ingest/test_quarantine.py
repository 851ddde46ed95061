"""The quarantine: listed, mended, replayed; nothing is lost and nothing comes twice."""

import json

import pytest
from sqlalchemy import select

from data_access.ingest.ingestor import Ingestor
from data_access.ingest.quarantine import count_waiting, mend, replay, waiting
from data_access.ingest.rebuild import verify
from data_access.ingest.receipt import Incoming
from data_access.store.schema import event, transition
from data_access.store.store import Store
from data_access.store.vocabulary import Term
from tests.data_access.worlds import NOW, accept, only, said, take

GOOD = said("1", "collected", "22 09:00")
BAD = GOOD | {"severity": 9}


def refuse(store: Store, *messages: object, feed: str = "feed") -> None:
    assert len(take(store, messages, feed).quarantined) == len(messages)


def test_an_empty_quarantine(store: Store) -> None:
    assert (waiting(store), count_waiting(store)) == ([], 0)
    assert replay(store).read == 0


def test_what_waits_is_listed_newest_first(store: Store) -> None:
    refuse(store, BAD, feed="push")
    refuse(store, {"nonsense": 1}, 7)
    found = waiting(store)
    assert [json.loads(one.raw) for one in found] == [7, {"nonsense": 1}, BAD]
    assert (found[2].feed, found[2].received_at) == ("push", NOW)
    assert found[2].reason.startswith("severity: 9")
    assert [one.id for one in waiting(store, limit=2)] == [one.id for one in found[:2]]
    assert count_waiting(store) == 3


def test_mended_and_replayed_it_counts(store: Store) -> None:
    refuse(store, BAD)
    (one,) = waiting(store)
    mend(store, one.id, json.dumps(GOOD))
    receipt = replay(store)
    assert (receipt.read, receipt.accepted, receipt.quarantined) == (1, 1, [])
    assert count_waiting(store) == 0
    assert only(store)["reported"] == 1
    assert replay(store).read == 0
    assert verify(store) == []


def test_replay_after_the_site_has_learned(store: Store) -> None:
    refuse(store, said("1", "collected", "22 09:00", source="new"))
    store.declare([Term("source", "new", "新", "New")])
    assert replay(store).accepted == 1


def test_what_is_still_wrong_waits_again_with_its_new_reason(store: Store) -> None:
    refuse(store, BAD)
    (first,) = waiting(store)
    mend(store, first.id, json.dumps(GOOD | {"lon": 200}))
    receipt = replay(store)
    assert [one.index for one in receipt.quarantined] == [0]
    (second,) = waiting(store)
    assert second.reason.startswith("lat is missing") or second.reason.startswith("lon: 200")
    assert json.loads(second.raw) == GOOD | {"lon": 200}
    assert second.feed == first.feed
    with pytest.raises(KeyError, match=str(first.id)):
        mend(store, first.id, "{}")


def test_only_those_named_are_replayed(store: Store) -> None:
    refuse(store, BAD, BAD | {"event_id": "2"})
    newest, oldest = waiting(store)
    for one in (newest, oldest):
        mend(store, one.id, json.dumps(json.loads(one.raw) | {"severity": 1}))
    assert replay(store, [oldest.id]).accepted == 1
    assert [one.id for one in waiting(store)] == [newest.id]
    assert replay(store, [oldest.id, 12345]).read == 0


def test_replaying_what_has_come_meanwhile_is_a_duplicate(store: Store) -> None:
    refuse(store, BAD)
    accept(store, [GOOD])
    (one,) = waiting(store)
    mend(store, one.id, json.dumps(GOOD))
    receipt = replay(store)
    assert (receipt.accepted, receipt.duplicate) == (0, 1)
    assert count_waiting(store) == 0


@pytest.mark.parametrize("raw", ["", "{", "not json", '{"a": 1} x', "[" * 100_000], ids=lambda raw: raw[:9])
def test_raw_text_that_is_no_json_waits_on(store: Store, raw: str) -> None:
    Ingestor(store).ingest([Incoming(raw=raw, error="message is not JSON: said the feed")], "feed")
    refuse(store, BAD)
    newest, _ = waiting(store)
    mend(store, newest.id, json.dumps(GOOD))
    receipt = replay(store)
    assert (receipt.accepted, len(receipt.quarantined)) == (1, 1)
    (one,) = waiting(store)
    assert one.raw == raw
    assert one.reason.startswith("message is not JSON")


def test_messages_of_one_event_are_replayed_in_the_order_they_came(store: Store) -> None:
    """Of what says the same transition twice the first seen holds, mended or not."""
    refuse(store, BAD | {"title": "first"}, BAD | {"title": "second"})
    for one in waiting(store):
        mend(store, one.id, json.dumps(json.loads(one.raw) | {"severity": 1}))
    assert replay(store).accepted == 1
    with store.reading() as connection:
        assert connection.execute(select(event.c.title)).scalars().all() == ["first"]


def test_a_message_keeps_the_datum_it_was_handed_in_with(store: Store) -> None:
    place = {"lon": 117.19, "lat": 34.2}
    right, wrong = said("1", "collected", "22 09:00", **place), said("2", "collected", "22 09:00", severity=9, **place)
    assert len(take(store, [right, wrong], datum="gcj02").quarantined) == 1
    (one,) = waiting(store)
    mend(store, one.id, json.dumps(wrong | {"severity": 1}))
    assert replay(store).accepted == 1
    with store.reading() as connection:
        points = set(connection.execute(select(transition.c.lon, transition.c.lat)).all())
    assert len(points) == 1
