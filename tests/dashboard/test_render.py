import json
import logging
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from dash import html

from dashboard.render import CHROME, SHAPES, Rendered, Renderer
from data_access.areas.tree import Area
from data_access.clock import HOUR, SECOND
from data_access.reader import WHOLE, OutsideScope, Reader, Scope, open_reader
from data_access.statistics.catalogue import MetricSource
from data_access.store.engine import open_engine
from data_access.store.store import NoAreasError, Store
from data_access.view import View, ViewError
from layouts.drawer import PANELS as DRAWN_OUT
from layouts.ids import PanelId, empty_of
from layouts.panel import Panel
from layouts.panels import EVERY
from layouts.panels.slots import SLOTS
from layouts.scenes import SCENES, Scene
from tests.data_access.frames.declared import PANELS as DECLARED
from tests.data_access.statistics.ground import CATALOGUE, site
from tests.data_access.statistics.ground import accept as told_figures
from tests.data_access.statistics.ground import said as said_figure
from tests.data_access.worlds import NOW, OUTSIDE, TERMS, Clock, accept, areas, moment, said, world
from tests.hard_worlds import HARD, hard

TITLES = {"zh": "指挥屏", "en": "Wall"}
UNWRITABLE = re.compile(r"\b(nan|NaN|NaT|inf|Infinity|None|undefined)\b|<NA>")
SILENT = {PanelId.SENTENCE, *DRAWN_OUT}
"""What is always there, and what is in the drawer, which is shut where nothing is opened."""
VIEWS = (
    {},
    {"area": "s1", "window": "today"},
    {"area": "g1", "window": "7d"},
    {"area": "s3", "window": "30d"},
    {"department": "chengguan"},
    {"department": "unassigned"},
    {"source": "hotline", "category": "city"},
    {"source": "nobody"},
    {"window": "2026-11-21T00:00:00+08:00/PT1H"},
    {"as_of": moment("22 09:05")},
    {"as_of": moment("01 00:00")},
    {"as_of": NOW + 400 * 24 * HOUR},
)
HARD_VIEWS = (
    {"window": "7d"},
    {"window": "today", "language": "en", "focus": "surface:risk"},
    {"as_of": NOW - 3 * 24 * HOUR - 1, "window": "7d", "focus": "surface:growth"},
    {"window": "30d", "department": "chengguan", "category": "city"},
)
FOCI = (
    *("department:nope", "department:nope/on_time", "department:chengguan/nope", "department:unassigned/closure"),
    *("department:gongan/volume", "department:a/b:c/rework", "department:\U0001f986'\"<b>%/on_time"),
    *("area:nope/xyz", "area:d/on_time", "area:s1/diversity", "area:s1/acceptance", "area:g1", "area:%/_"),
    *(
        "why:nope",
        "why:open/area:nope",
        "why:score.nope/area:s1",
        "why:metric.nope",
        "why:index/x:y",
        "why:open/area:s1",
    ),
    *("event:nope/nope", "event:hotline/1", "event:hotline/%25", "event:x"),
    *("post:网格员/closure", "post:nobody", "surface:zzz", "surface:risk/x", "hotspot:1", "x:y/z/w"),
)


def told(store: Store) -> None:
    """A few cases of every kind."""
    accept(
        store,
        [
            said("1", "collected", "22 09:00", title="占道 <b>", due_at="22 10:00"),
            said("1", "dispatched", "22 09:10", department="chengguan"),
            said("1", "accepted", "22 09:20", department="chengguan"),
            said("2", "collected", "21 09:00", area="g4", self_handled=True),
            said("2", "handled", "22 08:00"),
            said("2", "evaluated", "22 08:30", satisfaction=4.5),
            said("3", "collected", "22 11:00", **OUTSIDE),
            said("4", "collected", "22 12:00", source="worker", due_at="23 09:00", lon=117.1, lat=34.2),
        ],
    )


def panel(name: PanelId, frame: Any, draw: Any = None) -> Panel:
    def text(found: pd.DataFrame, _context: Any) -> dict[str, dict[str, Any]]:
        return {f"{name}-slot": {"children": found.iloc[0, 0]}}

    return Panel(name, frame, draw or text, lambda _: html.Div(), cadence=60, hertz=4)


