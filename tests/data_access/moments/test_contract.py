"""What may be recorded as a moment, and what is said of that which may not."""

from typing import Any

import pytest

from data_access.moments.contract import LABEL_LIMIT, Kind, MomentError, check_place, read_moment
from data_access.store.store import Store
from tests.data_access.worlds import moment

GIVEN: dict[str, Any] = {"start": "2026-11-20T09:00:00+08:00", "kind": "policy", "zh": "新规施行"}


def refused(**changes: Any) -> str:
    with pytest.raises(MomentError) as error:
        read_moment({**GIVEN, **changes})
    return str(error.value)


def test_what_is_left_out_means_an_instant_of_everything_in_one_language() -> None:
    found = read_moment(GIVEN)
    assert (found.start, found.end, found.kind) == (moment("20 09:00"), None, Kind.POLICY)
    assert (found.area, found.categories) == (None, ())
    assert [found.label(language) for language in ("zh", "en")] == ["新规施行", "新规施行"]


def test_a_span_of_an_area_in_both_languages() -> None:
    more = {"end": "2026-11-21T09:00:00+08:00", "en": " New  rules ", "area": "s1", "categories": ["city", "city"]}
    found = read_moment({**GIVEN, **more})
    assert found.end == moment("21 09:00")
    assert found.label("en") == "New rules"
    assert (found.area, found.categories) == ("s1", ("city",))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"start": "tomorrow"}, ("start", "'tomorrow'", "ISO 8601")),
        ({"start": "2026-11-20T09:00:00"}, ("start", "has no zone", "+08:00")),
        ({"start": None}, ("start", "None", "ISO 8601")),
        ({"end": "2026-11-20T09:00:00+08:00"}, ("end", "2026-11-20T01:00:00Z", "later time")),
        ({"kind": "party"}, ("kind", "'party'", "policy, weather, campaign, incident, other")),
        ({"zh": " "}, ("zh", "' '", "1 to 40 characters")),
        ({"zh": "长" * (LABEL_LIMIT + 1)}, ("zh", "41 characters", "at most 40")),
        ({"zh": 7}, ("zh", "7", "1 to 40 characters")),
        ({"en": "a\x07b"}, ("en", "cannot be shown")),
        ({"categories": "city"}, ("categories", "'city'", "list")),
        ({"until": None}, ("'until'", "expected start, end, kind")),
    ],
)
def test_a_refusal_names_field_value_and_what_was_expected(changes: dict[str, Any], words: tuple[str, ...]) -> None:
    said = refused(**changes)
    for word in words:
        assert word in said


@pytest.mark.parametrize("given", [None, [], "moment", 7])
def test_what_is_no_object_is_no_moment(given: Any) -> None:
    with pytest.raises(MomentError, match="is not a JSON object; expected start"):
        read_moment(given)


def test_area_and_categories_must_be_those_of_the_site(store: Store) -> None:
    with store.reading() as connection:
        site = store.site(connection)
    for good in ({"area": "s1"}, {"categories": ["city"]}, {"categories": ["city/street"]}):
        check_place(read_moment({**GIVEN, **good}), site)
    with pytest.raises(MomentError, match="area 'nowhere' is not in the area tree"):
        check_place(read_moment({**GIVEN, "area": "nowhere"}), site)
    with pytest.raises(MomentError, match="categories: 'cit' is not known; expected one of"):
        check_place(read_moment({**GIVEN, "categories": ["cit"]}), site)
