"""The frames of the flow scene against the recomputation, for random stories and random views."""

import math
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.frames import balance, dwell, handling, handovers, limits, sankey, sources, stuck, twins
from tests.data_access.worlds import STORED
from tests.recomputation.analysis_oracle import chains, pushing, reports, standing, unmoved, ways
from tests.recomputation.analysis_oracle import twins as matters
from tests.recomputation.analysis_site import (
    ANSWER_LIMITS,
    CADENCES,
    Sited,
    before,
    cases_by,
    reaches,
    shown,
    site_story,
    sited,
)
from tests.recomputation.cases import cases_at, parts, transitions
from tests.recomputation.course import SHOWN, marks_at, stays
from tests.recomputation.oracle import counts_of
from tests.recomputation.stories import DAY, HOUR, MINUTE, SOURCES, Question, question

LIMITS = tomllib.loads(Path(limits.__file__).with_suffix(".toml").read_text(encoding="utf-8"))
RELATIVE, ABSOLUTE = 0.01, 1.0
"""What a length may be off: 1 % of a histogram's, and a step of a second in the stays of less than two minutes."""


def near(expected: float | None, found: float | None, size: float | None = None) -> bool:
    if expected is None or found is None:
        return expected is found
    return abs(expected - found) <= RELATIVE * abs(expected if size is None else size) + ABSOLUTE


def share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def same(one: float | None, other: float | None) -> bool:
    return one is other if one is None or other is None else math.isclose(one, other, rel_tol=1e-9)


def during(cases: pd.DataFrame, column: str, start: float, end: float) -> pd.DataFrame:
    return cases[(cases[column] >= start) & (cases[column] < end)]


def counted(cases: pd.DataFrame, asked: Question, window: tuple[int, int] | None = None) -> dict[str, int]:
    start, end = (asked.start, asked.end) if window is None else window
    return counts_of(cases, start=start, end=end, as_of=asked.as_of)


def sankey_agrees(known: Sited, asked: Question, rng: Random) -> None:
    reported = during(cases_by(known, asked), "collected_at", asked.start, asked.end)
    table = shown(known, asked, sankey.frame)
    found = {(row.source, row.category, row.stage): row.count for row in table.itertuples(index=False)}
    assert found == ways(reported, asked.category), asked
    assert table["count"].sum() == len(reported)


def balance_agrees(known: Sited, asked: Question, rng: Random) -> None:
    table = shown(known, asked, balance.frame)
    cases = cases_by(known, asked)
    whole = counted(cases, asked)
    right = (whole["reported"], whole["closed"]) if reaches(known, asked.end) else (None, None)
    assert (table.attrs["reported"], table.attrs["closed"]) == right, asked
    begun = table[table["bucket"] < asked.end]
    for number, row in enumerate(begun.itertuples()):
        end = min(int(row.bucket) + row.seconds * 1_000_000, asked.end)
        begin = asked.start if number == 0 else int(row.bucket)
        if not reaches(known, end):
            assert row.reported is row.closed is row.open is row.overdue is None
            continue
        bar = counted(cases, asked, (begin, end))
        assert (row.reported, row.closed) == (bar["reported"], bar["closed"]), (asked, row)
        if number in (0, len(begun) - 1) or rng.random() < 0.15:
            # The level at an instant is that of everything known then, whatever happened since.
            level = counts_of(cases_by(known, asked, as_of=end), start=end, end=end, as_of=end)
            assert (row.open, row.overdue) == (level["open"], level["overdue"]), (asked, row)
    assert all(row.open is None and row.reported is None for row in table[len(begun) :].itertuples())


def dwell_agrees(known: Sited, asked: Question, rng: Random) -> None:
    cases = cases_by(known, asked)
    lasting = standing(known.happened, cases, asked.as_of)
    ended = during(stays(cases), "left", asked.start, asked.end)
    rows = {row.stage: row for row in shown(known, asked, dwell.frame).itertuples()}
    assert list(rows) == (list(SHOWN[:-1]) if reaches(known, asked.end) else [])
    for stage, row in rows.items():
        ages = [(asked.as_of - one.since) / 1e6 for one in lasting if one.stage == stage]
        lengths = ended[ended["stay"] == stage]["seconds"].to_numpy(dtype=float)
        over = sum(age > LIMITS["dwell"][stage] * 3600 for age in ages)
        assert (row.inside, row.n, row.stuck) == (len(ages), len(lengths), over), (asked, stage)
        for name, quantile in (("p50", 50), ("p90", 90)):
            right = float(np.percentile(lengths, quantile)) if len(lengths) else None
            assert near(right, getattr(row, name)), (asked, stage, right, getattr(row, name))
            age = float(np.percentile(ages, quantile)) if ages else None
            assert same(age, getattr(row, f"age_{name}")), (asked, stage)


