from random import Random

import pytest

from dashboard.demo import texts
from dashboard.demo.behaviour import HABITS
from dashboard.demo.cases import SETTLED_ON_THE_SPOT
from dashboard.demo.rhythm import SHARES
from dashboard.demo.vocabulary import CATEGORIES, DEPARTMENTS, LEVELS, SOURCES


def test_codes_are_unique_and_labelled_in_both_languages() -> None:
    terms = [*SOURCES, *DEPARTMENTS, *CATEGORIES, *LEVELS]
    assert len({(term.kind, term.code) for term in terms}) == len(terms)
    assert all(term.zh and term.en.isascii() for term in terms)


def test_sources_are_the_eight_of_the_field() -> None:
    codes = [term.code for term in SOURCES]
    assert codes == [
        "grid_worker", "hotline_12345", "leader_mailbox", "public_opinion", "superior", "video_patrol",
        "enforcement", "resident_app",
    ]  # fmt: skip
    assert set(SHARES) == set(SETTLED_ON_THE_SPOT) == set(codes)
    assert sum(SHARES.values()) == pytest.approx(1.0)
    assert all(term.attributes["cadence_minutes"] > 0 for term in SOURCES)


def test_ten_departments_have_limits_and_habits() -> None:
    assert len(DEPARTMENTS) == 10
    assert {term.code for term in DEPARTMENTS} == set(HABITS)
    for term in DEPARTMENTS:
        assert term.attributes["response_limit_minutes"] < 60 * term.attributes["handling_limit_hours"]


def test_categories_have_two_levels_and_an_owner() -> None:
    top = {term.code for term in CATEGORIES if "/" not in term.code}
    below = [term for term in CATEGORIES if "/" in term.code]
    assert len(top) == 8
    assert 24 <= len(below) <= 34
    assert {term.code.partition("/")[0] for term in below} == top
    assert {term.attributes["department"] for term in below} == {term.code for term in DEPARTMENTS}


def test_every_category_has_varied_titles_without_numbers_to_call() -> None:
    rng = Random(1)
    for term in CATEGORIES:
        if "/" not in term.code:
            continue
        titles = {texts.title(term.code, rng) for _ in range(200)}
        assert len(titles) >= 20
        assert all(sum(letter.isdigit() for letter in title) <= 4 for title in titles)
        assert all(len(title) <= 24 for title in titles)


def test_an_unknown_category_has_no_title() -> None:
    with pytest.raises(KeyError):
        texts.title("city", Random(1))
