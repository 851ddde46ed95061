"""From findings and what stands to changes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.alerts.evaluation import Change, Known, changes
from data_access.alerts.figures import Judgement
from data_access.alerts.finding import Finding
from data_access.alerts.rules import Rules
from data_access.clock import MINUTE
from tests.data_access.alerts.grounds import finding, rules
from tests.data_access.worlds import NOW

RULES = rules({"kind": "surge", "clear_minutes": 10, "cooldown_minutes": 30})
AT_ONCE = rules({"kind": "surge"})


def judgement(*findings: Finding, judged: frozenset[str] = frozenset({"surge"}), **only: frozenset[str]) -> Judgement:
    return Judgement(findings, judged, only)


def told(result: list[Change]) -> list[tuple[Any, ...]]:
    return [(one.change, one.warning, one.finding and one.finding.severity, one.note) for one in result]


def changed(found: Judgement, *known: Known, by: Rules = RULES, at: int = NOW) -> list[tuple[Any, ...]]:
    return told(changes(found, known, by, at))


STANDS = Known(7, "k", "surge", "warn")


def test_raised_once() -> None:
    assert changed(judgement(finding())) == [("raised", None, "warn", None)]
    assert changed(judgement(finding()), STANDS) == [("seen", 7, "warn", None)]


def test_too_little_raises_nothing_but_keeps_what_stands() -> None:
    little = finding(raises=False, severity="crit")
    assert changed(judgement(little)) == []
    assert changed(judgement(little), STANDS) == [("seen", 7, "warn", None)]


def test_severity_rises_and_does_not_fall() -> None:
    assert changed(judgement(finding(severity="crit")), STANDS) == [("escalated", 7, "crit", None)]
    assert changed(judgement(finding(severity="note")), STANDS) == [("seen", 7, "warn", None)]


@pytest.mark.parametrize(
    ("minutes", "expected"), [(None, [("missed", 7, None, None)]), (9, []), (10, [("cleared", 7, None, None)])]
)
def test_it_clears_once_the_cause_has_been_gone_for_long_enough(minutes: int | None, expected: list[Any]) -> None:
    since = None if minutes is None else NOW - minutes * MINUTE
    assert changed(judgement(), Known(7, "k", "surge", "warn", since)) == expected


def test_a_cause_that_comes_back_meanwhile_is_seen() -> None:
    assert changed(judgement(finding()), Known(7, "k", "surge", "warn", NOW - MINUTE)) == [("seen", 7, "warn", None)]


def test_at_once_where_no_time_is_set() -> None:
    assert changed(judgement(), STANDS, by=AT_ONCE) == [("cleared", 7, None, None)]


@pytest.mark.parametrize(
    ("minutes", "severity", "raised"),
    [(29, "warn", False), (30, "warn", True), (29, "crit", True), (29, "note", False), (0, "warn", False)],
)
def test_cooling_down(minutes: int, severity: str, raised: bool) -> None:
    before = Known(7, "k", "surge", "warn", None, NOW - minutes * MINUTE)
    older = Known(3, "k", "surge", "crit", None, NOW - 500 * MINUTE)
    found = changed(judgement(finding(severity=severity)), before, older)
    assert found == ([("raised", None, severity, None)] if raised else [])


def test_a_rule_that_is_gone_or_off_clears_what_it_raised() -> None:
    off = rules({"kind": "surge", "enabled": False})
    assert changed(judgement(judged=frozenset()), STANDS, by=off) == [("cleared", 7, None, "rule")]
    assert changed(judgement(), Known(7, "k", "other", "warn")) == [("cleared", 7, None, "rule")]


def test_what_could_not_be_judged_stays_as_it_is() -> None:
    assert changed(judgement(judged=frozenset()), STANDS) == []
    assert changed(judgement(surge=frozenset({"other"})), STANDS, by=AT_ONCE) == []
    assert changed(judgement(surge=frozenset({"k"})), STANDS, by=AT_ONCE) == [("cleared", 7, None, None)]


class TestGroups:
    ONE = finding("one", group="all")
    MANY = finding("all", many=True)
    KEPT = finding("all", many=True, raises=False)

    def test_a_group_speaks_for_its_cases(self) -> None:
        assert changed(judgement(self.ONE, self.MANY)) == [("raised", None, "warn", None)]
        known = Known(7, "one", "surge", "warn")
        assert changed(judgement(self.ONE, self.MANY), known) == [
            ("raised", None, "warn", None),
            ("cleared", 7, None, "merged"),
        ]

    def test_a_group_that_stands_is_kept_although_it_would_not_be_raised(self) -> None:
        known = Known(8, "all", "surge", "warn")
        assert changed(judgement(self.ONE, self.KEPT), known) == [("seen", 8, "warn", None)]

    def test_a_group_that_does_not_stand_leaves_its_cases_alone(self) -> None:
        assert changed(judgement(self.ONE, self.KEPT)) == [("raised", None, "warn", None)]

    def test_when_a_group_is_gone_its_cases_are_told_again(self) -> None:
        known = Known(8, "all", "surge", "warn")
        assert changed(judgement(self.ONE), known, by=AT_ONCE) == [
            ("raised", None, "warn", None),
            ("cleared", 8, None, None),
        ]

    def test_a_group_does_not_cool_down(self) -> None:
        """Else nobody would speak for its cases."""
        before = Known(8, "all", "surge", "warn", None, NOW - MINUTE)
        assert changed(judgement(self.MANY), before) == [("raised", None, "warn", None)]


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["note", "warn", "crit"]), st.booleans()), max_size=5),
    st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(["note", "warn", "crit"])), max_size=4),
)
def test_one_of_a_key_stands_at_most(found: list[tuple[str, str, bool]], stands: list[tuple[str, str]]) -> None:
    findings = {key: finding(key, severity=severity, raises=raises) for key, severity, raises in found}
    known = {key: Known(number, key, "surge", severity) for number, (key, severity) in enumerate(stands)}
    result = changes(judgement(*findings.values()), known.values(), AT_ONCE, NOW)
    raised = [one.finding.key for one in result if one.change == "raised" and one.finding]
    assert len(raised) == len(set(raised))
    assert not set(raised) & set(known)
    # Everything that stands has exactly one outcome.
    assert sorted(one.warning for one in result if one.warning is not None) == sorted(one.id for one in known.values())
    assert set(raised) == {key for key, one in findings.items() if one.raises and key not in known}
