from layouts.leaflet import canvas


def test_a_map_that_does_not_move_and_asks_nobody() -> None:
    made = canvas("a", "a-areas", "script")
    (shapes,) = made.children
    assert (made.id, shapes.id) == ("a", "a-areas")
    assert shapes.style == {"variable": "gridscope.script.style"}
    assert shapes.onEachFeature == {"variable": "gridscope.script.each"}
    assert not any((made.dragging, made.scrollWheelZoom, made.keyboard, made.zoomControl))
