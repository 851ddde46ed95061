import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from dashboard.cli import main

AREAS = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"code": code, "name": f"Area {code}", "level": level, "parent": parent},
            "geometry": None if parent is None else {"type": "Polygon", "coordinates": [ring]},
        }
        for code, level, parent, ring in [
            ("d", "district", None, []),
            ("s1", "street", "d", [[117.0, 34.0], [117.1, 34.0], [117.1, 34.1], [117.0, 34.1], [117.0, 34.0]]),
        ]
    ],
}
MAPPING = """
[vocabulary.source]
hotline = { zh = "热线", en = "Hotline" }
"""
EVENTS = """event_id,source,stage,at,category,area,lon,lat
1,hotline,collected,2026-07-01T09:00:00+08:00,city,s1,,
2,hotline,collected,2026-07-01T09:00:00+08:00,city,,117.05,34.05
3,hotline,collected,2026-07-01T09:00:00+08:00,city,,10,10
4,nobody,collected,2026-07-01T09:00:00+08:00,city,s1,,
5,hotline
"""

METRICS = """
[unit.well]
zh = "口"
en = "wells"

[metric."well.count"]
zh = "机井"
en = "Wells"
unit = "well"
level = "street"
period = "P1D"
min = 0
"""
STATISTICS = """metric,area,period,value,at
well.count,s1,2026-07-01T00:00:00+08:00/P1D,12,2026-07-02T00:10:00+08:00
well.count,s1,2026-07-02T00:00:00+08:00/P1D,-1,2026-07-03T00:10:00+08:00
"""


