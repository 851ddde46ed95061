"""What holds for every panel: empty, one row, many, unknown values, long names, both languages.

The sample of a panel is a module of its own, `tests/layouts/frames/<module of the panel>.py`: `full()` gives a frame as
the panel gets it, `ALWAYS` names the columns that are never unknown. Those of the overview are here and in samples.py.
"""

import importlib
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from dash._utils import to_json

from layouts import ids
from layouts.panel import section
from layouts.panels import PANELS
from layouts.panels import kpis as kpis_panel
from layouts.panels import sentence as sentence_panel
from layouts.shell import classes_of
from layouts.text import Text
from tests.layouts import samples
from tests.layouts.reading import components, drawn_text, ids_of

FULL = {
    "sentence": samples.sentence,
    "kpis": samples.kpis,
    "flow": samples.flow,
    "inflow": samples.inflow,
    "ticker": samples.ticker,
    "map": samples.areas_of_map,
    "departments": samples.departments,
    "areas": samples.areas,
    "rhythm": samples.rhythm,
    "overdue": samples.overdue,
}
BARE = {"sentence": sentence_panel.section, "kpis": kpis_panel.section}
NAMES = ("label", "name", "title", "area_path", "department_label", "source_label", "surge_area", "worst_department")
ALWAYS = {
    "sentence": ("level", "window"),
    "kpis": ("measure", "status", "trend", "trend_previous"),
    "flow": ("stage", "label", "status"),
    "inflow": ("source", "label", "bucket", "seconds", "silent", "status"),
    "ticker": ("at", "stage", "event_id", "source", "status"),
    "map": ("code", "name", "ring", "parent", "level", "drill", "pill", "status"),
    "departments": ("department", "label", "status"),
    "areas": ("code", "label", "level", "drill", "status"),
    "rhythm": ("weekday", "hour", "over", "current"),
    "overdue": ("event_id", "source", "status"),
}


def _full(panel_id: str) -> pd.DataFrame:
    frame: pd.DataFrame = FULL[panel_id]() if panel_id in FULL else _module(panel_id).full()
    return frame


def _always(panel_id: str) -> tuple[str, ...]:
    return ALWAYS[panel_id] if panel_id in ALWAYS else tuple(_module(panel_id).ALWAYS)


def _module(panel_id: str) -> Any:
    return importlib.import_module(f"tests.layouts.frames.{panel_id.replace('-', '_')}")


panels = pytest.mark.parametrize("panel", PANELS, ids=lambda panel: str(panel.id))
languages = pytest.mark.parametrize("language", ["zh", "en"])


def _unknown(frame: pd.DataFrame, always: tuple[str, ...]) -> pd.DataFrame:
    """The frame with every value that may be unknown unknown."""
    blank = frame.astype(object)
    for column in set(blank.columns) - set(always):
        blank[column] = None
    blank.attrs = {}
    return blank


def _renamed(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    for column in set(NAMES) & set(frame.columns):
        frame[column] = name
    return frame


def _frames(panel_id: str) -> dict[str, pd.DataFrame]:
    full = _full(panel_id)
    one = full.iloc[:1].copy()
    one.attrs = {}
    nothing = full.iloc[:0].copy()
    nothing.attrs = {}
    return {
        "full": full,
        "one": one,
        "nothing": nothing,
        "unknown": _unknown(_full(panel_id), _always(panel_id)),
        "long": _renamed(_full(panel_id), samples.LONG_ZH + samples.LONG_EN),
    }


@panels
@languages
@pytest.mark.parametrize("kind", ["full", "one", "nothing", "unknown", "long"])
def test_draws_anything_a_frame_may_hold(panel: Any, language: str, kind: str) -> None:
    drawing = panel.draw(_frames(panel.id)[kind], samples.context(language=language))

    sent = json.loads(to_json(drawing))
    shown = drawn_text(drawing)
    assert sent
    assert "None" not in shown
    assert "nan" not in shown.lower()
    assert len(list(components([part.get("children") for part in drawing.values()]))) < 200


@panels
def test_sets_only_what_its_body_holds(panel: Any) -> None:
    frame = BARE[panel.id](Text("zh")) if panel.id in BARE else section(panel, Text("zh"), classes_of(panel.id))
    held = ids_of(frame)

    drawing = panel.draw(_frames(panel.id)["full"], samples.context())

    assert set(drawing) <= set(held)
    assert len(held) == len(set(held))
    assert all(name == panel.id or name.startswith(f"{panel.id}-") for name in held)


@panels
def test_draws_the_same_twice(panel: Any) -> None:
    context = samples.context()
    first, second = (to_json(panel.draw(_full(panel.id), context)) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("panel", [p for p in PANELS if p.id not in BARE], ids=lambda panel: str(panel.id))
@languages
def test_says_that_there_is_nothing(panel: Any, language: str) -> None:
    context = samples.context(language=language)
    empty = panel.draw(_frames(panel.id)["nothing"], context)
    full = panel.draw(_frames(panel.id)["full"], context)

    assert drawn_text({"empty": empty[ids.empty_of(panel.id)]})
    assert full[ids.empty_of(panel.id)]["children"] is None


@panels
def test_has_a_module_and_a_test(panel: Any) -> None:
    module = panel.id.replace("-", "_")
    assert importlib.import_module(f"layouts.panels.{module}").PANEL is panel
    assert Path(__file__).with_name("panels").joinpath(f"test_{module}.py").exists()
    assert panel.cadence > 0
    assert 0 < panel.hertz <= 4
