"""Scenes, and which two stand beside one another."""

from dataclasses import replace

import pytest

from data_access.view import View, ViewError
from layouts import ids
from layouts.header import draw_header
from layouts.scenes import OVERVIEW, RESPONSE, SCENES, beside_of, docked, scene_of, undocked
from tests.layouts import samples
from tests.layouts.reading import links_of

FACTS = {"sources_live": 5, "sources_known": 6, "newest_at": samples.NOW}


def test_a_scene_is_found_by_its_name() -> None:
    assert [scene_of(View(scene=scene.id)) for scene in SCENES] == list(SCENES)
    with pytest.raises(ViewError, match="scene 'none' is not known"):
        scene_of(View(scene="none"))


def test_nothing_stands_beside_a_plain_view() -> None:
    assert beside_of(View()) is None


@pytest.mark.parametrize("scene", [scene.id for scene in SCENES if scene != OVERVIEW])
def test_the_overview_may_stand_beside_every_other_scene(scene: str) -> None:
    assert beside_of(View(scene=scene, beside="overview")) == OVERVIEW
    with pytest.raises(ViewError, match="cannot stand beside"):
        beside_of(View(scene=scene, beside=scene))


def test_only_scenes_under_the_same_tape_may_stand_beside_the_overview() -> None:
    assert beside_of(View(beside="response")) == RESPONSE
    with pytest.raises(ViewError, match="scene 'risk' cannot stand beside 'overview'; expected response, flow"):
        beside_of(View(beside="risk"))
    for name in ("response", "flow"):
        assert scene_of(View(scene=name)).tape


@pytest.mark.parametrize("screen", ["", "ultra", "triple"])
@pytest.mark.parametrize("scene", [scene.id for scene in SCENES])
def test_links_say_nothing_of_what_the_screen_puts_beside_a_scene(scene: str, screen: str) -> None:
    view = View(scene=scene, window="7d")
    assert undocked(docked(view, screen)) == view


def test_what_the_address_puts_beside_a_scene_stays_there() -> None:
    view = View(beside="flow")
    assert docked(view, "ultra") == docked(view, "") == undocked(view) == view


def test_the_header_names_both_scenes_and_links_to_one() -> None:
    context = samples.context(scene="risk")
    drawing = draw_header(replace(context, beside="overview"), FACTS)
    assert drawing[ids.PageId.WALL] == {"className": "wall scene-risk tapeless beside beside-overview"}
    assert links_of(drawing[ids.PageId.SCENES]["children"]) == links_of(
        draw_header(context, FACTS)[ids.PageId.SCENES]["children"]
    )
