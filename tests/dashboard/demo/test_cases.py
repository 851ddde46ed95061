from collections import Counter
from random import Random

from dashboard.demo.cases import Mix, draw_severity
from dashboard.demo.rhythm import SHARES
from dashboard.demo.vocabulary import CATEGORIES


def test_categories_are_known_and_differ_by_source() -> None:
    mix, rng = Mix(), Random(1)
    known = {term.code for term in CATEGORIES if "/" in term.code}
    drawn = {source: Counter(mix.category(source, rng) for _ in range(3000)) for source in SHARES}
    assert set().union(*drawn.values()) == known
    assert "housing/property" not in drawn["video_patrol"]
    assert drawn["hotline_12345"]["housing/property"] > drawn["hotline_12345"]["city/street-order"]


def test_urgent_cases_are_rare_and_never_settled_on_the_spot() -> None:
    mix, rng = Mix(), Random(1)
    drawn = Counter(mix.severity("city/garbage", rng) for _ in range(20_000))
    assert set(drawn) == {1, 2, 3, 4}
    assert drawn[4] < 0.005 * 20_000
    assert not any(mix.self_handled("grid_worker", 4, rng) for _ in range(200))


def test_severity_follows_its_shares() -> None:
    rng = Random(1)
    assert {draw_severity((0.0, 0.0, 1.0, 0.0), rng) for _ in range(100)} == {3}