def everything(renderer: Renderer) -> tuple[str, ...]:
    """All that can be rendered, in whatever scene it stands."""
    return (*renderer.panels, CHROME, SHAPES)


def unwritable(value: Any) -> list[str]:
    """Texts that show what a program calls an unknown number."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [text for one in value for text in unwritable(one)]
    return [value] if isinstance(value, str) and UNWRITABLE.search(value) else []


def unlinked(value: Any) -> Any:
    """A drawing without where its links lead."""
    if isinstance(value, dict):
        return {name: unlinked(one) for name, one in value.items() if name != "href"}
    return [unlinked(one) for one in value] if isinstance(value, list) else value


def empty_without_a_word(renderer: Renderer, view: View) -> list[str]:
    """The panels whose frame has no row, and that do not say so."""
    with open_reader(renderer.store, WHOLE) as reader:
        frozen = view.replaced(as_of=view.as_of if view.as_of is not None else reader.now)
        frames = {name: one.frame(reader, frozen) for name, one in renderer.panels.items()}
    parts = renderer.render(frozen, WHOLE, renderer.panels).panels
    # A slot that no panel of the catalogue stands in is hidden: it has nothing to say.
    vacant = {slot.id for slot in SLOTS if not parts[slot.id].parts}
    return [
        name
        for name, frame in frames.items()
        if frame.empty
        and name not in vacant
        and name not in SILENT
        and not parts[name].parts[empty_of(name)]["children"]
    ]


def strict(value: Any) -> Any:
    def refuse(name: str) -> None:
        raise AssertionError(f"{name} in JSON")

    return json.loads(json.dumps(value), parse_constant=refuse)


@pytest.fixture
def store() -> Any:
    with world() as found:
        told(found)
        yield found


def test_all_panels_see_one_instant_although_the_clock_goes_on() -> None:
    class Ticking(Clock):
        def __call__(self) -> int:
            self.now += SECOND
            return self.now

    seen: list[tuple[int | None, int, int]] = []

    def frame(reader: Reader, view: View) -> pd.DataFrame:
        question = reader.question(view)
        seen.append((view.as_of, question.moment, question.end))
        return pd.DataFrame([{"x": 1}])

    with world(clock=Ticking()) as store:
        panels = [panel(name, frame) for name in (PanelId.KPIS, PanelId.FLOW, PanelId.MAP)]
        picture = Renderer(store, TITLES, panels).render(View(), WHOLE, ("kpis", "flow", CHROME, "map"))
    assert seen == [(picture.as_of,) * 3] * 3


def test_a_frozen_view_is_seen_as_of_its_instant(store: Store) -> None:
    assert Renderer(store, TITLES).render(View(as_of=moment("22 09:05")), WHOLE, ()).as_of == moment("22 09:05")


def test_a_message_ahead_of_the_clock_is_not_hidden(store: Store) -> None:
    ahead = NOW + 60 * SECOND
    accept(store, [said("5", "collected", ahead)])
    assert Renderer(store, TITLES).render(View(), WHOLE, ()).as_of == ahead + 1


@pytest.mark.parametrize("broken", ["frame", "draw"])
def test_a_failing_panel_carries_its_error_and_the_others_live(
    store: Store, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any) -> Any:
        raise ZeroDivisionError("nothing to divide")

    def frame(_reader: Reader, _view: View) -> pd.DataFrame:
        return pd.DataFrame([{"x": 1}])

    one = panel(PanelId.KPIS, fail) if broken == "frame" else panel(PanelId.KPIS, frame, fail)
    renderer = Renderer(store, TITLES, [one, panel(PanelId.FLOW, frame)])
    with caplog.at_level(logging.CRITICAL, "dashboard.render"):
        picture = renderer.render(View(), WHOLE, everything(renderer))
    assert picture.panels["kpis"].error == "ZeroDivisionError: nothing to divide"
    assert picture.panels["kpis"].parts == {}
    assert picture.panels["flow"].error is None
    assert picture.panels["flow"].parts == {"flow-slot": {"children": 1}}
    assert picture.panels[CHROME].error is None


def test_a_statement_that_fails_does_not_break_the_panels_after_it(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(reader: Reader, _view: View) -> pd.DataFrame:
        reader.connection.exec_driver_sql("SELECT * FROM no_such_table")
        raise AssertionError

    def count(reader: Reader, _view: View) -> pd.DataFrame:
        return pd.DataFrame([{"x": reader.connection.exec_driver_sql("SELECT count(*) FROM event").scalar()}])

    renderer = Renderer(store, TITLES, [panel(PanelId.KPIS, fail), panel(PanelId.FLOW, count)])
    with caplog.at_level(logging.CRITICAL, "dashboard.render"):
        picture = renderer.render(View(), WHOLE, everything(renderer))
    assert "no_such_table" in (picture.panels["kpis"].error or "")
    assert picture.panels["flow"].parts == {"flow-slot": {"children": 4}}


def test_a_viewer_sees_only_what_is_within_his_scope(store: Store) -> None:
    renderer = Renderer(store, TITLES)
    for area in ("d", "s2", "g4"):
        with pytest.raises(OutsideScope, match=rf"area '{area}' is outside what you may see"):
            renderer.render(View(area=area), Scope("s1"), everything(renderer))
    # Links aside, the whole of a scope is its area.
    whole, area = (renderer.render(View(area=area), Scope("s1"), ("kpis", "rhythm")) for area in ("", "s1"))
    for name, panel in whole.panels.items():
        assert unlinked(panel.parts) == unlinked(area.panels[name].parts)


def test_nothing_outside_a_scope_is_in_the_picture(store: Store) -> None:
    picture = Renderer(store, TITLES).render(View(), Scope("s1"), ("map", "areas", "ticker", "overdue", CHROME))
    text = json.dumps({name: one.parts for name, one in picture.panels.items()}, ensure_ascii=False)
    assert "名s1" in text
    for outside in ("名d", "名s2", "名c3", "名g4"):
        assert outside not in text


@pytest.mark.parametrize("view", VIEWS, ids=repr)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_panel_of_every_view_is_plain_json(store: Store, view: dict[str, Any], language: str) -> None:
    renderer = Renderer(store, TITLES)
    picture = renderer.render(View(language=language, **view), WHOLE, everything(renderer))
    assert {name: one.error for name, one in picture.panels.items()} == dict.fromkeys(everything(renderer))
    for one in picture.panels.values():
        assert strict(one.parts) == one.parts


@pytest.mark.parametrize("name", HARD)
def test_every_panel_of_every_hard_world(name: str) -> None:
    with hard(name) as store:
        renderer = Renderer(store, TITLES)
        for view in (View(**given) for given in HARD_VIEWS):
            picture = renderer.render(view, WHOLE, everything(renderer))
            assert {one: drawn.error for one, drawn in picture.panels.items() if drawn.error} == {}, view
            for one, drawn in picture.panels.items():
                assert strict(drawn.parts) == drawn.parts
                assert unwritable(drawn.parts) == [], (one, view)
        for given in HARD_VIEWS[1:3]:
            assert empty_without_a_word(renderer, View(**given)) == []


def test_every_area_of_a_deep_tree_can_be_gone_down_to() -> None:
    with hard("six levels") as store:
        renderer = Renderer(store, TITLES)
        for depth in range(6):
            view = View(area="-".join(["d", *"00000"[:depth]]), window="7d")
            picture = renderer.render(view, WHOLE, everything(renderer))
            assert {one: drawn.error for one, drawn in picture.panels.items() if drawn.error} == {}, view


@pytest.mark.parametrize("focus", FOCI)
def test_no_focus_breaks_a_panel(store: Store, focus: str) -> None:
    renderer = Renderer(store, TITLES)
    names = {
        name for scene in ("risk", "response", "scores") for name in renderer.names(View(scene=scene, focus=focus))
    }
    picture = renderer.render(View(focus=focus, window="7d"), WHOLE, names)
    assert {name: drawn.error for name, drawn in picture.panels.items() if drawn.error} == {}


@pytest.mark.parametrize(
    "focus", ["x", ":", "department:", "Department:x", "department:a b", "department:/x", "d:" * 200]
)
def test_a_focus_that_is_none_is_refused(focus: str) -> None:
    with pytest.raises(ViewError, match=r"focus .* is not known; expected kind:code or kind:code/part"):
        View(focus=focus)


def test_languages_differ_and_carry_their_title(store: Store) -> None:
    renderer = Renderer(store, TITLES)
    texts = {
        language: json.dumps(renderer.render(View(language=language), WHOLE, [CHROME, "kpis"]).panels[CHROME].parts)
        for language in TITLES
    }
    assert json.dumps("指挥屏")[1:-1] in texts["zh"]
    assert "Wall" in texts["en"]
    assert texts["zh"] != texts["en"]


def test_an_empty_store_draws_every_panel() -> None:
    with world() as empty:
        renderer = Renderer(empty, TITLES)
        picture = renderer.render(View(), WHOLE, everything(renderer))
    assert {name: one.error for name, one in picture.panels.items()} == dict.fromkeys(everything(renderer))


def test_a_tree_of_one_area_without_outline_draws_every_panel() -> None:
    with world(prepared=False) as bare:
        bare.replace_areas([Area("d", "区", "district", None)])
        renderer = Renderer(bare, TITLES)
        picture = renderer.render(View(), WHOLE, everything(renderer))
    assert {name: one.error for name, one in picture.panels.items()} == dict.fromkeys(everything(renderer))


@pytest.mark.parametrize(
    "query",
    [
        # The window of the first days and the midnight of the last lie outside what a calendar holds.
        "as_of=0001-01-01T00:00:00Z",
        "as_of=9999-12-31T23:59:59Z&window=today",
        "window=P200000W/2026-11-22T00:00:00Z",
    ],
)
def test_a_view_at_the_end_of_the_calendar_is_shown_or_refused(
    store: Store, query: str, caplog: pytest.LogCaptureFixture
) -> None:
    renderer = Renderer(store, TITLES)
    with caplog.at_level(logging.CRITICAL, "dashboard.render"):
        try:
            picture = renderer.render(View.from_query(query), WHOLE, everything(renderer))
        except ViewError:
            return
    assert {name: one.error for name, one in picture.panels.items()} == dict.fromkeys(everything(renderer))


def test_before_areas_are_loaded() -> None:
    with world(prepared=False) as bare, pytest.raises(NoAreasError):
        Renderer(bare, TITLES).render(View(), WHOLE, ("kpis",))


def test_panels_without_an_outline_anywhere() -> None:
    with world(prepared=False) as found:
        found.replace_areas(areas(drawn=False))
        found.declare(TERMS)
        accept(found, [said("1", "collected", "22 09:00")])
        renderer = Renderer(found, TITLES)
        picture = renderer.render(View(), WHOLE, everything(renderer))
    assert {name: one.error for name, one in picture.panels.items()} == dict.fromkeys(everything(renderer))


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: str(scene.id))
def test_names_are_those_of_the_scene_s_panels_then_the_chrome(store: Store, scene: Scene) -> None:
    names = Renderer(store, TITLES).names(View(scene=scene.id))
    shown = [str(one) for one in scene.shown if one in {panel.id for panel in EVERY}]
    assert list(names) == [*shown, CHROME, *[SHAPES] * scene.mapped]
    assert len(names) == len(set(names))


def test_every_panel_is_shown_by_a_scene(store: Store) -> None:
    renderer = Renderer(store, TITLES)
    shown = {name for scene in SCENES for name in renderer.names(View(scene=scene.id))}
    opened = {name for name in DRAWN_OUT if name in renderer.names(View(focus=f"{name}:x"))}
    assert opened == set(DRAWN_OUT)
    assert shown | opened == set(everything(renderer))


def test_a_scene_that_does_not_exist_is_refused(store: Store) -> None:
    renderer = Renderer(store, TITLES)
    known = ", ".join(scene.id for scene in SCENES)
    for ask in (renderer.names, lambda view: renderer.render(view, WHOLE, ())):
        with pytest.raises(ViewError, match=f"scene 'cellar' is not known; expected one of {known}"):
            ask(View(scene="cellar"))


def test_panels_that_are_not_given_are_not_named(store: Store) -> None:
    some = Renderer(store, TITLES, [panel(PanelId.OVERDUE, None), panel(PanelId.MAP, None)])
    assert some.names(View()) == ("map", "overdue", CHROME, SHAPES), "in the order of the scene"
    assert some.names(View(scene="response")) == ("overdue", CHROME)
    assert some.names(View(scene="scores")) == (CHROME,)
    assert some.names(View(scene="response", beside="overview")) == ("overdue", "map", CHROME, SHAPES)
    assert some.names(View(beside="response")) == ("map", "overdue", CHROME, SHAPES)


def test_rendering_leaves_no_transaction_open(store: Store) -> None:
    renderer = Renderer(store, TITLES)
    renderer.render(View(), WHOLE, everything(renderer))
    with pytest.raises(ViewError):
        renderer.render(View(area="nowhere"), WHOLE, everything(renderer))
    engine = open_engine(store.url)
    with engine.connect() as connection:
        busy, _, _ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
    engine.dispose()
    assert busy == 0


def test_a_slot_says_its_own_cadence_and_an_empty_one_is_hidden() -> None:
    with site(CATALOGUE + DECLARED) as found:
        told_figures(found, [said_figure("camera.total", "c1", 10)])
        renderer = Renderer(found, TITLES)
        view = View(scene="video")
        picture = renderer.render(view, WHOLE, renderer.names(view))
    assert {name: one.error for name, one in picture.panels.items() if one.error} == {}
    slot = picture.panels["video-1"]
    assert (slot.cadence, slot.data_time) == (3600, moment("22 12:00"))
    assert slot.parts["video-1-title"] == {"children": "摄像机"}
    assert picture.panels["video-9"].parts == {}
    assert picture.panels[CHROME].parts["video-9"]["className"].endswith("vacant")
    assert picture.panels["sentence"].cadence is None
    assert picture.panels[SHAPES].parts


def test_a_new_panel_of_the_catalogue_is_on_the_wall_without_a_restart(tmp_path: Path) -> None:
    file, clock = tmp_path / "own.toml", Clock()
    file.write_text(CATALOGUE, "utf-8")
    with world(clock=clock) as found:
        found.metrics = MetricSource((file,), clock)
        renderer = Renderer(found, TITLES)
        view = View(scene="video")
        names = renderer.names(view)
        before = renderer.render(view, WHOLE, names)
        file.write_text(CATALOGUE + DECLARED, "utf-8")
        clock.now += 10 * SECOND
        after = renderer.render(view, WHOLE, names)
    assert before.panels[CHROME].parts["video-1"]["className"].endswith("vacant")
    assert before.panels["video-1"].parts == {}
    assert before.panels[SHAPES].parts == {}, "no map, no shapes"
    assert after.panels[CHROME].parts["video-1"]["className"].endswith("kind-table")
    assert after.panels["video-1"].parts["video-1-title"] == {"children": "摄像机"}
    assert after.panels[SHAPES].parts


class Remembering:
    """Shared panels in a dictionary; `asked` are the names asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def get(self, view: View, scope: Scope, name: str, version: int) -> Rendered | None:
        self.asked.append(name)
        return None

    def put(self, view: View, scope: Scope, name: str, version: int, rendered: Rendered) -> None:
        assert rendered.error is None


def test_slots_are_shared_by_the_version_of_the_catalogue() -> None:
    with site(CATALOGUE + DECLARED) as found:
        shared = Remembering()
        renderer = Renderer(found, TITLES, shared=shared)
        renderer.render(View(scene="video"), WHOLE, ["video-1", CHROME])
        renderer.render(View(), WHOLE, ["kpis"])
        version = found.metrics.current.version
    assert version
    assert shared.asked == [f"video-1 {version}", f"{CHROME} {version}", "kpis"]