def stuck_agrees(known: Sited, asked: Question, rng: Random) -> None:
    lasting = standing(known.happened, cases_by(known, asked), asked.as_of)
    expected = unmoved(lasting, LIMITS, asked.as_of)
    table = shown(known, asked, stuck.frame)
    count = Counter(reason for reason, _, _ in expected.values())
    assert (table.attrs["stuck"], table.attrs["unowned"]) == (count["stage"], count["unowned"]), asked
    assert len(table) == min(len(expected), 20)
    listed = {(row.source, row.event_id): (row.reason, row.seconds, row.status) for row in table.itertuples()}
    assert len(listed) == len(table)
    for case, found in listed.items():
        assert found == (expected[case][0], pytest.approx(expected[case][1]), expected[case][2]), (asked, case)
    worst = Counter(status for _, _, status in expected.values())
    assert list(table["status"]) == [s for s in ("crit", "warn", "note") for _ in range(worst[s])][:20]


def handovers_agree(known: Sited, asked: Question, rng: Random) -> None:
    everybody = cases_by(known, asked, department=None)
    marks = marks_at(known.happened, asked.as_of)
    cohort = during(everybody, "dispatched_at", asked.start, asked.end)
    right = pushing(known.happened, marks, cohort, asked.as_of)
    long = chains(marks, everybody, asked.start, asked.end)
    table = shown(known, asked, handovers.frame)
    totals = (table.attrs["handovers"], table.attrs["returns"], table.attrs["long"])
    assert totals == (right.handed_on.total(), right.returned.total(), len(long)), asked
    wanted = asked.department
    own = {name for name in right.received if wanted in (None, name)}
    rows = {row.department: row for row in table[table["kind"] == "department"].itertuples()}
    assert set(rows) == own, asked
    answered = cohort if wanted is None else cohort[cohort["department"] == wanted]
    for name, row in rows.items():
        found = (row.received, row.returned, row.handed_on, row.pushed)
        told = (right.received[name], right.returned[name], right.handed_on[name], right.pushed[name])
        assert found == told, (asked, name)
        assert same(row.share, share(told[3], told[0])), (asked, name)
        assert same(row.limit, ANSWER_LIMITS.get(name))
        lengths = answered[answered["department"] == name]["response"].dropna()
        assert row.n == len(lengths), (asked, name)
        for value, quantile in ((row.p50, 0.5), (row.p90, 0.9)):
            assert near(float(lengths.quantile(quantile)) if len(lengths) else None, value), (asked, name)
    pairs = {pair: count for pair, count in right.pairs.items() if wanted is None or wanted in pair}
    drawn = table[table["kind"] == "pair"]
    assert {(row.department, row.to): row.count for row in drawn.itertuples(index=False)}.items() <= pairs.items()
    assert list(drawn["count"]) == sorted(pairs.values(), reverse=True)[:12]
    chosen = {case: one for case, one in long.items() if wanted is None or wanted in one[0]}
    drawn = table[table["kind"] == "chain"]
    assert list(drawn["count"]) == sorted((len(path) - 1 for path, _ in chosen.values()), reverse=True)[:12]
    for row in drawn.itertuples():
        assert (row.path, row.at) == chosen[row.source, row.event_id], asked


def handling_agrees(known: Sited, asked: Question, rng: Random) -> None:
    table = shown(known, asked, handling.frame)
    cases, past = cases_by(known, asked), before(asked)
    whole, earlier = counted(cases, asked), counted(cases, asked, past)
    if not whole["reported"]:
        assert table.empty
        return
    cut = [(asked.area, cases)]
    children = {code for code, parent in known.story.areas if parent == asked.area}
    if children:
        cut += parts(cases, known.story.areas, asked.area, "child")
    rows = list(table.itertuples())
    assert [row.code for row in rows[1:] if row.code != "unlocated"] == [code for code, _ in cut[1:-1]]
    found = {(row.code, place == 0): row for place, row in enumerate(rows)}
    for place, (code, own) in enumerate(cut):
        now, then = counted(own, asked), counted(own, asked, past)
        row = found.get((code, place == 0))
        if row is None:
            assert (code, now["reported"]) == ("unlocated", 0), asked
            continue
        told = (now["reported"], now["self_handled"], now["reported"] - now["self_handled"])
        assert (row.reported, row.self_handled, row.forwarded) == told, (asked, code)
        assert same(row.self_value, share(told[1], told[0])), (asked, code)
        assert same(row.share, share(told[0], whole["reported"])), (asked, code)
        if not reaches(known, past[0]):
            assert row.reported_previous is row.self_previous_value is row.share_previous is None
            continue
        assert row.reported_previous == then["reported"], (asked, code)
        assert same(row.self_previous_value, share(then["self_handled"], then["reported"]))
        assert same(row.share_previous, share(then["reported"], earlier["reported"]))


