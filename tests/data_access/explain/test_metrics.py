import pytest

from data_access.explain.metrics import explain_metric
from data_access.explain.naming import read_cut
from data_access.explain.numbers import Explained
from data_access.store.store import Store
from data_access.view import View, ViewError
from tests.data_access.statistics.ground import CATALOGUE, accept, said, site
from tests.data_access.worlds import reading


def explained(store: Store, name: str, **view: str) -> Explained:
    measure, _, cut = name.partition("/")
    with reading(store) as reader:
        return explain_metric(reader, View(**view), read_cut(measure, cut))


def test_a_figure_comes_from_what_was_reported_below() -> None:
    with site(CATALOGUE) as store:
        accept(store, [said("camera.total", "c1", 10), said("camera.total", "c2", 5), said("camera.online", "c1", 9)])
        whole = explained(store, "metric.camera.total")
        assert (whole.value, whole.about["reported"], whole.about["expected"]) == (15.0, 2, 3)
        assert [(piece.key, piece.value) for piece in whole.pieces] == [("s1", 15.0), ("s2", None), ("s3", None)]
        assert whole.lists == ()
        rate = explained(store, "metric.camera.rate/area:s1")
        assert (rate.numerator, rate.about["rollup"]) == (9.0, "ratio")
        assert len(rate.about["ratio"]) == 2


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("metric.nothing", "metric 'nothing' is not in the catalogue"),
        ("metric.camera.total/value:colour=red", "dimension 'colour' of camera.total is not known"),
    ],
)
def test_a_metric_that_does_not_exist_is_named(name: str, reason: str) -> None:
    with site(CATALOGUE) as store, pytest.raises(ViewError, match=reason):
        explained(store, name)
