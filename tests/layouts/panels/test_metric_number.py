from data_access.clock import HOUR
from layouts.panels.metric_number import change, content
from tests.layouts.metric_frames import NOW, full, periods, row, share, sheet
from tests.layouts.reading import components, text_of


def tiles_of(children: list[object]) -> list[object]:
    return [one for one in components(children) if getattr(one, "className", "").startswith("mn-tile")]


def test_a_figure_with_unit_change_target_and_age() -> None:
    first, second = tiles_of(content(sheet(full(), "number", "none")))
    assert text_of(first) == "摄像机1,234台+115 分前"
    assert text_of(second) == "在线率96.0%+1.0目标 98%15 分前"
    assert second.className == "mn-tile warn"
    assert "sym warn" in [getattr(one, "className", "") for one in components(second)]
    assert "接入平台" in first.title


def test_a_unit_that_has_no_room_beside_its_figure_stands_beside_the_name() -> None:
    (near,) = tiles_of(content(sheet([row(value=12_345.0)], "number", "none")))
    (far,) = tiles_of(content(sheet([row(value=123_456_789.0)], "number", "none")))
    assert text_of(near).startswith("摄像机12,345台")
    assert text_of(far).startswith("摄像机台123,456,789")


def test_a_report_that_is_late_says_so_instead_of_its_age() -> None:
    (tile,) = tiles_of(content(sheet([row(flags=["late"], at=NOW - 3 * HOUR)], "number", "none")))
    assert "滞后 3 时" in text_of(tile)
    assert "3 时前" not in text_of(tile)


def test_coverage_stands_beneath_unless_nothing_was_reported() -> None:
    rows = [row(reported=1, flags=["partial"]), share(reported=2, flags=["partial"])]
    worst, other = tiles_of(content(sheet(rows, "number", "none")))
    assert "社区已报" not in text_of(worst), "it stands beside the title"
    assert "2/3 社区已报" in text_of(other)
    (nothing,) = tiles_of(content(sheet([row(value=None, at=None, reported=0, flags=["missing"])], "number", "none")))
    assert text_of(nothing) == "摄像机—无数据"
    assert nothing.className == "mn-tile n none"


def test_no_change_where_one_of_the_two_periods_is_unknown() -> None:
    assert change(sheet([row(), *periods("camera.total", [1.0, None])]), "camera.total") is None
    assert change(sheet([row(), *periods("camera.total", [1.0])]), "camera.total") is None
    assert change(sheet([row(), *periods("camera.total", [3.0, 1.0])]), "camera.total") == "\N{MINUS SIGN}2"


def test_columns_leave_no_hole() -> None:
    for count in range(1, 10):
        metrics = [row(metric=f"m{number}") for number in range(count)]
        (box,) = content(sheet(metrics, "number", "none"))
        for name in ("slim", "wide"):
            columns, last = int(box.style[f"--{name}"]), int(box.style[f"--{name}-span"])
            assert (count - 1 + last) % columns == 0
