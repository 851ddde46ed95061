from pathlib import Path
from typing import Any

import pytest

from data_access.reader import Reader
from data_access.scores.board import Board, board
from data_access.scores.ranking import FEW, NOTHING
from data_access.scores.rules import SHIPPED, load_rules
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.scores.courses import course
from tests.data_access.worlds import NOW, accept, moment, reading

WEEK = View(scene="scores", window="7d")


def _many(count: int, name: str, day: str = "20", **more: Any) -> list[dict[str, Any]]:
    return [step for number in range(count) for step in course(f"{name}-{day}-{number}", day, **more)]


def _score(found: Board, kind: Any, code: str) -> float | None:
    standing = found.rankings[kind].of(code)
    assert standing is not None
    return standing.score.total


def test_a_week_against_the_week_before(store: Store) -> None:
    accept(store, _many(6, "a") + _many(5, "b", department="gongan", handled="13:00"))
    accept(store, _many(5, "a", "12", handled="13:00") + _many(6, "b", "12", department="gongan"))
    accept(store, course("old", "05"))
    with reading(store) as reader:
        found = board(reader, WEEK)
    first, second = found.rankings["department"].standings
    assert (first.code, first.rank, first.moved, first.score.total) == ("chengguan", 1, 1, 100)
    assert (second.code, second.rank, second.moved, second.score.total) == ("gongan", 2, -1, pytest.approx(70))
    assert (first.change, second.change) == (pytest.approx(30), pytest.approx(-30))
    assert found.before == (NOW - 14 * 86_400_000_000, NOW - 7 * 86_400_000_000)


def test_before_history_nothing_is_compared(store: Store) -> None:
    accept(store, _many(6, "a"))
    with reading(store) as reader:
        found = board(reader, WEEK)
    assert found.before is None
    assert {one.change for one in found.rankings["department"].standings} == {None}


def test_an_empty_store_ranks_nobody(store: Store) -> None:
    with reading(store) as reader:
        found = board(reader, WEEK)
    assert [one.unranked for one in found.rankings["department"].standings] == [NOTHING, NOTHING]
    assert [one.unranked for one in found.rankings["area"].standings] == [NOTHING] * 3
    assert found.rankings["post"].standings == ()
    assert (found.hotline.total, found.urged) == (None, {})


def test_one_case_is_shown_and_not_ranked(store: Store) -> None:
    accept(store, course("one"))
    with reading(store) as reader:
        found = board(reader, WEEK)
    ranking = found.rankings["department"]
    assert [(one.code, one.unranked) for one in ranking.standings] == [("chengguan", FEW), ("gongan", NOTHING)]
    assert _score(found, "department", "chengguan") == 100


def test_what_counts_for_nobody_is_counted(store: Store) -> None:
    accept(store, _many(6, "a") + _many(2, "n", department=None) + _many(3, "d", area="d"))
    with reading(store) as reader:
        found = board(reader, WEEK)
    assert found.nobody == {"department": 2, "area": 3, "post": 0}


def test_a_leaf_has_no_areas_to_rank(store: Store) -> None:
    accept(store, _many(6, "a"))
    with reading(store) as reader:
        found = board(reader, WEEK.replaced(area="g1"))
    assert found.rankings["area"].standings == ()
    assert _score(found, "department", "chengguan") == 100


def test_as_of_a_moment_only_what_had_happened(store: Store) -> None:
    accept(store, _many(6, "a", handled="11:00"))
    with reading(store) as reader:
        then = board(reader, WEEK.replaced(as_of=moment("20 12:30")))
        early = board(reader, WEEK.replaced(as_of=moment("20 10:00")))
    accept(store, _many(6, "later", "21", handled="13:00"))
    with reading(store) as reader:
        again = board(reader, WEEK.replaced(as_of=moment("20 12:30")))
        now = board(reader, WEEK)
    assert _score(then, "department", "chengguan") == _score(again, "department", "chengguan") == 100
    assert then.rankings == again.rankings
    assert early.rankings["department"].standings[0].score.cases == 6
    closure = early.rankings["department"].standings[0].score.part("closure")
    assert closure is not None
    assert closure.ratio.value is None
    assert _score(now, "department", "chengguan") == pytest.approx(85)


def test_scope_and_filters(store: Store) -> None:
    accept(store, _many(6, "a") + _many(6, "b", area="g4", department="gongan", source="worker"))
    with reading(store, "s1") as reader:
        inside = board(reader, WEEK)
        assert [one.code for one in inside.rankings["area"].standings] == ["c1", "c2"]
        assert [one.rank for one in inside.rankings["department"].standings] == [1, None]
    with reading(store) as reader:
        worker = board(reader, WEEK.replaced(source="worker"))
        assert [one.rank for one in worker.rankings["department"].standings] == [1, None]
        chosen = board(reader, WEEK.replaced(department="gongan"))
        assert [one.rank for one in chosen.rankings["department"].standings] == [1, 1]
        assert (chosen.rankings["area"].standings[0].code, chosen.rankings["area"].standings[0].rank) == ("s2", 1)
        assert sum(one.rank is not None for one in chosen.rankings["area"].standings) == 1


def test_two_panels_share_one_board(store: Store) -> None:
    accept(store, _many(6, "a"))
    with reading(store) as reader:
        assert board(reader, WEEK) is board(reader, WEEK.replaced(focus="department:chengguan"))


def test_hotline_rates_are_those_of_its_sources(tmp_path: Path, store: Store) -> None:
    accept(store, _many(6, "a", score=5) + _many(2, "b", score=1) + _many(4, "w", source="worker", score=1))
    text = SHIPPED.read_text(encoding="utf-8").replace('"hotline_12345"', '"hotline"')
    path = tmp_path / "rules.toml"
    path.write_text(text, encoding="utf-8")
    store.score_rules = load_rules(path)
    with reading(store) as reader:
        assert board(reader, WEEK).hotline.total == pytest.approx(75)


def _dated(tmp_path: Path, day: str) -> Path:
    """The shipped rules, and a version from a day on that weighs closure alone."""
    text = SHIPPED.read_text(encoding="utf-8")
    second = text.replace('version = "2026-11"', f'version = "strict"\nvalid_from = {day}')
    weights = "volume = 10\nclosure = 30\non_time = 30\nrework = 30"
    assert weights in second
    path = tmp_path / "rules.toml"
    path.write_text(f"{text}\n{second.replace(weights, 'closure = 100')}", encoding="utf-8")
    return path


def _versions(reader: Reader) -> tuple[str, str, int]:
    found = board(reader, WEEK)
    return found.rules.version, found.rules_before.version, len(found.rankings["department"].standings[0].score.parts)


def test_a_changed_rule_scores_the_past_anew_without_touching_events(tmp_path: Path, store: Store) -> None:
    accept(store, _many(6, "a", handled="13:00") + _many(6, "a", "12"))
    for day, expected in (
        ("2026-11-20", ("strict", "2026-11", 1)),
        ("2026-11-01", ("strict", "strict", 1)),
        ("2026-11-23", ("2026-11", "2026-11", 4)),
    ):
        store.score_rules = load_rules(_dated(tmp_path, day))
        store.kept = type(store.kept)()
        with reading(store) as reader:
            assert _versions(reader) == expected
