"""Reported figures that do not add up raise a warning like any other cause, and stop it when they do."""

from collections.abc import Iterator

import pytest

from data_access.alerts import figures
from data_access.alerts.figures import Judgement
from data_access.alerts.rules import Rules
from data_access.store.store import Store
from layouts.text import Text
from layouts.warning_words import grounds as words_of_grounds
from layouts.warning_words import headline
from tests.data_access.alerts.grounds import ground, rule
from tests.data_access.statistics.ground import TOTAL, accept, said, site
from tests.data_access.worlds import NOW, moment


@pytest.fixture
def store() -> Iterator[Store]:
    with site() as found:
        yield found


def judged(store: Store, **changes: object) -> Judgement:
    rules = Rules(version="t", rule=(rule("unreconciled", severity="crit", **changes),))
    with ground(store, NOW) as here:
        return figures.judge(figures.gather(here, rules), rules)


def fill(store: Store, own: float) -> None:
    accept(store, [said(TOTAL, "c1", 4), said(TOTAL, "c2", 6), said(TOTAL, "s1", own)])


def test_figures_that_differ_are_a_finding_with_both_of_them(store: Store) -> None:
    fill(store, 12)

    (found,) = judged(store).findings
    assert (found.subject, found.area, found.severity) == ("area:s1", "s1", "warn")
    assert (found.evidence["total"], found.evidence["parts"]) == (12, 10)
    assert found.evidence["since"] == moment("22 12:00")


def test_figures_that_agree_are_judged_and_find_nothing(store: Store) -> None:
    fill(store, 10)

    judgement = judged(store)
    assert judgement.findings == ()
    assert f"unreconciled|area:s1|{TOTAL}:children" in judgement.only["unreconciled"]


def test_what_waits_for_a_part_is_judged_neither_way(store: Store) -> None:
    accept(store, [said(TOTAL, "c1", 4), said(TOTAL, "s1", 10)])

    judgement = judged(store)
    assert judgement.findings == ()
    assert not [key for key in judgement.only["unreconciled"] if TOTAL in key]


def test_no_more_than_the_rule_allows_the_rest_is_not_judged(store: Store) -> None:
    fill(store, 12)

    judgement = judged(store, most=0)
    assert judgement.findings == ()
    assert not [key for key in judgement.only["unreconciled"] if TOTAL in key]


@pytest.mark.parametrize(
    ("language", "said_first", "said_then"),
    [
        ("zh", "东门摄像机合计不符", "自报 12，下级合计 10 · 自 11-22 12:00"),
        ("en", "东门: Cameras does not add up", "own 12, areas below together 10 · since 11-22 12:00"),
    ],
)
def test_it_is_told_with_the_words_of_the_metric_catalogue(
    store: Store, language: str, said_first: str, said_then: str
) -> None:
    fill(store, 12)
    (found,) = judged(store).findings
    row = {"kind": found.kind, "evidence": dict(found.evidence), "area_path": "东门", "source_label": None}
    row |= {"department_label": None}
    text = Text(language)

    assert headline(row, text) == said_first
    assert words_of_grounds(row, text, store.zone) == said_then
