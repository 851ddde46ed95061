import pytest

from data_access.scores.ranking import FEW, NOTHING, Ranking, black_list, ranking, red_list, status_of
from data_access.scores.rules import shipped
from data_access.scores.scoring import Counts, Score, score

RULES = shipped().versions[0]


def _score(on_time: int, due: int = 100) -> Score:
    return score(RULES.model_copy(update={"area": {"on_time": 100}}), "area", Counts(due=due, on_time=on_time))


def _ranking(before: dict[str, Score] | None = None, **scores: Score) -> Ranking:
    return ranking("area", RULES, scores, before, RULES)


def test_the_best_first_and_equal_scores_share_a_rank() -> None:
    found = _ranking(a=_score(80), b=_score(90), c=_score(90), d=_score(70))
    assert [(one.code, one.rank) for one in found.standings] == [("b", 1), ("c", 1), ("a", 3), ("d", 4)]


def test_under_five_cases_is_shown_not_ranked() -> None:
    found = _ranking(a=_score(4, 4), b=_score(5, 10), c=_score(0, 0), d=_score(4, 5))
    assert [(one.code, one.rank, one.unranked) for one in found.standings] == [
        ("d", 1, None),
        ("b", 2, None),
        ("a", None, FEW),
        ("c", None, NOTHING),
    ]
    few = found.of("a")
    assert few is not None
    assert (few.score.total, few.status) == (100, "n")


def test_change_against_the_window_before() -> None:
    before = {"a": _score(95), "b": _score(80), "c": _score(3, 3), "gone": _score(99)}
    found = _ranking(before, a=_score(90), b=_score(94), c=_score(70), new=_score(60))
    changes = {one.code: (one.change, one.moved) for one in found.standings}
    assert changes == {
        "b": (pytest.approx(14), 2),
        "a": (pytest.approx(-5), 0),
        "c": (pytest.approx(-30), None),
        "new": (None, None),
    }


def test_nothing_is_said_of_a_past_that_is_not_known() -> None:
    (one,) = _ranking(a=_score(90)).standings
    assert (one.before, one.change, one.moved) == (None, None, None)


@pytest.mark.parametrize(("total", "status"), [(85, "n"), (84.99, "warn"), (60, "warn"), (59.99, "crit"), (None, "n")])
def test_status_by_the_lines(total: float | None, status: str) -> None:
    assert status_of(total, RULES) == status


def test_red_and_black_lists_name_nobody_twice() -> None:
    found = _ranking(**{name: _score(100 - place) for place, name in enumerate("abcd")})
    assert [one.code for one in red_list(found)] == ["a", "b", "c"]
    assert [one.code for one in black_list(found)] == ["d"]


def test_lists_take_the_ranked_only_and_red_only_who_passes() -> None:
    found = _ranking(a=_score(90), b=_score(50), c=_score(70), d=_score(1, 1))
    assert [one.code for one in red_list(found)] == ["a"]
    assert [one.code for one in black_list(found)] == ["b", "c"]
    assert black_list(_ranking()) == red_list(_ranking()) == ()
