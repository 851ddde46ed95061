"""The product's scores against the recomputation, for random stories, views and versions of the rules."""

import math
import tomllib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.frames import area_scores, department_scores, honours, score_detail, score_trend
from data_access.scores.rules import SHIPPED
from tests.data_access.worlds import STORED
from tests.recomputation.analysis_site import (
    ANSWER_LIMITS,
    DECLARED,
    Sited,
    before,
    cases_by,
    reaches,
    shown,
    site_story,
    sited,
)
from tests.recomputation.course import marks_at
from tests.recomputation.scores_oracle import KINDS, Ground, hotline, lists, losses, ranked, scores, urgings
from tests.recomputation.stories import DAY, HOUR, SOURCES, Question, question

WEEK = 7 * DAY
PART = ("weight", "used", "numerator", "denominator", "value", "points", "lost", "left_out", "excluded")
WHOLE = ("rank", "moved", "total", "change", "grade", "status", "unranked", "cases", "gap", "version")
CHANGED = """
[[rules]]
version = "old"
least_cases = 1
pass_line = 70
alarm_line = 50
grades = { A = 80, B = 50 }
lowest_grade = "F"
red_list = 2
black_list = 1
department = { volume = 20, closure = 20, acceptance = 20, evidence = 20, diversity = 20 }
area = { on_time = 50, rework = 25, volume = 25 }
post = { closure = 40, satisfaction = 60 }
hotline = { sources = ["resident_app", "enforcement"], response = 20, resolution = 20, satisfaction = 60 }

[[rules.volume]]
group = "default"
bands = [{ from = 0, to = 3, points = 100 }, { from = 4, to = 10, points = 50 }, { from = 11, points = 0 }]

[[rules.volume]]
group = "busy"
departments = ["gongan"]
bands = [{ from = 0, to = 20, points = 90 }, { from = 21, points = 10 }]

[[rules]]
version = "new"
valid_from = 2024-03-08
least_cases = 2
red_list = 1
black_list = 2
department = { closure = 40, on_time = 30, rework = 30 }
area = { on_time = 60, satisfaction = 20, acceptance = 20 }
post = { on_time = 50, evidence = 50 }
hotline = { sources = ["hotline_12345"], response = 0, resolution = 0, satisfaction = 100 }
volume = [{ group = "default", bands = [{ from = 0, points = 100 }] }]
"""


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rules") / "rules.toml"
    path.write_text(CHANGED, encoding="utf-8")
    return path


def ground(known: Sited, rules: Path) -> Ground:
    book = tomllib.loads(rules.read_text(encoding="utf-8"))
    return Ground(known.story.areas, DECLARED, len(SOURCES), ANSWER_LIMITS, book)


def cases_of_kind(known: Sited, asked: Question, kind: str) -> pd.DataFrame:
    """A chosen department narrows what areas and posts are scored by, not the departments."""
    return cases_by(known, asked, **({"department": None} if kind == "department" else {}))


def rankings(on: Ground, known: Sited, asked: Question) -> tuple[dict[str, dict[str, Any]], dict[str, int]]:
    past = before(asked)
    versions = on.version_at(asked.end), on.version_at(past[1])
    found, nobody = {}, {}
    for kind in KINDS:
        told = partial(scores, on, kind, cases_of_kind(known, asked, kind), area=asked.area, as_of=asked.as_of)
        now, nobody[kind] = told(window=(asked.start, asked.end))
        then = told(window=past)[0] if reaches(known, past[0]) else None
        found[kind] = ranked(now, then, *versions)
    return found, nobody


def same(expected: Any, found: Any) -> bool:
    if isinstance(expected, float) or isinstance(found, float):
        return expected is not None and found is not None and math.isclose(expected, found, abs_tol=1e-9)
    return bool(expected == found)


