"""The document of the statistics: every field and mark stands in it, and its example works as it is told."""

import json
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from dashboard.app import create_app
from dashboard.settings import Settings
from data_access.statistics.catalogue import MetricSource, load_catalogue, metric_paths
from data_access.statistics.entries import SCENES, SLOTS, Check, Dimension, Metric, MetricPanel, Unit
from data_access.statistics.figures import FLAGS
from data_access.store.store import Store
from tests.data_access.worlds import world
from tests.docs.documents import ROOT, blocks, text_of

DOCUMENT = ROOT / "docs" / "statistics.md"


def listed(heading: str) -> set[str]:
    """The names in the first column of the table under a heading."""
    text = text_of(DOCUMENT).partition(heading)[2].partition("\n#")[0]
    return {name for line in text.splitlines() if line.startswith("| `") for name in re.findall(r"`(\w+)`", cell(line))}


def cell(line: str) -> str:
    return line.split(" | ")[0]


@pytest.mark.parametrize(
    ("kind", "heading", "written"),
    [(Metric, '### [metric."ID"]', {}), (MetricPanel, "### [panel.ID]", {"system"})],
)
def test_every_field_is_explained_and_no_other(kind: Any, heading: str, written: set[str]) -> None:
    assert listed(heading) == {field.name for field in fields(kind)} | set(written)


@pytest.mark.parametrize("kind", [Unit, Dimension, Check])
def test_every_field_of_the_small_entries_is_named(kind: Any) -> None:
    text = text_of(DOCUMENT).partition("### Units, dimensions, checks")[2]
    (row,) = [line for line in text.splitlines() if line.startswith(f"| `[{kind.__name__.lower()}.")]
    assert [field.name for field in fields(kind) if f"`{field.name}`" not in row and field.name != "open"] == []
    assert kind is not Dimension or "`open = true`" in row


def test_every_mark_scene_and_number() -> None:
    text = text_of(DOCUMENT)
    assert [flag for flag in FLAGS if f"`{flag}`" not in text] == []
    assert [scene for scene in SCENES if f"`{scene}`" not in text] == []
    assert f"at most {SLOTS} panels each" in text


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[Store, Any]]:
    """The program with the example of the document as its own catalogue, and what posts to it."""
    own = tmp_path / "wells.toml"
    (example,) = blocks(DOCUMENT, "toml")
    own.write_text(example, "utf-8")
    with world() as store:
        store.metrics = MetricSource(metric_paths(own), store.clock)
        program = create_app(Settings(database_url=store.url, feed_tokens={"wells": "open-sesame"}), store)
        yield store, program.server.test_client()


def test_the_example_is_a_catalogue_beside_the_shipped_one(tmp_path: Path) -> None:
    (example,) = blocks(DOCUMENT, "toml")
    file = tmp_path / "wells.toml"
    file.write_text(example, "utf-8")
    assert {"well.total", "camera.total"} <= load_catalogue(*metric_paths(file)).metrics.keys()


def test_a_new_metric_is_on_the_wall_as_told(site: tuple[Store, Any]) -> None:
    """The steps of "Add a metric", with an area of this tree in place of the demo's."""
    _, client = site
    steps = text_of(ROOT / "CONTRIBUTING.md").partition("## Add a metric")[2]
    (body,) = re.findall(r"-d '(\[.*?\])'", steps, re.DOTALL)
    token, area = "open-sesame", json.loads(body)[0]["area"]
    assert token in steps
    headers = {"Authorization": f"Bearer {token}"}
    found = client.post("/api/v1/statistics", data=body.replace(area, "c1"), headers=headers)
    assert found.json == {"accepted": 2, "duplicate": 0, "quarantined": []}
    shown = client.get("/api/v1/panels/wells?scene=operations")
    assert shown.status_code == 200
    answer = json.dumps(shown.json)
    assert all(f'"{name}"' in answer for name in ("well.total", "well.working", "well.rate"))
    assert str(11 / 12)[:8] in answer
