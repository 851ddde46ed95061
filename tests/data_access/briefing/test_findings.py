from dataclasses import replace

from hypothesis import given, settings

from data_access.briefing.comparing import Spread
from data_access.briefing.figures import Figures, Share
from data_access.briefing.findings import (
    LEAST_CHANGE,
    LEAST_DENOMINATOR,
    LEAST_DIFFERENCE,
    LEAST_POINTS,
    MOST,
    Finding,
    crossings,
    difference,
    findings,
)
from tests.data_access.briefing.made import RANDOM, SAME, figures, median, row, scored


def _said(found: Figures) -> list[Finding]:
    return [one for topic in findings(found).values() for one in topic]


def test_nothing_changed_nothing_is_found() -> None:
    assert _said(figures()) == []


def test_without_a_week_before_nothing_is_found() -> None:
    assert _said(figures(row("", {"reported": 9000}), last=None)) == []


def test_a_count_that_grew() -> None:
    (one,) = _said(figures(row("", {"reported": 1300}, {})))
    assert (one.topic, one.measure, one.kind, one.now) == ("total", "reported", "count", 1300)
    assert [(change.baseline, change.before) for change in one.changes] == [("last", 1000)]
    assert difference(one.now, one.changes[0].before) == 300


def test_the_same_growth_is_nothing_where_weeks_vary_that_much() -> None:
    wild = {name: {"reported": Spread(0.05, 40)} for name in ("none", "child", "department", "source", "category")}
    assert _said(figures(row("", {"reported": 1300}, {}), spreads=wild)) == []


def test_what_is_sure_but_small_is_not_said() -> None:
    assert _said(figures(row("", {"reported": 1_040_000}, {"reported": 1_000_000}))) == []
    assert _said(figures(row("", {"on_time": Share(931_000, 1_000_000)}, {"on_time": Share(920_000, 1_000_000)}))) == []


def test_what_is_large_but_rests_on_few_is_not_said() -> None:
    assert _said(figures(source=[row("app", {"reported": 14}, {"reported": 3})])) == []
    few = {"on_time": Share(2, 29)}, {"on_time": Share(29, 29)}
    assert _said(figures(department=[row("gongan", *few)])) == []
    enough = {"on_time": Share(2, 30)}, {"on_time": Share(30, 30)}
    assert [one.key for one in _said(figures(department=[row("gongan", *enough)]))] == ["gongan"]


def test_from_and_to_nothing() -> None:
    appeared, gone = row("a", {"reported": 60}, {"reported": 0}), row("b", {"reported": 0}, {"reported": 60})
    assert {one.key for one in _said(figures(source=[appeared, gone]))} == {"a", "b"}
    unknown = row("c", {"on_time": Share(0, 0)}, {"on_time": Share(50, 50)})
    assert _said(figures(department=[unknown])) == []


def test_a_median_that_grew() -> None:
    (one,) = _said(figures(department=[row("gongan", {"response": median(400, 1500.0)}, {})]))
    assert (one.measure, one.kind) == ("response", "median")
    unsure = median(400, 1500.0, width=900.0)
    assert _said(figures(department=[row("gongan", {"response": unsure}, {})])) == []


def test_both_weeks_are_told_of_in_one_finding() -> None:
    (one,) = _said(figures(row("", {"reported": 1300}, {}, {"reported": 1800}), same=SAME))
    assert [change.baseline for change in one.changes] == ["last", "same"]


def test_the_child_that_changed_most_leads_only_if_it_is_significant_itself() -> None:
    total = row("", {"reported": 1300}, {})
    most = row("s1", {"reported": 700}, {"reported": 500})
    other = row("s2", {"reported": 600}, {"reported": 500})
    (one,) = findings(figures(total, child=[other, most]))["total"]
    assert one.leader is not None
    assert (one.leader.key, one.leader.now, one.leader.changes[0].before) == ("s1", 700, 500)
    small = [row(f"s{place}", {"reported": 14}, {"reported": 10}) for place in range(9)]
    (one,) = findings(figures(total, child=small))["total"]
    assert one.leader is None


def test_chance_alone_is_seldom_found() -> None:
    """Of forty sources that vary as Poisson says, none is told of, though one in twenty differs at five percent."""
    counts = [(100 + step % 7 * 3, 100 + step % 5 * 4) for step in range(40)]
    rows = [row(f"k{place}", {"reported": a}, {"reported": b}) for place, (a, b) in enumerate(counts)]
    assert _said(figures(source=rows)) == []


def test_at_most_some_are_told_of_the_surest_first() -> None:
    rows = [row(f"k{place}", {"reported": 300 + 20 * place}, {"reported": 200}) for place in range(12)]
    found = findings(figures(source=rows))["source"]
    assert len(found) == MOST
    assert [one.p for one in found] == sorted(one.p for one in found)
    assert found[0].key == "k11"


def test_scores_that_cross_a_line() -> None:
    area = (scored("s1", 84.0, 88.0), scored("s2", 59.0, 86.0), scored("s3", 84.9, 85.1), scored("s4", 90.0, 80.0))
    department = (scored("gongan", 50.0, None), scored("chengguan", 50.0, 90.0, rank=None))
    found = crossings(figures(scores={"area": area, "department": department}))
    assert [(one.key, one.line, one.fell) for one in found] == [
        ("s2", "alarm", True),
        ("s1", "pass", True),
        ("s4", "pass", False),
    ]


@settings(max_examples=25)
@given(RANDOM)
def test_whatever_is_found_is_large_enough_and_rests_on_enough(found: Figures) -> None:
    rows = {
        "total": {"": found.total},
        **{name: {one.key: one for one in group} for name, group in found.groups.items()},
    }
    for one in _said(found):
        measured = rows[one.topic][one.key]
        assert one.now == getattr(measured.now, one.measure)
        assert one.changes
        for change in one.changes:
            before = measured.last if change.baseline == "last" else measured.same
            assert before is not None
            assert change.before == getattr(before, one.measure)
            size = abs(difference(one.now, change.before))
            if isinstance(one.now, int) and isinstance(change.before, int):
                assert size >= max(LEAST_DIFFERENCE, LEAST_CHANGE * change.before)
            elif isinstance(one.now, Share) and isinstance(change.before, Share):
                assert size >= LEAST_POINTS
                assert min(one.now.denominator, change.before.denominator) >= LEAST_DENOMINATOR
            else:
                assert size > 0


@settings(max_examples=25)
@given(RANDOM)
def test_the_order_of_the_keys_changes_nothing(found: Figures) -> None:
    turned = {name: tuple(reversed(group)) for name, group in found.groups.items()}
    mirrored = replace(found, groups=turned)
    assert {one.topic + one.key + one.measure for one in _said(found)} == {
        one.topic + one.key + one.measure for one in _said(mirrored)
    }
