"""The metric catalogue: what it takes, what it refuses and how, and that it follows its files."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from data_access.clock import DAY, HOUR, SECOND
from data_access.statistics.catalogue import (
    LOOK,
    SLOTS,
    CatalogueError,
    MetricSource,
    load_catalogue,
    metric_paths,
    shipped,
)
from tests.data_access.statistics.ground import CATALOGUE
from tests.data_access.worlds import Clock

PANEL = """
[panel.cameras]
scene = "video"
system = 3
zh = "摄像机"
en = "Cameras"
kind = "table"
metrics = ["camera.total", "camera.rate"]
by = "sector"
order = 20
"""
METRIC = '[metric."x.y"]\nzh = "x"\nen = "x"\nunit = "device"\nperiod = "P1D"\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "metrics.toml"
    found.write_text(CATALOGUE + PANEL, "utf-8")
    return found


def test_what_it_says(file: Path) -> None:
    catalogue = load_catalogue(file)
    total, rate = catalogue.metrics["camera.total"], catalogue.metrics["camera.rate"]
    assert (total.period, total.fresh, total.kind, total.rollup) == (HOUR, HOUR, "level", "sum")
    assert total.dimensions == ("department", "operator", "point", "sector")
    assert (rate.derived, rate.level, rate.period, rate.breakdowns) == (True, "community", HOUR, (("sector",),))
    assert catalogue.parts_of("camera.rate") == ("camera.online", "camera.total")
    assert catalogue.parts_of("mood.score") == ("mood.score", "camera.total")
    assert catalogue.dimensions["sector"].values[1].en == "Schools"
    assert [panel.systems for panel in catalogue.of_scene("video")] == [(3,)]
    assert catalogue.of_scene("nowhere") == ()
    assert (rate.label("zh"), rate.label("en")) == ("在线率", "Online rate")


def test_panels_come_in_their_order(file: Path) -> None:
    more = PANEL.replace("panel.cameras", "panel.second").replace("order = 20", "order = 10")
    file.write_text(CATALOGUE + PANEL + more + PANEL.replace("panel.cameras", "panel.also"), "utf-8")
    assert [panel.id for panel in load_catalogue(file).of_scene("video")] == ["second", "also", "cameras"]


def test_panels_that_say_nothing_of_it_are_by_child_where_they_spread(file: Path) -> None:
    text = PANEL.replace('by = "sector"\n', "")
    number = text.replace("panel.cameras", "panel.number").replace('"table"', '"number"')
    file.write_text(CATALOGUE + text + number, "utf-8")
    assert {name: panel.by for name, panel in load_catalogue(file).panels.items()} == {
        "cameras": "child",
        "number": "none",
    }


def test_a_delay_that_is_not_said_is_a_period(file: Path) -> None:
    file.write_text(CATALOGUE + METRIC, "utf-8")
    assert load_catalogue(file).metrics["x.y"].fresh == DAY


def test_a_folder_is_read_whole_and_a_site_replaces_and_adds(tmp_path: Path, file: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "a.toml").write_text(METRIC, "utf-8")
    (own / "b.toml").write_text(PANEL.replace('"摄像机"', '"本区摄像机"'), "utf-8")
    catalogue = load_catalogue(file, own)
    assert catalogue.metrics["x.y"].unit == "device"
    assert catalogue.panels["cameras"].zh == "本区摄像机"
    assert catalogue.version != load_catalogue(file).version


def test_the_version_is_that_of_the_text(file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.toml"
    copy.write_bytes(file.read_bytes())
    assert load_catalogue(copy).version == load_catalogue(file).version
    copy.write_text(copy.read_text("utf-8") + "\n", "utf-8")
    assert load_catalogue(copy).version != load_catalogue(file).version


WRONG = [
    ('unit = "device"', 'unit = "meter"', "metric 'x.y' unit = 'meter': is not declared; expected one of device"),
    ('zh = "x"\n', "", "metric 'x.y' zh is missing"),
    ('period = "P1D"', "", "metric 'x.y' period is missing; expected the length"),
    ('period = "P1D"', 'perid = "P1D"', "metric 'x.y' period is missing ('perid' is not known); expected the length"),
    ('period = "P1D"', 'period = "P1D"\nfersh = "P1D"', "metric 'x.y' fersh is not known; expected 'fresh'"),
    ('[metric."x.y"]', "[metric.x.y]", "metric 'x' holds tables only; expected an id in quotes: [metric.\"x.y\"]"),
    ('period = "P1D"', 'period = "1d"', "metric 'x.y' period = '1d': duration '1d' is not ISO 8601"),
    ('period = "P1D"', 'period = "P1D"\nfresh = "PT0S"', "metric 'x.y' fresh = 'PT0S': duration 'PT0S' has no length"),
    ('period = "P1D"', 'period = "P1D"\nkind = "stock"', "metric 'x.y' kind = 'stock': expected 'level' or 'flow'"),
    ('period = "P1D"', 'period = "P1D"\nmin = "0"', "metric 'x.y' min = '0'"),
    ('period = "P1D"', 'period = "P1D"\nmin = nan', "metric 'x.y' min"),
    ('period = "P1D"', 'period = "P1D"\nmin = 2\nmax = 1', "metric 'x.y' max = 1: is below min 2"),
    ('period = "P1D"', 'period = "P1D"\nfoo = 1', "metric 'x.y' foo is not known"),
    ('period = "P1D"', 'period = "P1D"\nof = "x.z"', "metric 'x.y' of = 'x.z': is not declared; expected one of x.y"),
    ('period = "P1D"', 'period = "P1D"\nof = "camera.rate"', "metric 'x.y' of = 'camera.rate': is a ratio itself"),
    ('period = "P1D"', 'period = "P1D"\nof = "mood.score"', "of = 'mood.score': has unit percent; expected device"),
    ('period = "P1D"', 'period = "P1D"\nof = "x.y"', "metric 'x.y' of = 'x.y': is the metric itself"),
    ('period = "P1D"', 'period = "P1D"\nrollup = "mean"', "metric 'x.y' weight = None: expected a metric with rollup"),
    (
        'period = "P1D"',
        'period = "P1D"\nrollup = "mean"\nweight = "centre.open"',
        "weight = 'centre.open': has rollup last; expected one that adds up",
    ),
    (
        'period = "P1D"',
        'period = "P1D"\nbreakdowns = [["color"]]',
        "metric 'x.y' breakdowns = 'color': is not declared",
    ),
    ('period = "P1D"', 'period = "P1D"\nbreakdowns = [[]]', "metric 'x.y' breakdowns = []: expected one to 4"),
    (
        'period = "P1D"',
        'period = "P1D"\nbreakdowns = [["sector", "sector"]]',
        "metric 'x.y' breakdowns = ['sector', 'sector']: expected one to 4 dimensions, each once",
    ),
    ('period = "P1D"', 'period = "P1D"\ntarget = 1', "metric 'x.y' direction = 'none': expected up or down"),
    ('period = "P1D"', 'period = "P1D"\ntarget = true\ndirection = "up"', "metric 'x.y' target = True"),
    ('period = "P1D"', 'period = "P1D"\ntarget = "x.z"\ndirection = "up"', "metric 'x.y' target = 'x.z': is not"),
    (
        'period = "P1D"',
        'period = "P1D"\ntarget = 0.9\namber = 0.95\ndirection = "up"',
        "metric 'x.y' amber = 0.95: expected at most the target 0.9",
    ),
    (
        'period = "P1D"',
        'period = "P1D"\ntarget = 3\namber = 2\ndirection = "down"',
        "metric 'x.y' amber = 2: expected at least the target 3",
    ),
    (
        'period = "P1D"',
        'ratio = ["camera.online", "camera.total"]\nrollup = "sum"',
        "metric 'x.y' rollup = 'sum': a ratio has none of its own",
    ),
    ('period = "P1D"', 'ratio = ["camera.rate", "camera.total"]', "metric 'x.y' ratio = 'camera.rate': is a ratio"),
    ('period = "P1D"', 'ratio = ["camera.online"]', "metric 'x.y' ratio"),
    ('[metric."x.y"]', '[metric."X Y"]', "metric 'X Y' id = 'X Y'"),
    ('[metric."x.y"]', '[gauge."x.y"]', "table 'gauge' is not known; expected one of unit, dimension"),
    ('[metric."x.y"]', '[metric."camera.total"]', "is not TOML"),
]


@pytest.mark.parametrize(("old", "new", "said"), WRONG, ids=[f"{new[:40]}-{said[:20]}" for _, new, said in WRONG])
def test_a_metric_that_cannot_be_used_is_named(file: Path, old: str, new: str, said: str) -> None:
    assert old in METRIC
    file.write_text(CATALOGUE + METRIC.replace(old, new), "utf-8")
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(file)
    assert str(file) in str(caught.value)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("system = 3", "", "panel 'cameras' system, systems: expected exactly one of them"),
        ("system = 3", "system = 3\nsystems = [3]", "panel 'cameras' system, systems: expected exactly one of them"),
        ("system = 3", "systems = []", "panel 'cameras' systems = []: expected one or more rows"),
        ('scene = "video"', 'scene = "cinema"', "panel 'cameras' scene = 'cinema': expected 'gathering'"),
        ('kind = "table"', 'kind = "pie"', "panel 'cameras' kind = 'pie': expected 'number'"),
        ('"camera.total", ', '"camera.all", ', "panel 'cameras' metrics = 'camera.all': is not declared"),
        ('["camera.total", "camera.rate"]', "[]", "panel 'cameras' metrics = []: expected one or more metrics"),
        ('by = "sector"', 'by = "color"', "panel 'cameras' by = 'color': is not declared; expected one of child, none"),
        ('by = "sector"', 'by = "operator"', "by = 'operator': metric 'camera.rate' has no breakdown by it alone"),
    ],
)
def test_a_panel_that_cannot_be_used_is_named(file: Path, old: str, new: str, said: str) -> None:
    assert old in PANEL
    file.write_text(CATALOGUE + PANEL.replace(old, new), "utf-8")
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(file)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[dimension.d]\nzh = "d"\nen = "d"\n', "dimension 'd' values, vocabulary, open: expected exactly one"),
        ('[dimension.d]\nzh = "d"\nen = "d"\nopen = true\nvocabulary = "point"\n', "dimension 'd' values, vocabulary"),
        ('[dimension.d]\nzh = "d"\nen = "d"\nvocabulary = "moon"\n', "dimension 'd' vocabulary = 'moon': expected"),
        (
            '[dimension.d]\nzh = "d"\nen = "d"\n'
            'values = [{code = "a", zh = "a", en = "a"}, {code = "a", zh = "b", en = "b"}]\n',
            "dimension 'd' values = 'a': stands 2 times",
        ),
        (
            '[dimension.d]\nzh = "d"\nen = "d"\nvalues = [{code = "a;b", zh = "a", en = "a"}]\n',
            "dimension 'd' values.0",
        ),
        (
            '[check.c]\nzh = "c"\nen = "c"\ntotal = "camera.all"\nparts = ["camera.online"]\n',
            "check 'c' total = 'camera.all': is not declared",
        ),
        ('[check.c]\nzh = "c"\nen = "c"\ntotal = "camera.total"\nparts = []\n', "check 'c' parts = []"),
        (
            '[check.c]\nzh = "c"\nen = "c"\ntotal = "measure:seen"\nparts = ["camera.online"]\n',
            "check 'c' total = 'measure:seen': is no count of the event feed",
        ),
        (
            '[check.c]\nzh = "c"\nen = "c"\ntotal = "measure:reported"\nparts = ["measure:closed"]\n',
            "check 'c' total = 'measure:reported': nothing but measures",
        ),
        ('[unit]\ndevice = "台"\n', "unit 'device' = '台': expected a table"),
        ("unit = 3\n", "unit = 3: expected tables such as [unit.name]"),
    ],
)
def test_other_entries_that_cannot_be_used_are_named(tmp_path: Path, text: str, said: str) -> None:
    base, file = tmp_path / "base.toml", tmp_path / "site.toml"
    base.write_text(CATALOGUE, "utf-8")
    file.write_text(text, "utf-8")
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(base, file)
    assert f"{file}: {said}" in str(caught.value)


def test_everything_that_is_wrong_is_said_at_once(file: Path) -> None:
    file.write_text(CATALOGUE + METRIC.replace("zh", "name").replace('"device"', "3"), "utf-8")
    with pytest.raises(CatalogueError, match=r"zh is missing.*unit = 3.*name is not known"):
        load_catalogue(file)


def test_a_key_twice_in_one_place_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(CATALOGUE, "utf-8")
    (tmp_path / "b.toml").write_text('[unit.device]\nzh = "台"\nen = "devices"\n', "utf-8")
    with pytest.raises(CatalogueError, match=r"b\.toml: unit 'device' stands in a\.toml too; expected it once"):
        load_catalogue(tmp_path)


def test_a_scene_has_room_for_so_many_panels(file: Path) -> None:
    file.write_text(CATALOGUE + "".join(PANEL.replace("cameras", f"p{n}") for n in range(SLOTS + 1)), "utf-8")
    with pytest.raises(CatalogueError, match=r"panel 'p9' scene = 'video': 10 panels; expected at most 9"):
        load_catalogue(file)


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"nowhere: is not there; expected a TOML file"):
        load_catalogue(tmp_path / "nowhere")
    bad = tmp_path / "bad.toml"
    bad.write_bytes(b"\xff\xfe")
    with pytest.raises(CatalogueError, match=r"bad\.toml is not UTF-8: byte 0xff at 0"):
        load_catalogue(bad)
    bad.write_text("[unit", "utf-8")
    with pytest.raises(CatalogueError, match=r"bad\.toml is not TOML"):
        load_catalogue(bad)


def test_the_shipped_catalogue_can_be_used() -> None:
    assert shipped().metrics
    assert load_catalogue(*metric_paths(None)).version == shipped().version


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def source(file: Path, clock: Clock) -> Iterator[MetricSource]:
    return MetricSource((file,), clock)


def edit(file: Path, text: str) -> None:
    """Write a file so that its time differs, as edits by hand do."""
    before = file.stat().st_mtime_ns
    file.write_text(text, "utf-8")
    os.utime(file, ns=(before + 10**9, before + 10**9))


def test_an_edit_is_followed_when_it_is_looked_for(file: Path, source: MetricSource, clock: Clock) -> None:
    edit(file, CATALOGUE + METRIC)
    assert "x.y" not in source.current.metrics, "not looked at again so soon"
    clock.now += LOOK
    assert "x.y" in source.current.metrics
    assert source.fault is None


def test_a_new_file_in_a_folder_is_followed(tmp_path: Path, clock: Clock) -> None:
    folder = tmp_path / "metrics"
    folder.mkdir()
    (folder / "a.toml").write_text(CATALOGUE, "utf-8")
    source = MetricSource((folder,), clock)
    (folder / "b.toml").write_text(METRIC, "utf-8")
    clock.now += LOOK
    assert "x.y" in source.current.metrics
    (folder / "b.toml").unlink()
    clock.now += LOOK
    assert "x.y" not in source.current.metrics


def test_a_broken_edit_keeps_the_last_good_one(
    file: Path, source: MetricSource, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    good = source.current
    edit(file, CATALOGUE + METRIC.replace("device", "meter"))
    clock.now += LOOK
    with caplog.at_level(logging.WARNING):
        assert source.current is good
        assert "unit = 'meter'" in str(source.fault)
        clock.now += 10 * SECOND
        assert source.current is good
    assert len(caplog.records) == 1, "told once, not at every look"
    edit(file, CATALOGUE + METRIC)
    clock.now += LOOK
    assert "x.y" in source.current.metrics
    assert source.fault is None


def test_a_file_that_vanishes_keeps_the_last_good_one(file: Path, source: MetricSource, clock: Clock) -> None:
    good = source.current
    file.unlink()
    clock.now += LOOK
    assert source.current is good
    assert "is not there" in str(source.fault)


def test_a_clock_that_goes_back_does_not_keep_it_from_looking(file: Path, source: MetricSource, clock: Clock) -> None:
    edit(file, CATALOGUE + METRIC)
    clock.now -= DAY
    assert "x.y" in source.current.metrics


def test_a_source_is_not_made_of_files_that_cannot_be_used(file: Path, clock: Clock) -> None:
    file.write_text(CATALOGUE + METRIC.replace("device", "meter"), "utf-8")
    with pytest.raises(CatalogueError):
        MetricSource((file,), clock)
