import pytest

from layouts.ids import DepartmentsId
from layouts.panels.departments import Scale, draw
from tests.layouts import samples
from tests.layouts.reading import components, links_of, text_of


def test_rows_keep_the_frames_order_and_filter() -> None:
    rows = draw(samples.departments(3), samples.context())[DepartmentsId.ROWS]["children"]
    assert [text_of(row) for row in rows] == ["部门 025 分95.0", "部门 130 分95.0", "部门 235 分95.0"]
    assert links_of(rows)[0] == "?department=department-0"
    chosen = draw(samples.departments(1), samples.context(department="department-0"))
    assert links_of(chosen[DepartmentsId.ROWS]["children"]) == ["?"]


def test_only_what_is_past_the_limit_is_drawn_past_it() -> None:
    rows = draw(samples.departments(3), samples.context())[DepartmentsId.ROWS]["children"]
    past = [any(one.className == "over" for one in components(row)) for row in rows]
    assert past == [False, False, True]


def test_few_cases_are_shown_and_said() -> None:
    row = draw(samples.departments(1, n=3), samples.context())[DepartmentsId.ROWS]["children"][0]
    assert "few" in row.className
    assert "仅 3 件" in row.title


def test_a_share_of_few_cases_is_grey_by_itself() -> None:
    row = draw(samples.departments(1, on_time_denominator=4), samples.context())[DepartmentsId.ROWS]["children"][0]
    assert "few" not in row.className
    assert "rate few" in [one.className for one in components(row)]
    assert "仅 4 件" in row.title


@pytest.mark.parametrize(("language", "shown"), [("zh", "5分30分4时"), ("en", "5m30m4h")])
def test_ticks_are_written_in_their_largest_whole_unit(language: str, shown: str) -> None:
    frame = samples.departments(1, p50=300.0, p90=14_400.0)
    axis = draw(frame, samples.context(language=language))[DepartmentsId.AXIS]["children"]
    assert text_of(axis) == shown


def test_nobodys_cases_lead_nowhere() -> None:
    rows = draw(samples.departments(1, department="unassigned"), samples.context())[DepartmentsId.ROWS]["children"]
    assert text_of(rows).startswith("未定部门")
    assert links_of(rows) == []


def test_the_scale_holds_all_and_rises() -> None:
    scale = Scale([{"p50": 30.0, "p90": 90_000.0, "limit": None}])
    assert scale.share(30.0) == 0
    assert 0.9 < scale.share(90_000.0) <= 1
    shares = [scale.share(tick) for tick in scale.ticks]
    assert shares == sorted(shares)
    assert 2 <= len(shares) <= 6
