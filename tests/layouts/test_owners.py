from typing import Any

import pytest

from layouts.owners import owner_cells, owner_name, owner_row
from layouts.text import Text
from tests.layouts import samples
from tests.layouts.reading import text_of


def row(**changes: Any) -> dict[str, Any]:
    return {"department": "shuiwu", "label": "水务局", "status": "n", **changes}


@pytest.mark.parametrize(
    ("changes", "zh", "en"),
    [
        ({}, "水务局", "水务局"),
        ({"label": None}, "shuiwu", "shuiwu"),
        ({"department": "unassigned", "label": "unassigned"}, "未定部门", "no department"),
        ({"department": "all"}, "全部", "All"),
    ],
)
def test_names(changes: dict[str, Any], zh: str, en: str) -> None:
    assert (owner_name(row(**changes), Text("zh")), owner_name(row(**changes), Text("en"))) == (zh, en)


@pytest.mark.parametrize(("status", "shape"), [("crit", "sym crit"), ("warn", "sym warn"), ("n", ""), (None, "")])
def test_a_status_has_its_mark(status: str | None, shape: str) -> None:
    name, mark = owner_cells(row(status=status), Text("zh"))
    assert (text_of(name), mark.className) == ("水务局", shape)


def test_a_click_filters_and_a_second_lifts_the_filter_and_keeps_the_rest() -> None:
    first = owner_row(row(), "line", samples.context(window="7d"), "x", title="t")
    assert (first.href, first.className, first.title) == ("?window=7d&department=shuiwu", "line n", "t")
    again = owner_row(row(), "line", samples.context(window="7d", department="shuiwu"), "x", title="t")
    assert (again.href, again.className) == ("?window=7d", "line n chosen")
    assert not hasattr(owner_row(row(department="all"), "line", samples.context(), "x", title="t"), "href")
