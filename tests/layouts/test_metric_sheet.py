from layouts.metric_sheet import Sheet
from tests.layouts import samples
from tests.layouts.metric_frames import area, frame, full, row, sheet


def test_totals_lines_and_points() -> None:
    held = sheet(full())
    assert held.metrics == ["camera.total", "camera.rate"]
    assert held.totals.keys() == {"camera.total", "camera.rate"}
    assert [line.name for line in held.lines] == ["第1街道", "第2街道", "第3街道"]
    assert [one["value"] for one in held.points["camera.total"]] == [1.0, 2.0, None, 3.0, 4.0]
    assert held.told


def test_areas_that_need_to_be_seen_come_first_and_values_of_a_dimension_keep_their_order() -> None:
    rows = [row(), area(1), area(2, flags=["stale"]), area(3, status="crit"), area(4, value=None, flags=["missing"])]
    assert [line.key for line in sheet(rows).worst_first()] == ["s3", "s2", "s1", "s4"]
    assert [line.key for line in sheet(rows, by="sector").worst_first()] == ["s1", "s2", "s3", "s4"]


def test_nothing_was_ever_told() -> None:
    silent = row(value=None, at=None, flags=["missing"])
    assert not sheet([silent]).told
    assert sheet([row(value=None, flags=["suppressed"])]).told


def test_a_frame_that_says_nothing_of_its_metrics_is_drawn_too() -> None:
    bare = frame([row()])
    bare.attrs = {}
    held = Sheet(bare, samples.context())
    assert held.meaning("camera.total")["label"] == "camera.total"
    assert held.metrics == ["camera.total"]
