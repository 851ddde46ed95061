"""Outlines on the command line: `check boundaries` and `load areas --snap`."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest

from dashboard.cli import main

STEP = 1e-5
"""Degrees, about a metre."""


def feature(code: str, level: str, parent: str | None, west: float, east: float) -> dict[str, Any]:
    x, y = 117 + west * STEP, 117 + east * STEP
    ring = [[x, 34.0], [y, 34.0], [y, 34.001], [x, 34.001], [x, 34.0]]
    properties = {"code": code, "name": code, "level": level, "parent": parent}
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


class Gridscope:
    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys

    def __call__(self, *arguments: str, code: int = 0) -> list[str]:
        with pytest.raises(SystemExit) as caught:
            main(list(arguments))
        out, err = self._capsys.readouterr()
        assert caught.value.code == code, out + err
        return (err if code == 2 else out).splitlines()

    def areas(self, *features: dict[str, Any]) -> str:
        path = self.folder / "areas.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
        return str(path)


@pytest.fixture
def gridscope(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Gridscope:
    monkeypatch.setenv("GRIDSCOPE_DATABASE_URL", f"sqlite:///{tmp_path / 'gridscope.db'}")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    return Gridscope(tmp_path, capsys)


@pytest.fixture
def torn(gridscope: Gridscope) -> str:
    """A street with a gap of three metres between its two communities."""
    street = feature("s", "street", None, 0, 200)
    return gridscope.areas(street, feature("a", "community", "s", 0, 97), feature("b", "community", "s", 100, 200))


def test_defects_are_told_per_level_and_one_by_one(gridscope: Gridscope, torn: str) -> None:
    gridscope("load", "areas", torn)

    printed = gridscope("check", "boundaries", code=1)
    heads = "level areas drawn gap gap m2 overlap overlap m2 outside outside m2 slivers m2"
    assert " ".join(printed[0].split()) == heads
    assert printed[1].split() == ["community", "2", "2", "1", "307", "0", "0", "0", "0", "0.0"]
    assert printed[3] == "  gap of 307.4 m2 in s, beside a, b"


def test_areas_without_outlines_are_unknown_not_faultless(gridscope: Gridscope) -> None:
    bare = [feature("s", "street", None, 0, 1) | {"geometry": None}, feature("a", "community", "s", 0, 1)]
    gridscope("load", "areas", gridscope.areas(bare[0], bare[1] | {"geometry": None}))

    assert gridscope("check", "boundaries")[1].split() == ["community", "1", "0", *["-"] * 7]


def test_what_is_thinner_than_the_named_sliver_is_no_defect(gridscope: Gridscope, torn: str) -> None:
    gridscope("load", "areas", torn)

    printed = gridscope("check", "boundaries", "--sliver", "10")
    assert printed[1].split() == ["community", "2", "2", "0", "0", "0", "0", "0", "0", "307.4"]


def test_snapping_mends_and_tells_what_it_moved(gridscope: Gridscope, torn: str) -> None:
    printed = gridscope("load", "areas", torn, "--snap")

    assert "  community              1            2.77       307" in printed
    assert printed[-1] == "left: 0 defects, 0 m2"
    assert len(gridscope("check", "boundaries")) == 3


def test_snapping_leaves_what_needs_more_than_the_tolerance(gridscope: Gridscope, torn: str) -> None:
    printed = gridscope("load", "areas", torn, "--snap", "--tolerance", "1")

    assert printed[-2:] == ["left: 1 defects, 307 m2", "  gap of 307.4 m2 in s, beside a, b"]
    gridscope("check", "boundaries", code=1)


def test_a_tolerance_of_nothing_is_an_error_before_anything_is_loaded(gridscope: Gridscope, torn: str) -> None:
    printed = gridscope("load", "areas", torn, "--snap", "--tolerance", "0", code=2)

    assert printed == ["gridscope: tolerance 0.0: expected metres, a finite number above 0"]
    assert not (gridscope.folder / "gridscope.db").exists()


def test_check_alone_still_looks_at_the_installation(gridscope: Gridscope, torn: str) -> None:
    gridscope("load", "areas", torn)

    assert gridscope("check")[0] == "ok   settings"