def unlike(where: str, expected: dict[str, Any], found: Any, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        if not same(expected[name], getattr(found, name)):
            yield f"{where}.{name}: {expected[name]} expected, {getattr(found, name)} found"


def ranking_differs(kind: str, expected: dict[str, Any], table: pd.DataFrame) -> Iterator[str]:
    codes = list(dict.fromkeys(table["code"]))
    if set(codes) != set(expected):
        yield f"{kind}: {sorted(expected)} expected, {codes} found"
        return
    order = [expected[code]["rank"] or len(codes) + 1 for code in codes]
    if order != sorted(order):
        yield f"{kind}: order {codes}"
    for row in table.itertuples():
        one = expected[row.code]
        yield from unlike(f"{kind}.{row.code}", one, row, WHOLE)
        yield from unlike(f"{kind}.{row.code}.{row.part}", one["parts"][row.part], row, PART)
    for code, one in expected.items():
        if list(table[table["code"] == code]["part"]) != list(one["parts"]):
            yield f"{kind}.{code}: parts {list(one['parts'])} expected"


def honours_differ(on: Ground, known: Sited, asked: Question, expected: dict[str, Any]) -> Iterator[str]:
    table = shown(known, asked, honours.frame)
    version, window = on.version_at(asked.end), (asked.start, asked.end)
    urged = urgings(marks_at(known.happened, asked.as_of), cases_of_kind(known, asked, "department"), window)
    rates = hotline(version, cases_by(known, asked), window, asked.as_of)
    anything = urged or rates[1] or any(one["total"] is not None for kind in KINDS for one in expected[kind].values())
    if not anything:
        if len(table):
            yield f"honours: nothing expected, {len(table)} rows found"
        return
    for kind in KINDS:
        passing, red, black = lists(expected[kind], version)
        for name, ranks in (("red", red), ("black", black)):
            rows = table[(table["list"] == name) & (table["kind"] == kind)]
            if list(rows["rank"]) != ranks or (name == "red" and not set(rows["code"]) <= passing):
                yield f"{name}.{kind}: ranks {ranks} expected, {rows[['code', 'rank']].values.tolist()} found"
    rows = table[table["list"] == "urged"]
    if {row.code: (row.urged or 0, row.supervised or 0) for row in rows.itertuples()} != urged:
        yield f"urged: {urged} expected, {rows[['code', 'urged', 'supervised']].values.tolist()} found"
    (rate,) = table[(table["list"] == "hotline") & (table["code"] == "satisfaction")].itertuples()
    share = rates[0] / rates[1] if rates[1] else None
    if (rate.numerator, rate.denominator) != rates or not same(share, rate.value):
        yield f"hotline: {rates} expected, {(rate.numerator, rate.denominator, rate.value)} found"


def differences(known: Sited, asked: Question, rules: Path) -> list[str]:
    on = ground(known, rules)
    expected, nobody = rankings(on, known, asked)
    found = []
    for kind, frame in (("department", department_scores.frame), ("area", area_scores.frame)):
        table = shown(known, asked, frame)
        found += ranking_differs(kind, expected[kind], table)
        if table.attrs["nobody"] != nobody[kind]:
            found.append(f"{kind}: nobody has {nobody[kind]}, {table.attrs['nobody']} found")
        if table.attrs["version"] != on.version_at(asked.end)["version"]:
            found.append(f"{kind}: rules {table.attrs['version']}")
    found += honours_differ(on, known, asked, expected)
    return found


@settings(STORED, max_examples=8)
@given(st.randoms(use_true_random=False), st.integers(1, 6))
def test_small_stories(rng: Random, events: int) -> None:
    told = site_story(rng, events=events)
    with sited(told, rng) as known:
        for number in range(2):
            asked = question(rng, told, live=number == 0)
            assert differences(known, asked, SHIPPED) == [], asked


@pytest.mark.parametrize("seed", range(4))
def test_long_stories(seed: int, changed: Path) -> None:
    """As shipped, and with a changed version that scores the days before it by the old one."""
    rng = Random(seed)
    told = site_story(rng, events=110)
    rules = changed if seed % 2 else SHIPPED
    with sited(told, rng, rules=rules) as known:
        for number in range(8):
            asked = question(rng, told, live=number % 2 == 0)
            assert differences(known, asked, rules) == [], asked


def details_agree(known: Sited, asked: Question, rng: Random, rules: Path) -> None:
    on = ground(known, rules)
    expected, _ = rankings(on, known, asked)
    kind = rng.choice([kind for kind in KINDS if expected[kind]])
    code = rng.choice(list(expected[kind]))
    measure = rng.choice(list(expected[kind][code]["parts"]))
    table = shown(known, asked, score_detail.frame, focus=f"{kind}:{code}/{measure}")
    assert (table.attrs["kind"], table.attrs["code"], table.attrs["opened"]) == (kind, code, measure)
    assert same(expected[kind][code]["total"], table.attrs["total"])
    cut = table[table["row"] == "case"]
    if measure in ("volume", "diversity"):
        assert (len(cut), table.attrs["lost_cases"]) == (0, None)
        return
    cases = cases_of_kind(known, asked, kind)
    if kind == "area":
        inside = {child for child, _ in known.story.areas if child == code or child.startswith(code)}
        cases = cases[cases["area"].isin(inside)]
    else:
        cases = cases[cases[kind] == code]
    lost = losses(on, measure, cases, (asked.start, asked.end), asked.as_of)
    assert table.attrs["lost_cases"] == len(lost), (asked, kind, code, measure)
    assert len(cut) == min(len(lost), 12)
    for row in cut.itertuples():
        assert (row.source, row.event_id) in lost.index
        if measure != "rework":
            assert same(float(lost[row.source, row.event_id]), float(row.amount)), (asked, row)
    worst = [row.amount for row in cut.itertuples()]
    assert worst == sorted(worst, reverse=measure != "satisfaction")


@pytest.mark.parametrize("seed", range(2))
def test_the_cases_behind_a_loss(seed: int, changed: Path) -> None:
    rng = Random(seed + 20)
    told = site_story(rng, events=110)
    rules = changed if seed % 2 else SHIPPED
    with sited(told, rng, rules=rules) as known:
        for number in range(14):
            details_agree(known, question(rng, told, live=number % 2 == 0), rng, rules)


@pytest.mark.parametrize("seed", range(2))
def test_twelve_weeks(seed: int, changed: Path) -> None:
    """Every week is scored as the same seven days would be, as of T, by the rules of its own end."""
    rng = Random(seed + 40)
    told = site_story(rng, events=90)
    rules = changed if seed % 2 else SHIPPED
    with sited(told, rng, rules=rules) as known:
        on = ground(known, rules)
        for number in range(4):
            asked = question(rng, told, live=number % 2 == 0)
            kind = "area" if number == 3 and asked.area == told.root else "department"
            focus = f"area:{told.areas[1][0]}" if kind == "area" else ""
            table = shown(known, asked, score_trend.frame, focus=focus)
            if table.attrs["kind"] != kind:
                continue
            cases = cases_of_kind(known, asked, kind)
            last = asked.as_of // HOUR * HOUR
            least = on.version_at(asked.end)["least_cases"]
            for week in (11, 10, rng.randrange(10)):
                end = last - (11 - week) * WEEK
                window = (end - WEEK, end)
                now, _ = scores(on, kind, cases, area=asked.area, window=window, as_of=asked.as_of)
                told_of = now if reaches(known, window[0]) else {}
                expected = {
                    code: (one["total"], one["version"])
                    for code, one in told_of.items()
                    if one["cases"] >= least and one["total"] is not None
                }
                rows = table[(table["week"] == week) & table["total"].notna()]
                assert set(rows["end_at"]) <= {end}
                assert set(rows["code"]) == set(expected), (asked, week)
                for row in rows.itertuples():
                    assert same(expected[row.code][0], row.total), (asked, week, row)
                    assert expected[row.code][1] == row.version
