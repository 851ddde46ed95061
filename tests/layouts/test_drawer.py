import pytest

from data_access.view import View
from layouts.drawer import behind, draw_drawer, drawer_panel
from layouts.ids import DrawerId
from tests.layouts import samples
from tests.layouts.reading import components, links_of


@pytest.mark.parametrize(
    ("focus", "panel"),
    [
        ("why:open", "why"),
        ("event:hotline/1", "event"),
        ("area:s1", None),
        ("warning:17", None),
        ("", None),
    ],
)
def test_the_focus_says_what_the_drawer_holds(focus: str, panel: str | None) -> None:
    view = View(focus=focus, window="7d")
    assert drawer_panel(view) == panel
    assert behind(view) == (view.replaced(focus="") if panel else view)


def test_shut_it_is_empty() -> None:
    drawn = draw_drawer(samples.context(focus="area:s1"))
    assert drawn[DrawerId.BOX]["className"] == "drawer"
    assert drawn[DrawerId.TOP]["children"] == []


def test_open_it_is_named_by_its_panel_and_leads_back_to_the_scene() -> None:
    drawn = draw_drawer(samples.context(focus="why:open", area="s1"))
    assert drawn[DrawerId.BOX] == {"className": "drawer open why", "aria-labelledby": "why-title"}
    top = drawn[DrawerId.TOP]["children"]
    assert links_of(top)[-1] == "?area=s1"
    (back,) = [one for one in components(top) if getattr(one, "className", "") == "dw-back"]
    assert back.hidden is True
