import pytest

from data_access.explain.limits import limit_of
from data_access.explain.naming import read_cut
from data_access.explain.numbers import explain_measure
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.worlds import reading


@pytest.mark.parametrize(
    ("measure", "cut", "limit"),
    [
        ("response_p90", "department:chengguan", 1800.0),
        ("response_p90", "department:gongan", None),
        ("response_p90", "", None),
        ("stuck", "stage:verified", 240 * 3600.0),
        ("stuck", "", None),
        ("unowned", "", 4 * 3600.0),
        ("open", "department:chengguan", None),
    ],
)
def test_the_limit_that_a_number_is_held_against(told: Store, measure: str, cut: str, limit: float | None) -> None:
    with reading(told) as reader:
        assert limit_of(reader, explain_measure(reader, View(), read_cut(measure, cut))) == limit
