from typing import Any

import pytest

from data_access.cases.listing import count_of
from data_access.cases.selecting import select_cases
from data_access.explain.naming import Asked, read_cut
from data_access.explain.numbers import Explained
from data_access.explain.scores import BEHIND, explain_index, explain_score
from data_access.reader import Reader
from data_access.scores.rules import MEASURES
from data_access.store.store import Store
from data_access.view import View, ViewError
from tests.data_access.worlds import reading

VIEW = View(window="7d")


def score(reader: Reader, name: str, view: View = VIEW) -> Explained:
    measure, _, cut = name.partition("/")
    return explain_score(reader, view, read_cut(measure, cut))


def test_a_score_is_the_sum_of_its_parts(told: Store) -> None:
    with reading(told) as reader:
        found = score(reader, "score/department:chengguan")
    assert found.kind == "score"
    assert found.value == pytest.approx(sum(piece.points or 0 for piece in found.pieces))
    assert all(piece.drill for piece in found.pieces)
    assert found.lists == ()


def test_every_part_has_its_cases_and_as_many_as_it_counts(told: Store) -> None:
    assert set(BEHIND) == set(MEASURES)
    with reading(told) as reader:
        for whose in ("department:chengguan", "area:s1"):
            for piece in score(reader, f"score/{whose}").pieces:
                part = score(reader, f"score.{piece.key}/{whose}")
                assert (part.numerator, part.denominator) == (piece.numerator, piece.denominator)
                number = read_cut(part.listed, whose)
                counts = [count_of(reader, select_cases(reader, VIEW, number, one)) for one in part.lists]
                if len(counts) == 2:
                    assert counts == [part.denominator, part.numerator], (whose, piece.key)
                elif piece.key == "volume":
                    assert counts == [part.numerator]


def test_a_window_of_its_own(told: Store) -> None:
    with reading(told) as reader:
        week = score(reader, "score/department:chengguan+window:P1D/2026-11-21T00:00:00Z")
    assert week.about["cases"] == 1


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("score", "a score needs whose it is; expected department:code, area:code, post:code"),
        ("score/department:nobody", "department 'nobody' has no score in this view"),
        ("score.luck/department:chengguan", "part 'luck' is not in the score; expected one of volume"),
    ],
)
def test_a_score_that_does_not_exist_is_named(told: Store, name: str, reason: str) -> None:
    with reading(told) as reader, pytest.raises(ViewError, match=reason):
        score(reader, name)


def test_an_index_its_parts_and_the_days_of_their_own(told: Store) -> None:
    view = View()
    with reading(told) as reader:
        whole = explain_index(reader, view, Asked("index"))
        assert [piece.key for piece in whole.pieces] == ["intensity", "anomaly", "overdue", "repeat", "hot_spot"]
        overdue = explain_index(reader, view, read_cut("index.overdue", "area:s1"))
        assert (overdue.numerator, overdue.denominator) == (0.0, 1.0)
        assert (overdue.listed, overdue.listed_cut) == ("overdue", (("area", "s1"),))
        day = explain_index(reader, view, read_cut("index.anomaly", "area:s1"))
        assert day.listed_cut == (("area", "s1"), ("window", "P1D/2026-11-22T04:00:00Z"))
        cut: dict[str, Any] = dict(day.listed_cut or ())
        number = Asked(day.listed, tuple(cut.items()))
        assert count_of(reader, select_cases(reader, view, number)) == day.numerator
        with pytest.raises(ViewError, match="area 'g9' has no risk index"):
            explain_index(reader, view, read_cut("index", "area:g9"))
        with pytest.raises(ViewError, match="part 'luck' is not in the risk index"):
            explain_index(reader, view, read_cut("index.luck", "area:s1"))
