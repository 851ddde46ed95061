"""Input that should not be, and is: the totals agree in every hard world, and nothing unknown becomes a nought."""

import pytest

from data_access.clock import DAY, HOUR
from data_access.frames import flow
from data_access.ingest.rebuild import verify
from data_access.levels import levels_at
from data_access.measures import measure_rows
from data_access.reader import Reader
from data_access.view import View
from tests.data_access.worlds import NOW, accept, measures, only, reading, said, take, world
from tests.hard_worlds import HARD, hard

ADDED = ("reported", "closed", "open", "overdue", "due")
RATES = ("on_time_rate", "rework_rate", "satisfaction", "self_handled_share")


def disagreements(reader: Reader, view: View) -> list[str]:
    """Where the parts of a measure do not add up to the whole."""
    (whole,) = measure_rows(reader, view)
    found = []
    for by in ("child", "department", "source", "category"):
        parts = measure_rows(reader, view, by)
        if not parts:
            continue
        found += [f"{by} {name}" for name in ADDED if sum(part[name] for part in parts) != whole[name]]
        for name in RATES:
            for side in ("numerator", "denominator"):
                if sum(part[name][side] for part in parts) != whole[name][side]:
                    found.append(f"{by} {name} {side}")
    return found


@pytest.mark.parametrize("name", HARD)
def test_the_parts_of_every_hard_world_are_its_whole(name: str) -> None:
    with hard(name) as store:
        assert verify(store) == []
        with reading(store) as reader:
            areas = [code for code in reader.tree.subtree(reader.tree.root.code) if reader.tree.children(code)][:3]
            for view in (View(window="7d"), View(window="30d", as_of=NOW - 2 * DAY - 1)):
                for area in areas or [""]:
                    assert disagreements(reader, view.replaced(area=area)) == [], (view, area)


@pytest.mark.parametrize("name", HARD)
def test_a_share_of_nothing_is_unknown_and_one_of_something_is_not(name: str) -> None:
    with hard(name) as store:
        for by in ("none", "child", "department"):
            for row in measures(store, by=by, window="7d"):
                for rate in RATES:
                    share = row[rate]
                    assert (share["value"] is None) == (share["denominator"] == 0)
                    assert share["value"] is None or 0 <= share["value"] <= 1
                for durations in (row["response_seconds"], row["handling_seconds"]):
                    assert (durations["p50"] is None) == (durations["p90"] is None) == (durations["n"] == 0)


@pytest.mark.parametrize("name", HARD)
def test_levels_and_stocks_are_never_below_nothing(name: str) -> None:
    with hard(name) as store, reading(store) as reader:
        question = reader.question(View())
        instants = [NOW - days * DAY for days in range(20, 0, -1)]
        levels = levels_at(reader, question, instants)
        assert (levels.open >= levels.overdue).all()
        assert (levels.overdue >= 0).all()
        for moment in (NOW + 1, NOW - 2 * DAY):
            rows = flow.frame(reader, View(as_of=moment)).to_dict("records")
            assert [row["stage"] for row in rows if row["usual"] is not None and row["usual"] < 0] == []


def test_negative_durations_are_counted_and_never_hidden() -> None:
    with world() as store:
        accept(store, [said("1", "handled", NOW - 3 * HOUR), said("1", "collected", NOW - HOUR)])
        found = only(store)
        assert (found["closed"], found["handling_seconds"]["n"]) == (1, 1)
        assert found["handling_seconds"]["p50"] == pytest.approx(-2 * 3600, rel=0.01)


def test_what_is_due_before_it_was_collected_is_late_from_the_start() -> None:
    with world() as store:
        accept(store, [said("1", "collected", NOW - HOUR, due_at=NOW - 5 * HOUR)])
        found = only(store)
        assert (found["due"], found["overdue"], found["on_time_rate"]["value"]) == (1, 1, 0.0)


def test_few_at_one_point_are_no_placeholder_and_stay_where_they_are() -> None:
    with hard("one point") as store:
        rows = {row["key"]: row["reported"] for row in measures(store, by="child", window="7d")}
        assert rows == {"s1": 30, "s2": 0, "s3": 0}


def test_what_lies_nowhere_is_counted_and_said_to_lie_nowhere() -> None:
    with hard("nowhere") as store:
        rows = {row["key"]: row["reported"] for row in measures(store, by="child", window="7d")}
        assert rows == {"s1": 0, "s2": 0, "s3": 0, "unlocated": 30}


@pytest.mark.parametrize(
    "broken",
    [
        {"severity": "high"},
        {"severity": 0},
        {"severity": 6},
        {"satisfaction": float("nan")},
        {"satisfaction": float("inf")},
        {"satisfaction": -1},
        {"lon": 200, "lat": 34},
        {"lon": float("nan"), "lat": 34},
        {"due_at": "tomorrow"},
        {"at": "2026-11-22 09:00"},
        {"department": ["chengguan"]},
        {"department": "x" * 65},
        {"area": "nowhere"},
        {"category": ""},
        {"self_handled": "perhaps"},
        {"stage": "forgotten"},
        {"event_id": ""},
    ],
    ids=repr,
)
def test_a_broken_message_is_kept_aside_with_its_reason_and_counts_nowhere(broken: dict[str, object]) -> None:
    with world() as store:
        receipt = take(store, [{**said("1", "collected", NOW - HOUR), **broken}, said("2", "collected", NOW - HOUR)])
        (refused,) = receipt.quarantined
        name = "lon" if "lon" in broken else next(iter(broken))
        assert name in refused.reason
        assert only(store)["reported"] == 1
