"""Every frame in every corner: the declared columns, None where there is nothing, and totals that agree."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from random import Random
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data_access.clock import DAY, HOUR, MINUTE, SECOND, format_instant, parse_instant
from data_access.frames import (
    aging,
    areas,
    balance,
    compare_categories,
    compare_course,
    compare_departments,
    compare_figures,
    compare_sides,
    compare_sources,
    deadlines,
    departments,
    dwell,
    flow,
    forecast,
    handling,
    handovers,
    inflow,
    kpis,
    map,
    matrix,
    overdue,
    punctuality,
    rhythm,
    sankey,
    sentence,
    sources,
    spread,
    stuck,
    surges,
    ticker,
    trend,
    twins,
    vocabulary,
)
from data_access.reader import OutsideScope
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.worlds import CODES, NOW, OUTSIDE, Clock, accept, moment, only, reading, said, world
from tests.data_access.worlds import areas as tree

FRAMES: dict[str, ModuleType] = {
    module.__name__.rpartition(".")[2]: module
    for module in (
        aging,
        areas,
        balance,
        compare_categories,
        compare_course,
        compare_departments,
        compare_figures,
        compare_sides,
        compare_sources,
        deadlines,
        departments,
        dwell,
        flow,
        forecast,
        handling,
        handovers,
        inflow,
        kpis,
        map,
        matrix,
        overdue,
        punctuality,
        rhythm,
        sankey,
        sentence,
        sources,
        spread,
        stuck,
        surges,
        ticker,
        trend,
        twins,
        vocabulary,
    )
}
MIDNIGHT = moment("22 00:00")
VIEWS = {
    "the plain one": View(),
    "English": View(language="en"),
    "today": View(window="today"),
    "today at midnight": View(window="today", as_of=MIDNIGHT),
    "a week": View(window="7d"),
    "a month": View(window="30d"),
    "an hour": View(window=f"{format_instant(NOW - HOUR)}/PT1H"),
    "a microsecond": View(window=f"{format_instant(NOW - 1)}/{format_instant(NOW)}"),
    "a year": View(window=f"P365D/{format_instant(NOW)}"),
    "a window to come": View(window=f"{format_instant(NOW + DAY)}/PT6H"),
    "a window half over": View(window=f"{format_instant(NOW - HOUR)}/PT6H"),
    "a street": View(area="s1"),
    "a community": View(area="c1"),
    "a leaf": View(area="g1"),
    "a leaf high up": View(area="s3"),
    "a street against another": View(area="s1", against="area:s2"),
    "a street against the one above": View(area="s1", against="area:d", window="7d"),
    "a department": View(department="chengguan"),
    "no department": View(department="unassigned"),
    "a source": View(source="worker"),
    "a category": View(category="city"),
    "all filters": View(area="s1", department="gongan", source="hotline", category="city/street"),
    "filters that nothing matches": View(department="nobody", source="nothing", category="none"),
    "the past": View(as_of=moment("21 13:17:05")),
    "the past on the hour": View(as_of=moment("21 13:00"), area="s1"),
    "before history": View(as_of=moment("01 00:00"), window="30d"),
    "long before history": View(as_of=0),
    "far ahead": View(as_of=NOW + 3_000 * DAY),
}


def nothing(store: Store) -> None:
    """Areas only."""


def one_event(store: Store) -> None:
    accept(store, [said("1", "collected", "22 09:00", due_at="22 10:00")])


def bare_events(store: Store) -> None:
    """As little as a message may say; one never collected, one voided, one unlocated."""
    accept(
        store,
        [
            said("1", "collected", "22 09:00", area="d"),
            said("2", "urged", "22 09:00"),
            said("3", "collected", "22 09:00"),
            said("3", "voided", "22 09:30"),
            said("4", "collected", "22 09:00", **OUTSIDE),
            said("5", "collected", "22 09:00", area="g1"),
            said("5", "handled", "22 09:00"),
            said("5", "evaluated", "22 09:10"),
            said("5", "archived", "22 09:20"),
        ],
    )


def busy(store: Store) -> None:
    """Some hundred cases of the last days, in every state, some overdue, some without a place."""
    rng = Random(4)
    batch = []
    for number in range(150):
        at = NOW - rng.randrange(5 * DAY) if number % 3 else moment("21 00:00") + rng.randrange(36) * HOUR
        name, source = str(number), rng.choice(["hotline", "worker", "app"])
        place = OUTSIDE if number % 17 == 0 else {"area": rng.choice(CODES)}
        more = {"severity": rng.choice([None, 1, 3, 5]), "title": rng.choice([None, "题"])}
        due = None if number % 4 == 0 else at + rng.choice((HOUR, 6 * HOUR, DAY))
        category = rng.choice(["city", "city/street", "safety/fire"])
        batch.append(said(name, "collected", at, source=source, due_at=due, category=category, **more, **place))
        for stage in ["dispatched", "accepted", "verified", "handled", "evaluated", "archived"][: rng.randrange(7)]:
            at += rng.choice((0, MINUTE, 20 * MINUTE, 3 * HOUR))
            department = rng.choice([None, "chengguan", "gongan"])
            score = rng.randint(1, 5) if stage == "evaluated" else None
            batch.append(said(name, stage, min(at, NOW), source=source, department=department, satisfaction=score))
    accept(store, batch)


WORLDS: tuple[Callable[[Store], None], ...] = (nothing, one_event, bare_events, busy)


def shown(store: Store, name: str, view: View, scope: str = "") -> pd.DataFrame:
    with reading(store, scope) as reader:
        table: pd.DataFrame = FRAMES[name].frame(reader, view)
    return table


def nan_cells(table: pd.DataFrame) -> list[str]:
    """Where a frame says NaN, NaT or NA; lists are looked into."""
    found = []
    for name in table.columns:
        for place, value in enumerate(table[name]):
            for one in value if isinstance(value, list) else [value]:
                if one is pd.NaT or one is pd.NA or (isinstance(one, float | np.floating) and np.isnan(one)):
                    found.append(f"{name}[{place}]")
    return found


@pytest.mark.parametrize("fill", WORLDS, ids=lambda fill: fill.__name__)
def test_every_frame_of_every_view(fill: Callable[[Store], None]) -> None:
    with world() as store:
        fill(store)
        problems = []
        for title, view in VIEWS.items():
            with reading(store) as reader:
                for name, module in FRAMES.items():
                    try:
                        table = module.frame(reader, view)
                    except Exception as error:
                        problems.append(f"{name} of {title}: {error!r:.300}")
                        continue
                    expected = list(module.COLUMNS)
                    if list(table.columns) != expected:
                        problems.append(f"{name} of {title}: columns {list(table.columns)}")
                    if list(table.index) != list(range(len(table))):
                        problems.append(f"{name} of {title}: index {list(table.index)}")
        assert problems == []


@pytest.mark.parametrize("name", FRAMES)
@pytest.mark.parametrize("fill", [nothing, bare_events, busy], ids=lambda fill: fill.__name__)
def test_what_is_unknown_is_none_never_nan(store: Store, fill: Callable[[Store], None], name: str) -> None:
    fill(store)
    found = {}
    for title in ("the plain one", "today at midnight", "a leaf", "filters that nothing matches", "the past"):
        cells = nan_cells(shown(store, name, VIEWS[title]))
        if cells:
            found[title] = cells
    assert found == {}


@pytest.mark.parametrize("name", FRAMES)
def test_frames_need_no_shapes(store: Store, name: str) -> None:
    store.replace_areas(tree(drawn=False))
    busy(store)
    for view in (View(), View(area="s1"), View(area="g1"), View(area="s3")):
        shown(store, name, view)
    if name == "map":
        table = shown(store, "map", View())
        assert set(table["lon"]) == {None}
        assert len(table) == 6


@pytest.mark.parametrize("name", FRAMES)
def test_frames_keep_to_the_viewer_s_scope(store: Store, name: str) -> None:
    busy(store)
    whole = shown(store, name, View(area="s1"))
    scoped = shown(store, name, View(), "s1")
    if name == "compare_sides":
        # What lies outside the scope is no choice.
        whole = whole[~whole["kind"].isin(["sibling", "above"])]
    assert scoped.to_csv() == whole.to_csv()
    for area in ("d", "s2", "g4"):
        if name != "vocabulary":
            with pytest.raises(OutsideScope):
                shown(store, name, View(area=area), "s1")


@pytest.mark.parametrize("name", FRAMES)
def test_a_frame_asked_twice_is_the_same_and_its_own(store: Store, name: str) -> None:
    busy(store)
    with reading(store) as reader:
        first = FRAMES[name].frame(reader, View())
        text = first.to_csv()
        if len(first):
            first.iloc[0, 0] = first.iloc[-1, 0]
            first.attrs.clear()
        assert FRAMES[name].frame(reader, View()).to_csv() == text


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "America/New_York", "Pacific/Apia", "UTC"])
def test_frames_in_other_zones(zone: str) -> None:
    with world(zone=zone) as store:
        busy(store)
        for name in FRAMES:
            for window in ("today", "24h", "7d", "30d"):
                shown(store, name, View(window=window))
        table = shown(store, "inflow", View(window="7d"))
        assert table["count"].sum() == only(store, window="7d")["reported"]


@pytest.fixture(scope="module")
def filled() -> Iterator[Store]:
    """The busy world, which no test here changes."""
    with world() as store:
        busy(store)
        yield store


def figures(store: Store, view: View) -> dict[str, Any]:
    table = shown(store, "kpis", view).set_index("measure")
    found: dict[str, Any] = table["value"].to_dict()
    if view.as_of is None or view.as_of >= moment("10 00:00"):
        return found
    # Before the history the tape says nothing; there is nothing to add up either.
    assert set(found.values()) == {None}
    return dict.fromkeys(found, 0)


@pytest.mark.parametrize("fill", [nothing, busy], ids=lambda fill: fill.__name__)
def test_before_any_history_no_figure_is_a_nought_and_nothing_is_calm(
    store: Store, fill: Callable[[Store], None]
) -> None:
    fill(store)
    for view in (View(as_of=moment("01 00:00")), View(window="7d", as_of=0), View(window="2020-01-01T00:00:00Z/PT1H")):
        tape = shown(store, "kpis", view)
        for name in ("value", "numerator", "denominator", "previous"):
            assert tape[name].tolist() == [None] * len(tape)
        for name in ("trend", "trend_previous"):
            assert {one for line in tape[name] for one in line} <= {None}
        assert shown(store, "sentence", view).empty


def test_of_the_past_too_it_is_known_who_is_silent(store: Store) -> None:
    accept(store, [said("1", "collected", "21 06:00"), said("2", "collected", "22 09:00")])
    for at, silent in (("21 11:00", False), ("21 11:00:01", True), ("22 08:59", True), ("22 09:00", False)):
        view = View(as_of=moment(at), window="24h")
        feeds = shown(store, "inflow", view).set_index("source").loc["hotline"]
        assert set(feeds["silent"]) == {silent}
        told = shown(store, "sentence", view).iloc[0]
        assert (told["silent_source"], told["level"]) == (("热线", "tense") if silent else (None, "calm"))
    assert shown(store, "inflow", View(as_of=moment("21 05:00"))).empty, "what comes later is not known yet"


def test_what_happens_at_t_itself_is_in_no_bar_of_a_window_that_ends_there(store: Store) -> None:
    accept(store, [said("1", "collected", "22 09:10"), said("2", "collected", "22 09:20")])
    for at, count in (("22 09:20", 1), ("22 09:20:01", 2)):
        tape = shown(store, "kpis", View(as_of=moment(at))).set_index("measure").loc["reported"]
        assert (tape["value"], sum(tape["trend"])) == (count, count)


@pytest.mark.parametrize("title", VIEWS)
def test_the_bars_of_a_source_add_up(filled: Store, title: str) -> None:
    view = VIEWS[title]
    table = shown(filled, "inflow", view)
    for _, some in table.groupby("source"):
        assert set(some["total"]) == {some["count"].sum()}
        bounds, widths = some["bucket"].tolist(), some["seconds"].tolist()
        assert all(one + width * SECOND == other for (one, other), width in zip(pairwise(bounds), widths, strict=False))
    assert table["count"].sum() == figures(filled, view)["reported"]


@pytest.mark.parametrize("title", VIEWS)
def test_the_children_add_up_to_the_figures(filled: Store, title: str) -> None:
    view = VIEWS[title]
    table, found = shown(filled, "areas", view), figures(filled, view)
    if len(table):
        for name in ("reported", "closed", "open", "overdue"):
            assert table[name].sum() == found[name]
        on_time = shown(filled, "kpis", view).set_index("measure").loc["on_time_rate"]
        assert table["on_time_numerator"].sum() == (on_time["numerator"] or 0)
        assert table["on_time_denominator"].sum() == (on_time["denominator"] or 0)


@pytest.mark.parametrize("title", VIEWS)
def test_the_map_the_lists_and_the_figures_agree(filled: Store, title: str) -> None:
    view = VIEWS[title]
    found = figures(filled, view)
    drawn = shown(filled, "map", view)
    ring = drawn[drawn["ring"] == drawn["ring"].min()]
    assert sum(count or 0 for count in (*ring["open"], drawn.attrs["unlocated"])) == (found["open"] or 0)
    late = shown(filled, "overdue", view)
    assert late.attrs["overdue"] == found["overdue"]
    assert len(late) == min(20, late.attrs["overdue"] + late.attrs["soon"])
    assert late["over_seconds"].tolist() == sorted(late["over_seconds"], reverse=True)
    assert shown(filled, "departments", view)["open"].sum() == found["open"]
    for said_of in shown(filled, "sentence", view).to_dict("records"):
        assert [said_of[name] for name in ("reported", "closed", "open", "overdue")] == [
            found[name] for name in ("reported", "closed", "open", "overdue")
        ]


@pytest.mark.parametrize("title", ["the plain one", "a street", "the past", "today", "a week", "the past on the hour"])
def test_trends_end_in_the_figures(filled: Store, title: str) -> None:
    table = shown(filled, "kpis", VIEWS[title]).set_index("measure")
    for name in ("open", "overdue"):
        assert table["trend"][name][-1] == table["value"][name]
    for name in ("reported", "closed"):
        assert sum(table["trend"][name]) == table["value"][name]


def test_the_level_before_is_that_of_the_instant_before(filled: Store) -> None:
    for at in (NOW, moment("22 12:00"), moment("21 13:17:05")):
        table = shown(filled, "kpis", View(as_of=at)).set_index("measure")
        before = only(filled, as_of=at - DAY)
        assert (table["previous"]["open"], table["previous"]["overdue"]) == (before["open"], before["overdue"])


def test_the_flow_holds_what_is_not_archived(filled: Store) -> None:
    table = shown(filled, "flow", View()).set_index("stage")
    assert list(table.index) == ["collected", "dispatched", "verified", "handled", "evaluated", "archived"]
    with reading(filled) as reader:
        rows = reader.connection.exec_driver_sql(
            "SELECT CASE stage WHEN 'accepted' THEN 'dispatched' ELSE stage END, count(*) FROM event "
            "WHERE collected_at IS NOT NULL AND ended_at IS NULL AND archived_at IS NULL GROUP BY 1"
        ).all()
    assert {stage: stock for stage, stock in table["open"].items() if stage != "archived" and stock} == {
        row[0]: row[1] for row in rows
    }
    assert table["entered"]["collected"] == only(filled)["reported"]
    assert table["open"]["archived"] == table["entered"]["archived"]


def test_the_rhythm_is_the_week(filled: Store) -> None:
    table = shown(filled, "rhythm", View())
    assert len(table) == 168
    assert table["current"].sum() == 1
    now = table[table["current"]].iloc[0]
    assert (now["weekday"], now["hour"]) == (6, 12)
    start = moment("15 13:00")
    window = f"{format_instant(start)}/{format_instant(NOW)}"
    assert table["count"].sum() == only(filled, window=window)["reported"]


@pytest.mark.parametrize("now", ["2026-11-03T12:00:00Z", "2026-03-10T12:00:00Z"], ids=["autumn", "spring"])
def test_the_rhythm_has_every_hour_when_the_clocks_change(now: str) -> None:
    with world(zone="America/New_York", clock=Clock(parse_instant(now))) as store:
        table = shown(store, "rhythm", View())
    assert list(zip(table["weekday"], table["hour"], strict=True)) == [(d, h) for d in range(7) for h in range(24)]


def test_the_ticker_is_newest_first_and_the_same_in_any_order_of_arrival(store: Store) -> None:
    batch = [said(str(number), "collected", moment("22 09:00") + number // 3, area="g1") for number in range(40)]
    accept(store, batch)
    table = shown(store, "ticker", View())
    assert len(table) == 24
    assert table["at"].tolist() == sorted(table["at"], reverse=True)
    with world() as other:
        accept(other, batch[::-1])
        assert shown(other, "ticker", View()).to_csv() == table.to_csv()


def test_a_list_names_places_departments_and_sources(store: Store) -> None:
    accept(
        store,
        [
            said("1", "collected", "22 09:00", due_at="22 10:00", severity=4),
            said("1", "urged", "22 09:10", department="chengguan"),
        ],
    )
    (row,) = shown(store, "ticker", View(language="en")).to_dict("records")
    assert (row["stage"], row["area_path"]) == ("urged", "Name s1 · Name c1")
    assert row["department_label"] == "Urban management"
    assert (row["title"], row["source_label"], row["status"]) == ("City · street", "Hotline", "crit")
    (late,) = shown(store, "overdue", View(area="c1")).to_dict("records")
    assert (late["area_path"], late["stage_label"], late["status"]) == ("名g1", "collected", "warn")
    assert late["over_seconds"] == (NOW - moment("22 10:00")) / SECOND


def test_a_silent_source_is_named(store: Store) -> None:
    accept(store, [said("1", "collected", "22 01:00")])
    assert shown(store, "sentence", View())["silent_source"][0] == "热线"
    assert shown(store, "sentence", View())["level"][0] == "tense"
    accept(store, [said("2", "collected", "22 12:30")])
    assert shown(store, "sentence", View())["silent_source"][0] is None


def test_what_the_filters_offer(store: Store) -> None:
    accept(store, [said("1", "collected", "22 09:00", department="other", category="safety/fire")])
    table = shown(store, "vocabulary", View(language="en"))
    offered = {kind: some["code"].tolist() for kind, some in table.groupby("kind")}
    assert offered == {
        "department": ["chengguan", "gongan", "other"],
        "source": ["hotline", "worker", "app"],
        "category": ["city", "safety", "safety/fire"],
    }