def sources_agree(known: Sited, asked: Question, rng: Random) -> None:
    table = shown(known, asked, sources.frame)
    cases, past = cases_by(known, asked), before(asked)
    seen = known.happened[(known.happened["at"] <= asked.as_of) & (known.happened["stage"] == "collected")]
    # A case is new once: when it was first collected.
    newest = seen.drop_duplicates("case", keep="first").groupby("source")["at"].max()
    reported = during(cases, "collected_at", asked.start, asked.end)
    assert [row.source for row in table.itertuples()] == [s for s in SOURCES if asked.source in (None, s)]
    earlier = during(cases, "collected_at", *past) if reaches(known, past[0]) else None
    for row in table.itertuples():
        last = newest.get(row.source)
        own = reported[reported["source"] == row.source]
        assert row.last_at == last, (asked, row.source)
        assert row.reported == (None if last is None else len(own)), (asked, row.source)
        kept = sum(value is True for value in own["self_handled"])
        assert row.self_handled == (None if last is None else kept), (asked, row.source)
        assert same(row.self_value, share(kept, len(own)))
        assert same(row.share, None if last is None else share(len(own), len(reported)))
        if earlier is None or last is None:
            assert row.previous is None
        else:
            assert row.previous == (earlier["source"] == row.source).sum(), (asked, row.source)
        cadence = CADENCES.get(row.source)
        silent = cadence is not None and last is not None and asked.as_of - last > 5 * cadence * MINUTE
        assert row.silent == silent, (asked, row.source)
    given = [int(count) for count in reported["source"].value_counts() if count]
    entropy = -sum(count / len(reported) * math.log(count / len(reported)) for count in given)
    assert same(table.attrs["diversity"], math.exp(entropy) if given else None)
    assert (table.attrs["active"], table.attrs["known"]) == (len(given), len(table))


def twins_agree(known: Sited, asked: Question, rng: Random) -> None:
    rule = LIMITS["twins"]
    start = max(asked.start, asked.end - rule["days"] * DAY)
    cases = cases_by(known, asked, source=None, department=None)
    # What came before the window may be told again in it.
    told = reports(
        during(cases, "collected_at", start - rule["hours"] * HOUR, asked.end), known.story.messages, asked.as_of
    )
    wanted = {(case.source, case.event_id) for case in cases_by(known, asked).itertuples()}
    expected = {}
    for matter in matters(told, within_metres=rule["metres"], hours=rule["hours"]):
        names = frozenset((one.source, one.event_id) for one in matter)
        if matter[-1].at >= start and names & wanted:
            expected[names] = matter
    table = shown(known, asked, twins.frame)
    assert (table.attrs["matters"], table.attrs["left_out"]) == (len(expected), 0), asked
    assert table.attrs["cases"] == sum(map(len, expected)), asked
    assert list(table["at"]) == sorted((one[-1].at for one in expected.values()), reverse=True)[:20]
    for row in table.itertuples():
        ends = {(row.first_source, row.first_event_id), (row.source, row.event_id)}
        (matter,) = [one for names, one in expected.items() if ends <= names]
        assert (row.first_at, row.at, row.cases) == (matter[0].at, matter[-1].at, len(matter))
        assert sorted(row.event_ids) == sorted(one.event_id for one in matter)


CHECKS: dict[str, Callable[[Sited, Question, Random], Any]] = {
    "sankey": sankey_agrees,
    "balance": balance_agrees,
    "dwell": dwell_agrees,
    "stuck": stuck_agrees,
    "handovers": handovers_agree,
    "handling": handling_agrees,
    "sources": sources_agree,
    "twins": twins_agree,
}


@settings(STORED, max_examples=8)
@given(st.randoms(use_true_random=False), st.integers(1, 6))
def test_small_stories(rng: Random, events: int) -> None:
    told = site_story(rng, events=events)
    with sited(told, rng) as known:
        for number in range(2):
            asked = question(rng, told, live=number == 0)
            for check in CHECKS.values():
                check(known, asked, rng)


@pytest.mark.parametrize("seed", range(3))
def test_long_stories(seed: int) -> None:
    rng = Random(seed + 300)
    told = site_story(rng, events=110)
    with sited(told, rng) as known:
        for number in range(8):
            asked = question(rng, told, live=number % 2 == 0)
            for check in CHECKS.values():
                check(known, asked, rng)


def test_every_figure_is_put_to_the_test() -> None:
    told = site_story(Random(300), events=110)
    happened, end = transitions(told.messages, told.locate), max(told.times) + 1
    cases, marks = cases_at(happened, end), marks_at(happened, end)
    still = unmoved(standing(happened, cases, end + 5 * DAY), LIMITS, end + 5 * DAY).values()
    assert {reason for reason, _, _ in still} == {"unowned", "stage"}
    assert {status for _, _, status in still} == {"crit", "warn", "note"}
    right = pushing(happened, marks, cases[cases["dispatched_at"].notna()], end)
    assert all((right.received, right.returned, right.handed_on, right.pushed, right.pairs))
    assert chains(marks, cases, 0, end)
    found = matters(reports(cases, told.messages, end), within_metres=100, hours=24)
    assert len(found) > 5
    assert max(map(len, found)) > 2
