"""The frames of the risk scene against the recomputation, for stories of many weeks and random views.

Hot spots have their tests beside esda; here their part of the index is taken as it is found.
"""

import math
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import pytest

from data_access.frames import forecast, index, limits, matrix, surges
from data_access.risk.index_rules import SHIPPED
from tests.recomputation import risk_oracle as oracle
from tests.recomputation.analysis_oracle import metres, reports
from tests.recomputation.analysis_site import (
    Sited,
    cases_by,
    late_question,
    people_of,
    reaches,
    shown,
    sited,
    weeks_story,
)
from tests.recomputation.cases import cases_at, parts
from tests.recomputation.oracle import counts_of
from tests.recomputation.stories import DAY, HOUR, Question

LIMITS = tomllib.loads(Path(limits.__file__).with_suffix(".toml").read_text(encoding="utf-8"))
RULES = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["index"]
WEEK = 7 * DAY


def same(one: float | None, other: float | None) -> bool:
    return one is other if one is None or other is None else math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-6)


def alike(some: Iterable[float | None], others: Iterable[float | None]) -> bool:
    return all(same(one, other) for one, other in zip(some, others, strict=True))


def collected(cases: pd.DataFrame, start: float, end: float) -> pd.DataFrame:
    return cases[(cases["collected_at"] >= start) & (cases["collected_at"] < end)]


