import pytest

from dashboard.demo.names import STREETS
from dashboard.demo.outline import draw_sketch, smooth


def test_smooth_passes_through_its_points() -> None:
    points = ((0.0, 0.0), (1.0, 1.0), (2.0, 0.0))
    curve = smooth(points, step=0.1)
    assert len(curve) > 20
    assert all(any(abs(x - px) + abs(y - py) < 1e-9 for x, y in curve) for px, py in points)


def test_streets_fill_the_outline() -> None:
    sketch = draw_sketch(tuple(street.anchor for street in STREETS))
    assert sum(street.area for street in sketch.streets) == pytest.approx(sketch.outline.area)
    assert 120 < sketch.outline.area < 150


def test_an_anchor_off_the_map_is_refused() -> None:
    with pytest.raises(ValueError, match=r"street anchor \(99.0, 0.0\) lies in 0 pieces"):
        draw_sketch(((99.0, 0.0),))


def test_too_few_anchors_are_refused() -> None:
    with pytest.raises(ValueError, match="1 street anchors for 8 pieces"):
        draw_sketch((STREETS[0].anchor,))
