import json

import pytest
from dash._utils import to_json

from data_access.statistics.entries import SCENES, MetricPanel
from data_access.statistics.entries import SLOTS as ROOM
from layouts import ids
from layouts.panel import section
from layouts.panels.slots import CONTENT, SLOTS, draw, draw_slots
from layouts.scenes import OVERVIEW, SYSTEMS
from layouts.shell import classes_of
from layouts.text import Text
from tests.layouts import samples
from tests.layouts.metric_frames import frame, full, row
from tests.layouts.reading import drawn_text, ids_of, text_of

KINDS = pytest.mark.parametrize("kind", sorted(CONTENT))


def panel(name: str, kind: str = "number", *, wide: bool = False) -> MetricPanel:
    return MetricPanel(
        id=name, scene="video", systems=(3,), zh=name, en=name, kind=kind, metrics=("camera.total",), wide=wide
    )


def test_every_scene_of_the_systems_has_its_slots() -> None:
    assert tuple(scene.id for scene in SYSTEMS) == SCENES
    assert [slot.id for slot in SLOTS] == [f"{scene}-{place}" for scene in SCENES for place in range(1, ROOM + 1)]


@KINDS
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_draws_anything_a_frame_may_hold(kind: str, language: str) -> None:
    blank = [{**one, **dict.fromkeys(("value", "at", "target", "start_at", "end_at"))} for one in full()]
    for rows in (full(), full()[:1], [*blank[:1], *full()[1:]], [full()[0], *blank]):
        drawing = draw("video-1", frame(rows, kind), samples.context(language=language))
        assert json.loads(to_json(drawing))
        words = drawn_text(drawing)
        assert "None" not in words
        assert "nan" not in words.lower()


@KINDS
def test_a_slot_sets_only_what_it_holds(kind: str) -> None:
    (slot,) = (one for one in SLOTS if one.id == "video-1")
    held = ids_of(section(slot, Text("zh"), classes_of("video-1"), ""))
    drawing = draw("video-1", frame(full(), kind), samples.context())
    assert set(drawing) <= set(held)
    assert drawing[ids.title_of("video-1")] == {"children": "摄像机"}
    assert drawing[ids.content_of("video-1")]["className"] == f"metric metric-{kind}"


@KINDS
def test_no_report_at_all_names_what_is_awaited_and_shows_no_nought(kind: str) -> None:
    silent = row(value=None, at=None, start_at=None, end_at=None, reported=0, flags=["missing"])
    drawing = draw("video-1", frame([silent], kind), samples.context())
    assert drawing[ids.content_of("video-1")]["children"] == []
    words = text_of(drawing[ids.empty_of("video-1")]["children"])
    assert words.startswith("尚无数据")
    assert "camera.total" in words
    assert "社区每 60 分" in words


def test_unit_breakdown_and_coverage_stand_beside_the_title() -> None:
    rows = [row(reported=2, expected=3, flags=["partial"])]
    drawing = draw("video-1", frame(rows), samples.context())
    assert text_of(drawing[ids.unit_of("video-1")]["children"]) == "台 · 按街道 · 2/3 社区已报"


def test_an_empty_slot_draws_nothing() -> None:
    empty = frame([])
    empty.attrs = {"panel": None}
    assert draw("video-9", empty, samples.context()) == {}


def test_slots_without_a_panel_are_vacant_and_the_others_have_places() -> None:
    scene = SYSTEMS[1]
    drawing = draw_slots(scene, [panel("a", "map", wide=True), panel("b")])
    assert drawing["video-1"]["className"] == "p p-video-1 in-video slot kind-map"
    assert drawing["video-2"]["className"] == "p p-video-2 in-video slot kind-number"
    assert {drawing[f"video-{place}"]["className"].split()[-1] for place in range(3, ROOM + 1)} == {"vacant"}
    assert "--wall" in drawing["video-2"]["style"]
    assert "style" not in drawing["video-3"]


def test_a_scene_without_slots_is_left_alone() -> None:
    assert draw_slots(OVERVIEW, []) == {}
