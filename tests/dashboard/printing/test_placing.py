"""Where a panel is looked for."""

import pytest

from dashboard.printing.chromium import Frame
from dashboard.printing.placing import places, placing
from data_access.view import View, ViewError

WALL = Frame(1920, 1080, 2)
DESK = Frame(1920, 1655, 2)


def tried(panel: str, frame: Frame = WALL, **view: str) -> list[tuple[str, Frame]]:
    return [(one.scene, size) for one, size in places(View(**view), panel, frame)]


def test_first_as_asked_then_in_other_scenes_then_where_there_is_room_for_all() -> None:
    assert tried("overdue") == [("overview", WALL), ("response", WALL), ("overview", DESK), ("response", DESK)]
    assert tried("overdue", scene="response")[0] == ("response", WALL)
    assert tried("stuck") == [("flow", WALL), ("flow", DESK)], "its scene is not the view's"


@pytest.mark.parametrize(("width", "desk"), [(360, (1300, 1121)), (1366, (1366, 1178)), (7680, (1920, 1655))])
def test_a_page_with_room_for_all_is_a_desk(width: int, desk: tuple[int, int]) -> None:
    *_, (_, size) = tried("areas", Frame(width, 800))
    assert (size.width, size.height) == desk
    assert 0.9 < size.width / size.height < 1.2, "see assets/screen.js"


def test_what_stands_beside_the_scene_stays_there() -> None:
    view = View(scene="risk", beside="overview")
    assert placing(view, "departments") == view
    assert placing(view, "stuck") == View(scene="flow")


def test_the_drawer_shows_what_the_focus_opens() -> None:
    view = View(scene="flow", focus="why:open")
    assert placing(view, "why") == view
    with pytest.raises(ViewError, match=r"focus 'why:open' opens no panel 'event'; expected focus=event:"):
        placing(view, "event")


def test_a_panel_of_no_scene_is_named() -> None:
    with pytest.raises(ViewError, match="panel 'nothing' stands in no scene"):
        placing(View(), "nothing")
