"""The demo's figures as the catalogue, the ingestor and the panels take them."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from shapely import Point

from dashboard.demo.district import District
from dashboard.demo.loading import load_district, load_statistics
from dashboard.demo.points import service_points
from dashboard.demo.statistics.simulator import StatisticSimulator
from data_access.alerts.device_fleets import device_fleets
from data_access.clock import to_micros
from data_access.statistics.catalogue import shipped
from data_access.statistics.figures import figure, figures_by_child, figures_by_key, status_of
from data_access.store.store import Store
from data_access.view import View
from tests.dashboard.demo.conftest import NOW, START
from tests.data_access.worlds import reading

Message = dict[str, Any]
CATALOGUE = shipped()


@pytest.fixture(scope="module")
def simulator(district: District) -> StatisticSimulator:
    return StatisticSimulator(district, now=NOW, hotline=dict.fromkeys(range(20_000, 21_000), 46))


@pytest.fixture(scope="module")
def told(simulator: StatisticSimulator) -> list[Message]:
    return list(simulator.history(START, NOW))


@pytest.fixture(scope="module")
def store(
    district: District, simulator: StatisticSimulator, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('figures') / 'demo.db'}", clock=lambda: to_micros(NOW))
    store.migrate()
    load_district(store, district)
    receipt = load_statistics(store, simulator, START, NOW, lambda done, total: None)
    assert (receipt.accepted, receipt.duplicate, receipt.quarantined) == (receipt.read, 0, [])
    yield store
    store.close()


def test_a_history_is_not_too_much_to_load(told: list[Message]) -> None:
    assert 30_000 < len(told) < 70_000
    assert max(message["at"] for message in told) < NOW.isoformat()


def test_every_metric_that_is_reported_is(told: list[Message]) -> None:
    reported = {metric.id for metric in CATALOGUE.metrics.values() if not metric.derived}
    assert {message["metric"] for message in told} == reported


def test_every_value_of_every_breakdown_is_told_but_the_hearing(told: list[Message]) -> None:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for message in told:
        for name, code in message.get("dimensions", {}).items():
            found[name].add(code)
    for name, dimension in CATALOGUE.dimensions.items():
        declared = {value.code for value in dimension.values}
        missing = declared - found[name] if declared else set()
        assert missing == ({"hearing"} if name == "enforcement_step" else set()), name


def test_the_same_seed_tells_the_same(district: District, told: list[Message]) -> None:
    again = StatisticSimulator(district, now=NOW, hotline=dict.fromkeys(range(20_000, 21_000), 46))
    assert list(again.history(START, NOW)) == told
    other = StatisticSimulator(district, now=NOW, seed=8)
    assert list(other.history(START, NOW)) != told


def test_time_may_be_cut_as_one_likes(district: District) -> None:
    end = NOW + timedelta(hours=3)
    whole = StatisticSimulator(district, now=NOW).messages(end)
    parts = StatisticSimulator(district, now=NOW)
    cut = [message for minute in (17, 18, 90, 180) for message in parts.messages(NOW + timedelta(minutes=minute))]
    assert cut == whole
    resumed = StatisticSimulator(district, now=NOW, since=NOW + timedelta(minutes=90)).messages(end)
    assert resumed == whole[len(whole) - len(resumed) :]
    assert all(NOW.isoformat() <= message["at"] < end.isoformat() for message in whole)


def test_something_moves_every_few_seconds(district: District) -> None:
    minutes = StatisticSimulator(district, now=NOW).messages(NOW + timedelta(minutes=10))
    seconds = sorted({message["at"] for message in minutes})
    gaps = [(datetime.fromisoformat(b) - datetime.fromisoformat(a)).total_seconds() for a, b in pairwise(seconds)]
    assert max(gaps) < 30
    assert sum(gaps) / len(gaps) < 5
    assert len(minutes) < 6_000


def test_breakdowns_add_up_to_their_total(told: list[Message]) -> None:
    totals: dict[tuple[str, str, str, str], float] = {}
    parts: Counter[tuple[tuple[str, str, str, str], str]] = Counter()
    for message in told:
        key = (message["metric"], message["area"], message["period"], message["at"])
        if dimensions := message.get("dimensions"):
            parts[key, *dimensions] += message["value"]
        else:
            totals[key] = message["value"]
    for (key, name), value in parts.items():
        # The silent subsystem's own report has no total; a deadline is no amount.
        if key in totals and not key[0].startswith(("subsystem.", "enforcement.next_due")):
            assert totals[key] == value, (key, name)


def test_parts_are_within_their_whole(told: list[Message]) -> None:
    values = {
        (m["metric"], m["area"], m["period"], m["at"], tuple(m.get("dimensions", {}).items())): m["value"] for m in told
    }
    pairs = 0
    for (metric, *rest), value in values.items():
        whole = values.get((CATALOGUE.metrics[metric].of or "", *rest))
        if whole is not None:
            pairs += 1
            assert value <= whole, (metric, rest)
    assert pairs > 10_000


def test_a_community_says_nothing(simulator: StatisticSimulator, told: list[Message]) -> None:
    silent = simulator.oddities.silent
    assert not [message for message in told if message["area"].startswith(silent)]
    assert len({message["area"] for message in told if len(message["area"]) == 12}) == 1 + 8 + 72


def test_the_wall_shows_each_oddity(store: Store, simulator: StatisticSimulator) -> None:
    odd = simulator.oddities
    with reading(store) as reader:
        question = reader.question(View(window="24h"))
        metrics = reader.metrics.metrics
        # The silent community is missing from the coverage, and from its street's list.
        people = figure(reader, question, "special.people")
        assert (people.reported, people.expected) == (72, 73)
        street = reader.question(View(window="24h", area=f"{odd.silent[:9]}000"))
        children = {one.area: one for one in figures_by_child(reader, street, "special.people")}
        assert children[odd.silent].value is None
        assert "missing" in children[odd.silent].flags
        # Cameras fail in the dark communities' street and there alone.
        rates = {
            one.area: status_of(metrics["camera.online_rate"], one)
            for one in figures_by_child(reader, question, "camera.online_rate")
        }
        dark = f"{next(iter(odd.dark))[:9]}000"
        assert rates.pop(dark) == "crit"
        assert set(rates.values()) == {"ok"}
        # One street claims more than its communities add up to.
        claims = {one.area: one for one in figures_by_child(reader, question, "element.records")}
        assert "unreconciled" in claims[odd.claiming].flags
        assert (claims[odd.claiming].other or 0) < (claims[odd.claiming].value or 0)
        assert sum("unreconciled" in one.flags for one in claims.values()) == 1
        # Two communities send the same number every day.
        for feed, code in odd.copied:
            metric = {"form": "form.filled", "demand": "demand.raised"}[feed]
            below = reader.question(View(window="24h", area=code))
            assert "repeated" in figure(reader, below, metric).flags, metric
        # One subsystem fell silent; the register is late; nobody tells of the hearing.
        parts = {one.key: one.flags for one in figures_by_key(reader, question, "subsystem.health", "subsystem")}
        assert {key for key, flags in parts.items() if "stale" in flags} == {"ar"}
        assert "late" in figure(reader, question, "register.total").flags
        steps = {one.key: one for one in figures_by_key(reader, question, "enforcement.cases", "enforcement_step")}
        assert {key for key, one in steps.items() if one.value is None} == {"hearing"}
        # The types fall short of the ledger.
        ledger, typed = (figure(reader, question, f"ledger.{name}").value for name in ("total", "typed"))
        assert (ledger, typed) == (8_510 - 9, 8_183 - 9) or (ledger, typed) == (8_510, 8_183)


def test_the_failing_cameras_are_a_cluster_and_nothing_else_is(
    store: Store, simulator: StatisticSimulator, district: District
) -> None:
    communities = [area.code for area in district.at_level("community")]
    with reading(store) as reader:
        fleets = device_fleets(reader, to_micros(NOW), communities) or ()
    assert {fleet.sort for fleet in fleets} == {"camera", "handset"}
    clusters = {
        (fleet.sort, fleet.area) for fleet in fleets if fleet.offline >= 5 and fleet.offline >= 0.3 * fleet.total
    }
    assert clusters == {("camera", code) for code in simulator.oddities.dark}


def test_small_counts_are_suppressed_somewhere(store: Store, district: District) -> None:
    with reading(store) as reader:
        found = set()
        for community in district.at_level("community"):
            question = reader.question(View(window="24h", area=community.code))
            for one in figures_by_key(reader, question, "special.people", "special_group"):
                found |= one.flags
                assert one.value is None or one.value >= 5
    assert "suppressed" in found


@pytest.mark.parametrize("window", ["today", "24h", "7d", "30d"])
def test_every_panel_has_a_figure(store: Store, window: str) -> None:
    with reading(store) as reader:
        for panel in CATALOGUE.panels.values():
            question = reader.question(View(scene=panel.scene, window=window))
            values = {name: figure(reader, question, name).value for name in panel.metrics}
            assert None not in values.values(), (panel.id, values)


def test_most_panels_say_something_of_a_street_too(store: Store) -> None:
    empty = set()
    with reading(store) as reader:
        for panel in CATALOGUE.panels.values():
            question = reader.question(View(scene=panel.scene, area="990101006000"))
            if all(figure(reader, question, name).value is None for name in panel.metrics):
                empty.add(panel.id)
    # The desks, the consultation and the platform above the district are the centre's alone.
    assert empty == {"patrols", "skynet", "consultation", "seats"}


def test_shares_lie_between_0_and_1(store: Store) -> None:
    with reading(store) as reader:
        question = reader.question(View(window="7d"))
        for metric in CATALOGUE.metrics.values():
            if metric.unit == "percent":
                for one in figures_by_child(reader, question, metric.id):
                    assert one.value is None or 0 <= one.value <= 1.2, metric.id


def test_service_points_stand_in_their_community(district: District) -> None:
    points = service_points(district)
    assert Counter(term.attributes["kind"] for term in points) == {"hall": 1, "centre": 30, "station": 270}
    assert len({term.code for term in points}) == len(points) == 301
    for term in points:
        ground = district.by_code[term.attributes["area"]]
        assert ground.level == "community"
        assert ground.geometry.buffer(1e-5).contains(Point(term.attributes["lon"], term.attributes["lat"]))
    assert len({(term.attributes["lon"], term.attributes["lat"]) for term in points}) == 301
