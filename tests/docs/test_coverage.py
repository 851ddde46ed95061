"""Nothing that a user can name is left out: stages, measures, commands, settings, routes, fields, metrics."""

import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.core import TyperGroup

from dashboard.app import create_app
from dashboard.cli import app
from dashboard.settings import Settings, table
from data_access.events.contract import EventMessage
from data_access.events.stages import Stage
from data_access.measures import BY
from data_access.store.schema import metadata
from data_access.tally import Tally
from data_access.view import View
from layouts.panels import PANELS
from layouts.scenes import SCENES
from layouts.text import Text
from tests.docs.documents import ROOT, everything, text_of

BOTH = ("README.md", "README.zh-CN.md")
OF_THE_PAGE = re.compile(r"/_|/assets/|/static/|/$|/<path:path>$")


def _document(name: str) -> str:
    return text_of(ROOT / "docs" / name)


def _commands(command: Any, prefix: str = "gridscope") -> Iterator[str]:
    if isinstance(command, TyperGroup):
        for name, below in command.commands.items():
            yield from _commands(below, f"{prefix} {name}")
    else:
        yield prefix


def test_every_stage_and_field_of_a_message() -> None:
    feeds = _document("feeds.md")
    assert [stage for stage in Stage if f"| `{stage}` |" not in feeds] == []
    rows = [line.partition(" | ")[0] for line in feeds.splitlines() if line.startswith("| `")]
    assert [name for name in EventMessage.model_fields if not any(f"`{name}`" in row for row in rows)] == []


def test_every_measure_and_every_cut() -> None:
    measures = _document("measures.md")
    assert [name for name in Tally().as_json() if f"| `{name}` |" not in measures] == []
    assert [by for by in BY if f"`{by}`" not in measures] == []


def test_every_panel_has_its_row_and_is_explained() -> None:
    wall = _document("wall.md")
    assert [panel.id for panel in PANELS if f"| `{panel.id}` |" not in wall or f"- **{panel.id}**:" not in wall] == []


def test_every_scene() -> None:
    wall = _document("wall.md")
    for scene in SCENES:
        names = f"| `{scene.id}` | {Text('zh')(f'scene.{scene.id}')} |"
        assert names in wall
    listed = ", ".join(f"`{scene.id}`" for scene in SCENES)
    assert [
        name for name in ("wall.md", "http-api.md") if f"| `scene` | `{View().scene}` | {listed}" not in _document(name)
    ] == []


def test_every_table_and_every_count() -> None:
    tables, measures = _document("architecture.md"), _document("measures.md")
    rows = [line.partition(" | ")[0] for line in tables.splitlines() if line.startswith("| `")]
    assert [name for name in metadata.tables if not any(f"`{name}`" in row for row in rows)] == []
    said = {"self_handled": "self_handled_share", "reworked": "rework_rate", "on_time": "on_time_rate"}
    said |= {"scored": "satisfaction", "satisfied": "satisfaction"}
    counts = [name for name, value in asdict(Tally()).items() if isinstance(value, int)]
    assert [name for name in counts if f"| `{said.get(name, name)}` |" not in measures] == []


@pytest.mark.parametrize("document", ["wall.md", "http-api.md"])
def test_every_parameter_of_a_view(document: str) -> None:
    text = _document(document)
    names = ["lang" if name == "language" else name for name in View.__dataclass_fields__]
    rows = [line.partition(" | ")[0] for line in text.splitlines() if line.startswith("| `")]
    assert [name for name in names if not any(f"`{name}`" in row for row in rows)] == []


@pytest.mark.parametrize("readme", BOTH)
def test_every_command(readme: str) -> None:
    text = text_of(ROOT / readme)
    known = list(_commands(typer.main.get_command(app)))
    assert "gridscope load areas" in known
    assert [command for command in known if f"| `{command}" not in text] == []


def test_every_setting() -> None:
    text = everything()
    names = re.findall(r"^\| `(\w+)`", table(), re.MULTILINE)
    assert len(names) == len(Settings.model_fields)
    assert [name for name in names if f"`{name}`" not in text] == []
    known = {*names, "GRIDSCOPE_HOST", "GRIDSCOPE_PORT"}
    assert sorted({name for name in re.findall(r"GRIDSCOPE_[A-Z_]*[A-Z]", text) if name not in known}) == []


def test_every_route_and_metric(tmp_path: Path) -> None:
    program = create_app(Settings(database_url=f"sqlite:///{tmp_path / 'docs.db'}"))
    try:
        rules = [rule.rule for rule in program.server.url_map.iter_rules() if not OF_THE_PAGE.match(rule.rule)]
        rules = [rule for rule in rules if not rule.startswith("/api") or rule.startswith("/api/v1/")]
        answer = program.server.test_client().get("/metrics").get_data(as_text=True)
    finally:
        program.store.close()
    text = _document("http-api.md")
    assert "/api/v1/measures" in rules
    assert [
        rule for rule in rules if not re.search(rf"^\| `(GET|POST|DELETE) {re.escape(rule)}` \|", text, re.MULTILINE)
    ] == []
    assert [name for name in set(re.findall(r"^# TYPE (\w+)", answer, re.MULTILINE)) if name not in text] == []