class Gridscope:
    """The command line on a database of the test's own."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def write(self, name: str, text: str) -> str:
        (self.folder / name).write_text(text, "utf-8")
        return str(self.folder / name)

    def __call__(self, *arguments: str, code: int = 0) -> str:
        """What a command printed: stdout if it is to end with 0 or 1, else stderr."""
        with pytest.raises(SystemExit) as caught:
            main(list(arguments))
        out, err = self._capsys.readouterr()
        assert caught.value.code == code, out + err
        return err if code == 2 else out

    def load(self) -> str:
        self("load", "areas", self.write("areas.geojson", json.dumps(AREAS)))
        mapping = self.write("m.toml", MAPPING)
        return self("load", "events", self.write("events.csv", EVENTS), "--mapping", mapping)


@pytest.fixture
def gridscope(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Gridscope:
    monkeypatch.setenv("GRIDSCOPE_DATABASE_URL", f"sqlite:///{tmp_path / 'gridscope.db'}")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    return Gridscope(tmp_path, capsys)


def test_areas_and_events_are_loaded_and_summed_up(gridscope: Gridscope) -> None:
    printed = gridscope("load", "areas", gridscope.write("areas.geojson", json.dumps(AREAS)))
    assert (
        printed
        == "read 2, accepted 2, duplicate 0, quarantined 0, unlocated 1\n  1 district, 1 street; 1 without an outline\n"
    )
    assert gridscope.load().splitlines() == [
        "read 5, accepted 3, duplicate 0, quarantined 2, unlocated 1",
        "  line 5: source: 'nobody' is not a known source; expected one of hotline",
        "  line 6: 2 columns; expected 8 as in the header",
        "  see them all with: gridscope quarantine list",
    ]
    again = gridscope("load", "events", str(gridscope.folder / "events.csv"))
    assert again.startswith("read 5, accepted 0, duplicate 3, quarantined 2, unlocated 0")


def test_statistics_are_loaded_by_the_metrics_of_the_site(
    gridscope: Gridscope, monkeypatch: pytest.MonkeyPatch
) -> None:
    gridscope.load()
    own = gridscope.write("own.toml", METRICS)
    file = gridscope.write("wells.csv", STATISTICS)
    assert "'well.count' is not in the catalogue" in gridscope("load", "statistics", file)
    monkeypatch.setenv("GRIDSCOPE_METRICS", own)
    printed = gridscope("load", "statistics", file)
    assert printed.splitlines()[0] == "read 2, accepted 1, duplicate 0, quarantined 1, unlocated 0"
    assert "line 3: value: -1 is out of the range of well.count; expected a number from 0" in printed
    assert "accepted 0, duplicate 1" in gridscope("load", "statistics", file)
    assert "ok   metrics: " in gridscope("check")
    assert gridscope("verify") == "no differences\n"
    broken = gridscope.write("own.toml", METRICS.replace('unit = "well"', 'unit = "meter"'))
    assert f"{broken}: metric 'well.count' unit = 'meter': is not declared" in gridscope("check", code=1)


def test_new_areas_place_the_events_anew(gridscope: Gridscope) -> None:
    gridscope.load()
    moved = json.loads(json.dumps(AREAS).replace("117.", "9.").replace("34.", "9."))
    printed = gridscope("load", "areas", gridscope.write("areas.geojson", json.dumps(moved)))
    assert printed.endswith("placed 3 events anew\n")
    assert gridscope("verify") == "no differences\n"


def test_several_area_files_under_a_root_with_their_mappings(gridscope: Gridscope) -> None:
    one = gridscope.write("one.csv", "id,name\na,A\n")
    two = gridscope.write("two.csv", "number,name,parent\nb,B,a\n")
    first = gridscope.write("1.toml", '[areas]\ncode = "id"\nlevel_constant = "part"\nparent_constant = ""\n')
    second = gridscope.write(
        "2.toml", '[areas]\ncode = "number"\nlevel_constant = "spot"\n[vocabulary.level]\nspot = { en = "Spot" }\n'
    )
    arguments = ("load", "areas", one, two, "--root", "all=All of it", "--mapping", first, "--mapping", second)
    assert "1 city, 1 part, 1 spot" in gridscope(*arguments)
    assert "expected one, or one each" in gridscope("load", "areas", one, two, one, *arguments[-4:], code=2)


def test_verify_prints_differences_and_rebuild_mends_them(gridscope: Gridscope) -> None:
    gridscope.load()
    assert gridscope("verify") == "no differences\n"
    engine = create_engine(f"sqlite:///{gridscope.folder / 'gridscope.db'}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE rollup SET reported = reported + 1"))
    engine.dispose()
    printed = gridscope("verify", code=1)
    assert "reported=" in printed
    assert printed.endswith("differences; gridscope rebuild derives everything anew\n")
    assert gridscope("rebuild") == "rebuilt 3 events\n"
    assert gridscope("verify") == "no differences\n"


def test_quarantine_is_listed_shown_mended_and_replayed(gridscope: Gridscope) -> None:
    gridscope.load()
    lines = gridscope("quarantine", "list").splitlines()
    assert lines[-1] == "2 waiting"
    assert "events  source: 'nobody' is not a known source" in lines[1]
    number = lines[1].split()[0]
    raw = json.loads(gridscope("quarantine", "show", number))
    assert raw["event_id"] == "4"
    assert gridscope("quarantine", "replay", number).startswith("read 1, accepted 0, duplicate 0, quarantined 1")
    number = gridscope("quarantine", "list", "--limit", "1").split()[0]
    mended = json.dumps({**raw, "source": "hotline"})
    assert gridscope("quarantine", "mend", number, "--raw", mended) == f"mended {number}\n"
    assert gridscope("quarantine", "replay", number).startswith("read 1, accepted 1, duplicate 0, quarantined 0")
    assert gridscope("quarantine", "list").endswith("1 waiting\n")
    assert "no such message is waiting" in gridscope("quarantine", "show", number, code=2)
    assert "no such message is waiting" in gridscope("quarantine", "mend", "99", "--raw", "{}", code=2)
    assert "expected numbers or --all" in gridscope("quarantine", "replay", code=2)
    assert gridscope("quarantine", "replay", "--all").startswith("read 1, accepted 0")


def test_check_says_what_is_there(gridscope: Gridscope, monkeypatch: pytest.MonkeyPatch) -> None:
    printed = gridscope("check", code=1)
    assert "ok   settings" in printed
    assert "fail database" in printed
    assert not list(gridscope.folder.iterdir()), "a check changes nothing"
    gridscope.load()
    printed = gridscope("check")
    assert "ok   database" in printed
    assert "ok   areas: 2 areas, levels district, street" in printed
    assert "ok   redis: not set" in printed
    monkeypatch.setenv("GRIDSCOPE_REDIS_URL", "redis://127.0.0.1:1/0")
    assert "fail redis: " in gridscope("check", code=1)
    monkeypatch.setenv("GRIDSCOPE_ZONE", "Mars/Base")
    assert gridscope("check", code=1).startswith("fail settings: GRIDSCOPE_ZONE='Mars/Base'")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("load", "areas", "nowhere.csv"), "nowhere.csv: No such file or directory"),
        (("load", "areas", "nowhere.csv", "--root", "nyc"), "--root 'nyc': expected code=name"),
        (("load", "areas", "nowhere.csv", "--datum", "x"), "datum 'x': expected one of wgs84, gcj02, bd09"),
        (("load", "events", "nowhere.csv"), "no areas are loaded; run `gridscope load areas FILE` first"),
        (("load", "events", "nowhere.csv", "--mapping", "nowhere.toml"), "nowhere.toml: No such file or directory"),
        (("verify",), "no areas are loaded"),
        (("ingest",), "GRIDSCOPE_REDIS_URL is not set; expected e.g. redis://"),
        (("bogus",), "No such command 'bogus'"),
        (("load", "events"), "Missing argument"),
        (("quarantine", "show", "x"), "Invalid value"),
    ],
)
def test_an_error_is_one_line_and_code_2(gridscope: Gridscope, arguments: tuple[str, ...], words: str) -> None:
    printed = gridscope(*arguments, code=2)
    assert words in printed
    assert printed.startswith("gridscope: ")
    assert printed.count("\n") == 1


def test_every_problem_of_an_area_file_has_its_line(gridscope: Gridscope) -> None:
    file = gridscope.write("areas.csv", "code,name,parent\na,,\nb,B,x\n")
    lines = gridscope("load", "areas", file, code=2).splitlines()
    assert lines[0].endswith("problems with areas:")
    assert len(lines) >= 3


def test_a_database_that_cannot_be_opened(gridscope: Gridscope, monkeypatch: pytest.MonkeyPatch) -> None:
    file = gridscope.write("text.db", "this is no database, but it is longer than a header would be" * 40)
    monkeypatch.setenv("GRIDSCOPE_DATABASE_URL", f"sqlite:///{file}")
    assert gridscope("verify", code=2) == "gridscope: database: file is not a database\n"


def test_the_program_itself() -> None:
    run = [sys.executable, "-c", "from dashboard.cli import main; main()"]
    shown = subprocess.run([*run, "--help"], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert "Usage: gridscope [OPTIONS] COMMAND [ARGS]..." in shown.stdout
