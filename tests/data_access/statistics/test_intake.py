"""The one way in for statistics: what counts, what counts once, and what is refused with which words."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update

from data_access.areas.tree import Area
from data_access.clock import MINUTE, SECOND, format_instant
from data_access.ingest.quarantine import mend, replay, waiting
from data_access.ingest.rebuild import rebuild, replace_areas, verify
from data_access.ingest.receipt import Incoming, Receipt
from data_access.statistics.figures import figure
from data_access.statistics.intake import StatisticIngestor
from data_access.store.schema import quarantine, statistic, statistic_head
from data_access.store.store import NoAreasError, Store
from tests.data_access.statistics.ground import TOTAL, accept, asking, said, site, take
from tests.data_access.worlds import NOW, areas, moment, world
from tests.data_access.worlds import said as event_said
from tests.data_access.worlds import take as take_events


@pytest.fixture
def store() -> Iterator[Store]:
    with site() as found:
        yield found


def rows(store: Store) -> int:
    with store.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(statistic)).scalar_one())


def head(store: Store, metric: str = TOTAL, area: str = "c1", dimensions: str = "") -> Any:
    c = statistic_head.c
    chosen = select(c.start, c.end, c.value, c.at, c.longest)
    with store.reading() as connection:
        found = connection.execute(chosen.where(c.metric == metric, c.area == area, c.dimensions == dimensions))
        return found.one_or_none()


def test_a_report_is_stored_and_stands(store: Store) -> None:
    receipt = take(store, [said(TOTAL, "c1", 12), said(TOTAL, "c1", 7, dimensions={"sector": "road"})])
    assert (receipt.read, receipt.accepted, receipt.duplicate, receipt.quarantined) == (2, 2, 0, [])
    assert head(store).value == 12
    assert head(store, dimensions="sector=road").value == 7
    assert verify(store) == []


def test_the_newest_report_of_a_period_counts_whatever_comes_first(store: Store) -> None:
    late = said(TOTAL, "c1", 20, at="22 12:10")
    early = said(TOTAL, "c1", 10, at="22 12:00")
    accept(store, [late, early])
    assert head(store).value == 20
    accept(store, [said(TOTAL, "c1", 30, at="22 12:20")])
    assert head(store).value == 30
    assert rows(store) == 3, "what was said before is kept"


def test_of_two_reports_of_one_instant_the_larger_counts_in_either_order() -> None:
    for values in ([10, 20], [20, 10]):
        with site() as store:
            for value in values:
                accept(store, [said(TOTAL, "c1", value)])
            assert head(store).value == 20


def test_an_older_period_does_not_push_out_a_newer_one(store: Store) -> None:
    accept(store, [said(TOTAL, "c1", 12, "22 11:00")])
    accept(store, [said(TOTAL, "c1", 99, "22 09:00", at="22 12:20")])
    assert head(store).value == 12
    assert verify(store) == []


def test_the_same_again_is_a_duplicate_within_a_batch_and_after(store: Store) -> None:
    one, old = said(TOTAL, "c1", 12), said(TOTAL, "c1", 3, "22 07:00")
    assert take(store, [one, one, old]).duplicate == 1
    version = store.version().version
    again = take(store, [old, one])
    assert (again.accepted, again.duplicate) == (0, 2)
    assert rows(store) == 2
    assert store.version().version == version, "nothing changed, nobody is woken"


def test_what_is_written_another_way_is_the_same(store: Store) -> None:
    accept(store, [said(TOTAL, "c1", 12, dimensions={"sector": "road", "operator": "李"})])
    other = said(TOTAL, "c1", 12.0, dimensions="operator=李;sector=road", unit="device")
    other["period"] = "2026-11-22T03:00:00Z/2026-11-22T04:00:00Z"
    other["at"] = "2026-11-22T04:00:00Z"
    assert take(store, [other]).duplicate == 1


def test_cloudevents_are_unwrapped(store: Store) -> None:
    envelope = {"specversion": "1.0", "id": "1", "source": "cameras", "type": "statistic", "data": said(TOTAL, "c1", 4)}
    accept(store, [envelope])
    assert head(store).value == 4


def without(name: str) -> dict[str, Any]:
    message = said(TOTAL, "c1", 1)
    del message[name]
    return message


REFUSED: list[tuple[Any, str]] = [
    ([], "message [] is not a JSON object"),
    (without("metric"), "metric is missing; expected a value"),
    (without("area"), "area is missing; expected a value"),
    (without("period"), "period is missing; expected a value"),
    (without("value"), "value is missing; expected a value"),
    (without("at"), "at is missing; expected a value"),
    (said("camera.all", "c1", 1), "metric: 'camera.all' is not in the catalogue; expected camera.total, camera.online"),
    (said("moon.phase", "c1", 1), "metric: 'moon.phase' is not in the catalogue; expected a metric of the catalogue"),
    (said("camera.rate", "c1", 1), "metric: 'camera.rate' is worked out and never reported; expected camera.online"),
    (said(TOTAL, "zz", 1), "area: 'zz' is not in the area tree; expected the code of a loaded area"),
    (said(TOTAL, "c1", 1, dimensions={"color": "red"}), "dimensions: 'color' is not a dimension of the catalogue"),
    (
        said("camera.online", "c1", 1, dimensions={"operator": "x"}),
        "dimensions: operator is no breakdown of camera.online; expected sector",
    ),
    (
        said("visit.count", "c1", 1, dimensions={"sector": "road"}),
        "dimensions: sector is no breakdown of visit.count; expected the total alone",
    ),
    (
        said(TOTAL, "c1", 1, dimensions={"sector": "sea"}),
        "dimensions.sector: 'sea' is not declared; expected one of road, school",
    ),
    (
        said(TOTAL, "c1", 1, dimensions={"department": "navy"}),
        "dimensions.department: 'navy' is no known department; expected one of chengguan, gongan",
    ),
    (said(TOTAL, "c1", 1, dimensions={"operator": "a;b"}), "dimensions.operator: 'a;b': expected 1 to 64 characters"),
    (said(TOTAL, "c1", 1, dimensions={"operator": "x" * 65}), "dimensions.operator: 'x"),
    (said(TOTAL, "c1", 1, dimensions={"sector": 3}), "dimensions.sector: 3"),
    (said(TOTAL, "c1", 1, dimensions=["road"]), "dimensions: ['road']"),
    (said(TOTAL, "c1", 1, dimensions="road"), "dimensions: 'road': expected name=code;name=code"),
    (said(TOTAL, "c1", 1, unit="case"), "unit: 'case' is not that of camera.total; expected 'device'"),
    (said(TOTAL, "c1", -1), "value: -1 is out of the range of camera.total; expected a number from 0 to 100000"),
    (said(TOTAL, "c1", 100001), "value: 100001 is out of the range of camera.total"),
    (said(TOTAL, "c1", float("nan")), "value: nan"),
    (said(TOTAL, "c1", float("inf")), "value: inf"),
    (said(TOTAL, "c1", 1e16), "value: 1e+16: expected a number of at most 1e+15"),
    (said(TOTAL, "c1", -(10**400)), "value: -1000"),
    (said(TOTAL, "c1", None), "value: None: expected a finite number"),
    (said(TOTAL, "c1", "12"), "value: '12': expected a finite number"),
    (said(TOTAL, "c1", True), "value: True: expected a"),
    ({**said(TOTAL, "c1", 1), "period": "2026-11-22"}, "period: '2026-11-22': '2026-11-22' is no interval; expected"),
    ({**said(TOTAL, "c1", 1), "period": 7}, "period: 7: expected an ISO interval"),
    ({**said(TOTAL, "c1", 1), "period": "2026-11-22T09:00:00+08:00/P2Y"}, "period: '2026-11-22T09:00:00+08:00/P2Y'"),
    ({**said(TOTAL, "c1", 1), "at": "2026-11-22 09:00"}, "at: '2026-11-22 09:00'"),
    (
        said(TOTAL, "c1", 1, at=NOW + 5 * MINUTE + SECOND),
        f"at: {format_instant(NOW + 5 * MINUTE + SECOND)} lies in the future, 1 s beyond the clock tolerance",
    ),
]


@pytest.mark.parametrize(("message", "reason"), REFUSED, ids=[reason[:60] for _, reason in REFUSED])
def test_what_breaks_the_contract_is_set_aside_with_its_reason(store: Store, message: Any, reason: str) -> None:
    receipt = take(store, [said(TOTAL, "c2", 5), message])
    assert receipt.accepted == 1
    (refusal,) = receipt.quarantined
    assert refusal.index == 1
    assert refusal.reason.startswith(reason)
    (held,) = waiting(store)
    assert (held.kind, held.feed, held.reason) == ("statistic", "feed", refusal.reason)
    assert rows(store) == 1


def test_what_could_not_be_decoded_is_kept_as_it_came(store: Store) -> None:
    StatisticIngestor(store).ingest([Incoming(raw='{"metric": \x00', error="message is not JSON: said the feed")], "f")
    (held,) = waiting(store)
    assert held.raw == '{"metric": \\x00'


@pytest.mark.parametrize(
    ("begin", "length", "free"),
    [
        ("22 09:00", "PT1H", True),
        ("22 11:00", "PT1H", True),
        ("22 10:00", "PT2H", False),
        ("22 09:30", "PT1H", False),
        ("22 10:30", "PT15M", False),
        ("22 10:00", "PT30M", False),
        ("22 08:00", "PT4H", False),
        ("22 08:00", "PT2H", True),
    ],
)
def test_periods_of_a_series_do_not_overlap(store: Store, begin: str, length: str, free: bool) -> None:
    accept(store, [said(TOTAL, "c1", 1, "22 10:00"), said(TOTAL, "c1", 1, "22 12:00", at="22 12:10")])
    receipt = take(store, [said(TOTAL, "c1", 1, begin, length=length, at="22 12:00")])
    if free:
        assert receipt.accepted == 1
        return
    (refusal,) = receipt.quarantined
    assert refusal.reason.startswith("period: ")
    assert "overlaps the stored period 2026-11-22T" in refusal.reason
    # Another breakdown or area is another series.
    accept(store, [said(TOTAL, "c2", 1, begin, length=length, at="22 12:00")])
    accept(store, [said(TOTAL, "c1", 1, begin, length=length, at="22 12:00", dimensions={"sector": "road"})])


def test_periods_overlap_within_a_batch_too(store: Store) -> None:
    batch = [said(TOTAL, "c1", 1, "22 10:00"), said(TOTAL, "c1", 2, "22 09:30"), said(TOTAL, "c1", 3, "22 08:00")]
    receipt = take(store, batch)
    assert [one.index for one in receipt.quarantined] == [1]
    assert receipt.accepted == 2


def test_a_long_period_of_old_is_found(store: Store) -> None:
    """A short period is checked against a month that began long before it."""
    accept(store, [said(TOTAL, "c1", 1, "01 00:00", length="P20D", at="21 00:00"), said(TOTAL, "c1", 1, "22 10:00")])
    receipt = take(store, [said(TOTAL, "c1", 1, "19 10:00", at="22 12:00")])
    assert "overlaps the stored period" in receipt.quarantined[0].reason
    assert head(store).longest == 20 * 24 * 60 * MINUTE
    assert verify(store) == []


def test_every_commit_is_told(store: Store) -> None:
    told: list[int] = []
    store.on_change(told.append)
    newest = store.version().newest_at
    accept(store, [said(TOTAL, "c1", 1)])
    take(store, [said(TOTAL, "zz", 1)])
    assert told == [store.version().version - 1, store.version().version]
    assert store.version().newest_at == newest, "the age of the event feed is that of its own messages"


def test_feeds_that_say_the_same_at_the_same_time_are_counted_once(store: Store) -> None:
    batch = [said(TOTAL, area, value, f"22 {value:02}:00") for area in ("c1", "c2", "c3") for value in range(1, 11)]
    receipts: list[Receipt] = []
    threads = [threading.Thread(target=lambda: receipts.append(take(store, batch))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sum(one.accepted for one in receipts) == rows(store) == len(batch)
    assert sum(one.duplicate for one in receipts) == 3 * len(batch)
    assert verify(store) == []


def test_an_empty_batch_is_nothing(store: Store) -> None:
    assert take(store, []).read == 0


def test_before_areas_are_loaded_nothing_is_taken() -> None:
    with world(prepared=False) as bare, pytest.raises(NoAreasError):
        take(bare, [said(TOTAL, "c1", 1)])


def test_quarantine_is_replayed_by_kind(store: Store) -> None:
    take(store, [said(TOTAL, "zz", 3)])
    take_events(store, [event_said("1", "collected", "22 09:00", area="zz")])
    assert [held.kind for held in waiting(store)] == ["event", "statistic"]
    for held in waiting(store):
        mend(store, held.id, held.raw.replace("zz", "c1"))
    receipt = replay(store)
    assert (receipt.accepted, receipt.quarantined) == (2, [])
    assert head(store).value == 3
    assert waiting(store) == []


def test_what_still_breaks_the_contract_is_held_anew_as_its_kind(store: Store) -> None:
    take(store, [said(TOTAL, "zz", 3)])
    assert len(replay(store).quarantined) == 1
    (held,) = waiting(store)
    assert held.kind == "statistic"
    with store.reading() as connection:
        assert connection.execute(select(func.count()).select_from(quarantine)).scalar_one() == 2


def test_heads_are_proved_and_made_anew(store: Store) -> None:
    accept(store, [said(TOTAL, "c1", 12), said(TOTAL, "c1", 11, "22 09:00", length="PT2H"), said(TOTAL, "c2", 4)])
    assert verify(store) == []
    before = head(store)
    with store.writing() as connection:
        connection.execute(update(statistic_head).where(statistic_head.c.area == "c1").values(value=13))
        connection.execute(delete(statistic_head).where(statistic_head.c.area == "c2"))
    assert len(verify(store)) == 2
    rebuild(store)
    assert verify(store) == []
    assert head(store) == before
    assert head(store, area="c2").value == 4


def test_figures_of_codes_that_vanish_are_kept_and_come_back(store: Store) -> None:
    accept(store, [said(TOTAL, "c1", 12), said(TOTAL, "c2", 5)])
    full = areas()
    replace_areas(store, [area for area in full if area.code not in ("c2", "g3")])
    with asking(store) as (reader, question):
        assert figure(reader, question, TOTAL).value == 12
    assert rows(store) == 2
    refused = take(store, [said(TOTAL, "c2", 6, "22 12:00", at="22 12:10")])
    assert "is not in the area tree" in refused.quarantined[0].reason
    replace_areas(store, full)
    with asking(store) as (reader, question):
        assert figure(reader, question, TOTAL).value == 17
    assert verify(store) == []


def test_a_tree_that_changes_its_shape_adds_up_anew(store: Store) -> None:
    """Nothing of a roll-up is stored: the same reports under another tree give that tree's sums."""
    accept(store, [said(TOTAL, "c1", 12), said(TOTAL, "c3", 5)])
    moved = [Area(one.code, one.name, one.level, "s1" if one.code == "c3" else one.parent) for one in areas()]
    replace_areas(store, moved)
    with asking(store, area="s1") as (reader, question):
        assert figure(reader, question, TOTAL).value == 17


def test_times_are_what_the_message_said(store: Store) -> None:
    accept(store, [said(TOTAL, "c1", 1, "22 09:00", at="22 10:02")])
    assert head(store)[:2] == (moment("22 09:00"), moment("22 10:00"))
    assert head(store).at == moment("22 10:02")
