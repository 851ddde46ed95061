from layouts.panels.metric_progress import content
from tests.layouts.metric_frames import area, row, share, sheet
from tests.layouts.reading import components, links_of, text_of


def tracks_of(children: list[object]) -> list[object]:
    return [one for one in components(children) if getattr(one, "className", "").startswith("mtrack")]


def test_a_count_goes_to_its_target() -> None:
    made = content(sheet([row(value=250.0, target=1000.0)], "progress", "none"))
    assert tracks_of(made)[0].style == {"--share": "25.00%"}
    assert "25.0%250 / 1,000" in text_of(made)


def test_a_share_goes_to_all_with_a_tick_at_its_target() -> None:
    made = content(sheet([share()], "progress", "none"))
    assert tracks_of(made)[0].style == {"--share": "96.00%"}
    assert "96.0%96 / 100" in text_of(made)
    assert [one.style["left"] for one in components(made) if getattr(one, "className", "") == "limit"] == ["98.00%"]


def test_the_least_advanced_areas_are_first() -> None:
    rows = [row(value=60.0, target=100.0)]
    rows += [area(number, value=value, target=10.0) for number, value in ((1, 9.0), (2, 2.0), (3, 5.0))]
    assert links_of(content(sheet(rows, "progress"))) == ["?area=s2", "?area=s3", "?area=s1"]


def test_without_a_target_there_is_no_track() -> None:
    for one in (row(), row(value=None, target=5.0, flags=["missing"]), row(target=0.0)):
        made = content(sheet([one], "progress", "none"))
        assert [track.className for track in tracks_of(made)] == ["mtrack none"]
        assert "—" in text_of(made)


def test_more_than_the_target_fills_the_track_and_says_how_much() -> None:
    made = content(sheet([row(value=30.0, target=20.0)], "progress", "none"))
    assert tracks_of(made)[0].style == {"--share": "100.00%"}
    assert "150.0%" in text_of(made)