def columns_of(known: Sited, asked: Question, cases: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """The areas below, then `unlocated`; a leaf is its own only column."""
    if asked.area not in {parent for _, parent in known.story.areas}:
        return [(asked.area, cases)]
    return parts(cases, known.story.areas, asked.area, "child")


def matrix_agrees(known: Sited, asked: Question) -> None:
    table = shown(known, asked, matrix.frame)
    if asked.start == asked.end:  # Today, at midnight.
        assert table.empty
        return
    depth = 1 if asked.category is None else asked.category.count("/") + 2

    def cells(spans: list[tuple[int, int]]) -> Counter[tuple[str, str]]:
        found: Counter[tuple[str, str]] = Counter()
        for start, end in spans:
            for column, own in columns_of(known, asked, collected(cases_by(known, asked), start, end)):
                found.update(("/".join(code.split("/")[:depth]), column) for code in own["category"])
        return found

    apart = max(math.ceil((asked.end - asked.start) / WEEK), 1)
    shifts = [number * apart * WEEK for number in range(1, max(4 // apart, 1) + 1)]
    first = int(known.happened["at"].min())
    spans = [(asked.start - shift, asked.end - shift) for shift in shifts if first <= asked.start - shift]
    now, before = cells([(asked.start, asked.end)]), cells(spans)
    found = {(row.category, row.child): row for row in table.itertuples()}
    assert {cell for cell in (*now, *before)} <= found.keys(), asked
    assert table.attrs["reported"] == sum(now.values()), asked
    assert table.attrs["periods"] == len(spans), asked
    kinds, columns = (list(dict.fromkeys(names)) for names in (table["category"], table["child"]))
    usual = oracle.usual_cells(before, kinds, columns, len(spans)) if spans else {}
    limit = LIMITS["cell"]
    for cell, row in found.items():
        assert row.count == now[cell], (asked, cell)
        assert same(row.usual, usual.get(cell)), (asked, cell)
        if not spans:
            assert (row.z, row.status) == (None, "n")
            continue
        far = oracle.deviation(row.count, usual[cell], len(spans))
        if abs(far) < 8:
            assert abs(row.z - far) <= 6e-4, (asked, cell)
        over = row.count >= limit["least"] and far >= limit["sigma"] and row.count > limit["ratio"] * usual[cell]
        assert row.status == ("warn" if over else "n") or abs(far - limit["sigma"]) < 1e-3, (asked, cell)


def hours_of(known: Sited, asked: Question, end: int) -> tuple[oracle.Hours, int]:
    """The whole hours up to `end`, as of T, ten weeks at most, from the first in which anything came in anywhere; and
    the count of the hour that `end` lies in."""
    last = (end - 1) // HOUR * HOUR
    anywhere = collected(cases_at(known.happened, 2**62), last - (70 * 24 - 1) * HOUR, end)["collected_at"]
    first = int(anywhere.min()) // HOUR * HOUR
    cases = collected(cases_by(known, asked), first, end)["collected_at"]
    counts = Counter(int(at) // HOUR * HOUR for at in cases)
    whole = end // HOUR * HOUR
    return oracle.Hours([counts[hour] for hour in range(first, whole, HOUR)], first), counts[whole]


def surges_agree(known: Sited, asked: Question) -> None:
    table = shown(known, asked, surges.frame)
    if asked.start == asked.end:
        assert table.empty
        return
    hours, running = hours_of(known, asked, asked.end)
    last = (asked.end - 1) // HOUR * HOUR
    every = [*hours.counts, *([last] if last not in hours.counts else [])]
    usual = {hour: hours.usual(hour) if hour - hours.first >= WEEK else None for hour in every}
    long = asked.end - asked.start > 26 * HOUR
    lately = [mean for hour in every[-168 if long else -24 :] if (mean := usual[hour]) is not None]
    exact = bool(lately) and sum(lately) / len(lately) * 24 < 5
    assert table.attrs["method"] == ("exact" if exact else "ewma"), asked
    share = (asked.end - last) / HOUR
    counts = hours.counts | ({last: running} if share < 1 else {})
    if exact:
        for row in table.itertuples():
            day = range(row.start, row.start + DAY, HOUR)
            means = [usual[hour] for hour in day]
            assert row.count == sum(counts[hour] for hour in day), asked
            assert (row.expected is None) == (None in means), asked
            if row.expected is not None:
                mean = sum(one * (share if hour == last else 1) for hour, one in zip(day, means, strict=True) if one)
                p = oracle.tail(row.count, mean)
                assert alike((row.expected, row.p), (mean, p)), asked
                assert row.over == (p < 0.0035), asked
        assert list(table["start"])[-1:] in ([], [last + HOUR - DAY])
        return
    step = 3 if long else 1
    blocks: dict[int, list[int]] = {}
    ends = (last // (step * HOUR) + 1) * step * HOUR if step == 1 else _third(last) + 3 * HOUR
    for hour in range(hours.first, ends, HOUR):
        blocks.setdefault(hour if step == 1 else _third(hour), []).append(hour)
    means = {
        start: [hours.usual(h) if h - hours.first >= WEEK else None for h in some] for start, some in blocks.items()
    }
    whole = [start for start in blocks if start + step * HOUR <= asked.end]
    shown_rows = {row.start: row for row in table.itertuples()}
    wanted = whole[-168 // step if long else -24 :]
    assert list(shown_rows)[: len(wanted)] == wanted, asked
    assert len(shown_rows) <= len(wanted) + 1, asked
    begun = whole[-2 * len(wanted) :] if len(wanted) == (168 // step if long else 24) else whole
    known_from = max((place + 1 for place, start in enumerate(begun) if None in means[start]), default=0)
    judged = begun[known_from:]
    seen = [sum(counts.get(hour, 0) for hour in blocks[start]) for start in judged]
    expected = [sum(one for one in means[start] if one is not None) for start in judged]
    right = dict(zip(judged, zip(expected, oracle.ewma(seen, expected), strict=True), strict=True))
    for start, row in shown_rows.items():
        assert row.count == sum(counts.get(hour, 0) for hour in blocks[start]), asked
        if start in right:
            mean, (smooth, lower, upper, over) = right[start]
            assert alike((row.expected, row.smooth), (mean, smooth)), (asked, start)
            assert alike((row.lower, row.upper), (lower, upper)), (asked, start)
            assert row.over == over, (asked, start)
        elif start in wanted:
            assert (row.smooth, row.over) == (None, False), (asked, start)


def _third(hour: int) -> int:
    """The start of the three local hours that hold an hour of UTC."""
    return (hour + 8 * HOUR) // (3 * HOUR) * 3 * HOUR - 8 * HOUR


def forecast_agrees(known: Sited, asked: Question) -> None:
    table = shown(known, asked, forecast.frame)
    hours, _ = hours_of(known, asked, asked.as_of)
    origin = asked.as_of // HOUR * HOUR
    told = oracle.forecast(hours, origin) if any(hours.counts.values()) else None
    if told is None:
        assert table.empty, asked
        return
    before = oracle.forecast(hours, origin - DAY) or [None] * 24
    assert list(table["start"]) == [origin + number * HOUR for number in range(-24, 24)]
    for row, right in zip(table.itertuples(), [*before, *told], strict=True):
        found = (row.expected, row.low, row.high)
        assert found == (None,) * 3 if right is None else alike(found, right), (asked, row.start)
        assert row.count == (None if row.ahead else hours.counts.get(row.start)), (asked, row.start)
        assert row.naive == hours.counts.get(row.start - WEEK), (asked, row.start)
    right = oracle.skill(hours)
    score = table.attrs["score"]
    assert (score is None) == (right is None), asked
    if right is not None:
        found = tuple(score[name] for name in ("mae_model", "mae_naive", "coverage", "n"))
        assert alike(found, right), (
            asked,
            found,
            right,
        )


def index_agrees(known: Sited, asked: Question) -> None:
    table = shown(known, asked, index.frame)
    end, people = asked.as_of // HOUR * HOUR, people_of(known.story.areas)
    cases = cases_by(known, asked)
    cut = [pair for pair in columns_of(known, asked, cases) if pair[0] != "unlocated"]
    everything = cases_by(known, Question(**{**vars(asked), "area": known.story.root}))
    placed = [one for one in reports(cases, known.story.messages, asked.as_of) if end - 7 * DAY <= one.at < end]
    area_of = {(case.source, case.event_id): case.area for case in cases.itertuples()}
    placed = [one for one in placed if isinstance(area_of[one.source, one.event_id], str)]
    again = {(two.source, two.event_id) for place, two in enumerate(placed) if _repeats(two, placed[:place])}
    levels = [counts_of(own, start=end, end=end, as_of=asked.as_of) for _, own in cut]
    overdue = _rates([one["overdue"] for one in levels], [one["open"] for one in levels])
    located = [{(case.source, case.event_id) for case in own.itertuples()} for _, own in cut]
    placed_in = [[one for one in placed if (one.source, one.event_id) in names] for names in located]
    told = [sum((one.source, one.event_id) in again for one in some) for some in placed_in]
    repeat = _rates(told, [len(some) for some in placed_in])
    # Four weeks of its own past, or as much as there is: of less than a week nothing is said.
    past = max((days for days in range(7, 29) if reaches(known, end - (days + 1) * DAY)), default=0)
    usual = [len(collected(own, end - (past + 1) * DAY, end - DAY)) / max(past, 1) for _, own in cut]
    weekday = _weekday(everything, end, past)
    lately = [len(collected(own, end - DAY, end)) for _, own in cut]
    anomaly = _rates(lately, [one * weekday for one in usual])
    whole = _intensity(everything, end) / people[known.story.root]
    for place, (code, own) in enumerate(cut):
        rows = {row.part: row for row in table[table["code"] == code].itertuples()}
        told_week = whole and reaches(known, end - RULES["days"] * DAY)
        times = _intensity(own, end) / people[code] / whole if told_week else None
        values = {"intensity": times, "overdue": overdue[place], "repeat": repeat[place], "anomaly": anomaly[place]}
        scores: dict[str, tuple[float, float | None]] = {}
        for name, value in values.items():
            beyond = max(value - 1, 0.0) if value is not None and name == "anomaly" else value
            right = None if beyond is None else oracle.half_scored(beyond, RULES[name]["half"])
            assert same(rows[name].score, right), (asked, code, name, rows[name].score, right)
            scores[name] = (RULES[name]["weight"], right)
        scores["hot_spot"] = (RULES["hot_spot"]["weight"], rows["hot_spot"].score)
        total, weight = oracle.weighted(scores)
        seen = len(collected(own, end - 29 * DAY, end)) or levels[place]["open"]
        assert same(rows["intensity"].index, total if seen else None), (asked, code)
        assert same(rows["intensity"].known, weight)


def _repeats(two: Any, earlier: list[Any]) -> bool:
    near = (one for one in earlier if one.category == two.category and two.at - one.at <= 7 * DAY)
    return any(metres(one, two) <= RULES["repeat_metres"] for one in near)


def _rates(events: list[int], exposure: list[float]) -> list[float | None]:
    if not any(exposure):
        return [None] * len(events)
    rates = oracle.shrunk(events, exposure)
    return [rate if among else None for rate, among in zip(rates, exposure, strict=True)]


def _weekday(cases: pd.DataFrame, end: int, past: int) -> float:
    """How much the same days of the weeks before differ from all days before, everywhere."""
    days = [len(collected(cases, end - (back + 1) * DAY, end - back * DAY)) for back in range(1, past + 1)]
    alike = days[6::7]
    return (sum(alike) / len(alike)) / (sum(days) / past) if any(days) else 1.0


def _intensity(cases: pd.DataFrame, end: int) -> float:
    """Severity of the last seven days, halved for every day of age."""
    total = 0.0
    for back in range(RULES["days"]):
        day = collected(cases, end - (back + 1) * DAY, end - back * DAY)
        total += float(day["severity"].fillna(1).sum()) * 0.5 ** (back * 24 / RULES["half_life"])
    return total


CHECKS: dict[str, Callable[[Sited, Question], None]] = {
    "matrix": matrix_agrees,
    "surges": surges_agree,
    "forecast": forecast_agrees,
    "index": index_agrees,
}


@pytest.fixture(scope="module", params=[(11, 9, 1600), (12, 6, 150)], ids=["busy", "quiet"])
def known(request: pytest.FixtureRequest) -> Iterator[tuple[Sited, Random, int]]:
    seed, weeks, events = request.param
    rng = Random(seed)
    with sited(weeks_story(rng, weeks=weeks, events=events), rng) as found:
        yield found, rng, weeks


@pytest.mark.parametrize("name", CHECKS)
def test_weeks(name: str, known: tuple[Sited, Random, int]) -> None:
    site, rng, weeks = known
    for _ in range(6):
        CHECKS[name](site, late_question(rng, site.story, weeks))
