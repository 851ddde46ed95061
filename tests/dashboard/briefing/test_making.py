import hashlib
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from docx import Document as open_document
from openpyxl import load_workbook
from PIL import Image
from pptx import Presentation

from dashboard.briefing.making import Made, make
from dashboard.briefing.order import Order, OrderError, forms_of
from dashboard.briefing.pictures import SCENES
from dashboard.briefing.places import BriefingBusyError, kept
from data_access.briefing.weeks import Week
from data_access.clock import DAY
from data_access.reader import OutsideScope
from data_access.store.store import Store
from data_access.view import ViewError
from tests.dashboard.briefing.cameras import Camera
from tests.dashboard.briefing.conftest import NAUGHTY, TEXTS, WEEK
from tests.dashboard.export.disks import small_disk


def _manifest(made: Made) -> dict[str, Any]:
    return dict(json.loads((made.folder / "manifest.json").read_text()))


def _left(out: Path) -> list[str]:
    """What stands under OUT but for locks."""
    return sorted(str(one.relative_to(out)) for one in out.rglob("*") if one.is_file() and one.suffix != ".lock")


def test_everything_that_was_ordered_is_there_and_listed(store: Store, tmp_path: Path) -> None:
    camera = Camera()
    made = make(store, Order(WEEK), tmp_path, camera)
    manifest = _manifest(made)
    names = {one["name"] for one in manifest["files"]}
    pictures = {f"{scene}-{size}.png" for scene in SCENES for size in ("a4", "3840x2160")}
    assert names == pictures | {f"briefing.{form}" for form in ("pdf", "pptx", "docx", "md", "xlsx")} | {"figures.json"}
    assert {one.name for one in made.folder.iterdir()} == names | {"manifest.json"}
    for one in manifest["files"]:
        content = (made.folder / one["name"]).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (one["size"], one["sha256"])
    assert made.complete
    assert (manifest["week"], manifest["area"], manifest["complete"], manifest["whole_week"]) == (
        "2026-W46",
        "d",
        True,
        True,
    )
    assert set(manifest["rules"]) == {"derivation", "warnings", "scores", "risk", "metrics"}
    figures = (made.folder / "figures.json").read_text().strip()
    assert hashlib.sha256(figures.encode()).hexdigest() == manifest["figures_sha256"]


def test_pictures_show_the_week_frozen_at_its_end(store: Store, tmp_path: Path) -> None:
    camera = Camera()
    make(store, Order(WEEK, "s1", "en"), tmp_path, camera)
    for view, _ in camera.asked:
        assert (view.area, view.language) == ("s1", "en")
        assert view.window == "2026-11-08T16:00:00Z/2026-11-15T16:00:00Z"
        assert view.as_of is not None
    forms = [form for _, form in camera.asked]
    assert (forms.count("pdf"), forms.count("png")) == (len(SCENES), len(SCENES)), "a page and its picture are one"


def test_two_runs_write_the_same_bytes_whatever_the_clock_shows(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = make(store, Order(WEEK), tmp_path / "a", Camera())
    later = store.clock() + DAY
    monkeypatch.setattr(store, "clock", lambda: later)
    second = make(store, Order(WEEK), tmp_path / "b", Camera())
    names = {one.name for one in first.folder.iterdir()}
    assert {"briefing.pptx", "briefing.docx", "briefing.xlsx", "briefing.md", "figures.json"} < names
    for name in names - {"briefing.pdf", "manifest.json"}:
        assert (first.folder / name).read_bytes() == (second.folder / name).read_bytes(), name
    own, other = _manifest(first), _manifest(second)
    # The browser and whoever puts pages together date them: of the PDF the pages are the same, not the bytes.
    mine, theirs = ({one["name"]: one for one in told.pop("files")} for told in (own, other))
    assert own == other
    assert {name: one for name, one in mine.items() if name != "briefing.pdf"} == {
        name: one for name, one in theirs.items() if name != "briefing.pdf"
    }


def test_a_panel_that_fails_is_stamped_and_told_of(store: Store, tmp_path: Path) -> None:
    camera = Camera({"flow": [("sankey", "the database did not answer")]})
    made = make(store, Order(WEEK), tmp_path, camera)
    assert not made.complete
    wrong = {one.file for one in made.incomplete}
    assert wrong == {"flow-a4.png", "flow-3840x2160.png", "briefing.pdf#flow"}
    assert _manifest(made)["incomplete"][0]["missing"] == [["sankey", "the database did not answer"]]
    with (
        Image.open(made.folder / "flow-3840x2160.png") as stamped,
        Image.open(made.folder / "risk-3840x2160.png") as whole,
    ):
        assert stamped.getpixel((2, 2)) != whole.getpixel((2, 2)) == (255, 255, 255)
    assert "不完整" in camera.html[0]


def test_a_glyph_that_no_font_has_stamps_every_page(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.briefing.making.missing_glyphs", lambda words: "\U0002f800")
    made = make(store, Order(WEEK), tmp_path, Camera())
    assert not made.complete
    assert _manifest(made)["missing_glyphs"] == "\U0002f800"
    with Image.open(made.folder / "risk-3840x2160.png") as stamped:
        assert stamped.getpixel((2, 2)) != (255, 255, 255)


def test_nothing_named_becomes_a_formula(store: Store, tmp_path: Path) -> None:
    made = make(store, Order(WEEK, forms=TEXTS), tmp_path)
    book = load_workbook(made.folder / "briefing.xlsx")
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == NAUGHTY]
    assert found
    assert {cell.data_type for cell in found} == {"s"}
    assert [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []


def test_the_workbook_holds_typed_figures(store: Store, tmp_path: Path) -> None:
    made = make(store, Order(WEEK, forms=frozenset({"xlsx"})), tmp_path)
    book = load_workbook(made.folder / "briefing.xlsx")
    assert book.sheetnames[0] == "总体情况"
    assert book.sheetnames[-2:] == ["全部指标", "说明"]
    sheet = book["总体情况"]
    rows = {row[0].value: row for row in sheet.iter_rows()}
    assert (rows["上报"][1].value, rows["上报"][2].value) == (200, 100)
    assert rows["按期办结率"][1].number_format == "0.0%"
    figures = json.loads((made.folder / "figures.json").read_text())
    share = figures["total"]["now"]["on_time"]
    assert rows["按期办结率"][1].value == pytest.approx(share["numerator"] / share["denominator"])
    notes = {row[0].value: row[1].value for row in book["说明"].iter_rows()}
    assert notes["数据摘要（SHA-256）"] == _manifest(made)["figures_sha256"]
    assert {row[4].value for row in book["全部指标"].iter_rows(min_row=2)} >= {200, 0}


def test_slides_can_be_edited(store: Store, tmp_path: Path) -> None:
    made = make(store, Order(WEEK, forms=frozenset({"pptx"})), tmp_path)
    show = Presentation(str(made.folder / "briefing.pptx"))
    titles = [slide.shapes.title.text_frame.text for slide in show.slides]
    assert titles[0].startswith("社会治理态势简报")
    assert "总体情况" in titles
    assert any(shape.has_chart for slide in show.slides for shape in slide.shapes)
    (chart, *_) = [shape.chart for slide in show.slides for shape in slide.shapes if shape.has_chart]
    assert {series.name for series in chart.plots[0].series} == {"上周", "本周"}
    tables = [shape.table for slide in show.slides for shape in slide.shapes if shape.has_table]
    assert "200" in {cell.text for table in tables for row in table.rows for cell in row.cells}
    (told,) = [slide for slide in show.slides if slide.shapes.title.text_frame.text == "总体情况"]
    assert "上报：本周内采集的事件" in told.notes_slide.notes_text_frame.text


def test_the_text_says_what_changed_in_both_papers(store: Store, tmp_path: Path) -> None:
    made = make(store, Order(WEEK, forms=TEXTS), tmp_path)
    told = "本周名d上报事件 200 件，较上周增加 100 件，上升 100.0%，其中名s1增加最多，由 0 件增至 200 件。"
    assert told in (made.folder / "briefing.md").read_text()
    paper = open_document(str(made.folder / "briefing.docx"))
    assert told in [one.text for one in paper.paragraphs]
    english = make(store, Order(WEEK, language="en", forms=TEXTS), tmp_path)
    assert "Name d: 200 cases reported this week; up 100 on last week" in (english.folder / "briefing.md").read_text()
    assert english.folder != made.folder


def test_two_at_once_are_told_so(store: Store, tmp_path: Path) -> None:
    camera, done = Camera(), []
    camera.gate.clear()
    first = threading.Thread(target=lambda: done.append(make(store, Order(WEEK), tmp_path, camera)))
    first.start()
    try:
        assert camera.begun.wait(30)
        with pytest.raises(BriefingBusyError, match="2026-W46 of d is being written"):
            make(store, Order(WEEK, forms=TEXTS), tmp_path)
        # Another week or language is another matter.
        make(store, Order(WEEK, language="en", forms=TEXTS), tmp_path)
    finally:
        camera.gate.set()
        first.join()
    assert done[0].complete


def test_what_fails_in_the_middle_leaves_what_was_there(store: Store, tmp_path: Path) -> None:
    made = make(store, Order(WEEK, forms=TEXTS), tmp_path)
    before = {one.name: one.read_bytes() for one in made.folder.iterdir()}

    class Broken(Camera):
        def html_pdf(self, html: str) -> bytes:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="briefing 2026-W46 of d was not made: No space left"):
        make(store, Order(WEEK), tmp_path, Broken())
    assert {one.name: one.read_bytes() for one in made.folder.iterdir()} == before
    assert [one for one in _left(tmp_path) if not one.startswith("d/2026-W46/")] == []


@pytest.mark.parametrize("form", ["md", "docx", "pptx"])
def test_a_disk_that_is_full_half_way_leaves_what_was_there(store: Store, tmp_path: Path, form: str) -> None:
    order = Order(WEEK, forms=frozenset({form}))
    made = make(store, order, tmp_path)
    before = {one.name: one.read_bytes() for one in made.folder.iterdir()}
    half = len(before[f"briefing.{form}"]) // 2
    size = half if half > len(before["figures.json"]) else len(before["figures.json"]) // 2
    with small_disk(size), pytest.raises(OSError, match="briefing 2026-W46 of d was not made: "):
        make(store, order, tmp_path)
    assert {one.name: one.read_bytes() for one in made.folder.iterdir()} == before
    assert [one for one in _left(tmp_path) if not one.startswith("d/2026-W46/")] == []


def test_the_lock_of_a_process_that_died_holds_up_nobody(store: Store, tmp_path: Path) -> None:
    place = tmp_path / "d"
    place.mkdir()
    holding = "import fcntl, os, sys; fcntl.flock(open(sys.argv[1], 'w'), fcntl.LOCK_EX); os.kill(os.getpid(), 9)"
    ended = subprocess.run([sys.executable, "-c", holding, str(place / ".2026-W46.lock")], check=False)
    assert ended.returncode == -9
    assert make(store, Order(WEEK, forms=TEXTS), tmp_path).complete


def test_what_a_writer_that_died_left_is_cleared_away(store: Store, tmp_path: Path) -> None:
    (tmp_path / "d" / ".2026-W46.new-dead").mkdir(parents=True)
    (tmp_path / "d" / ".2026-W46.new-dead" / "half.png").write_bytes(b"half")
    make(store, Order(WEEK, forms=TEXTS), tmp_path)
    assert not (tmp_path / "d" / ".2026-W46.new-dead").exists()


def test_a_folder_that_cannot_be_written(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        make(store, Order(WEEK, forms=TEXTS), tmp_path / "file")


@pytest.mark.parametrize(
    ("order", "scope", "error"),
    [
        (Order(WEEK, "nowhere", forms=TEXTS), "", ViewError),
        (Order(WEEK, "s1", forms=TEXTS), "s2", OutsideScope),
        (Order(Week(2026, 48), forms=TEXTS), "", ValueError),
        (Order(Week(2020, 1), forms=TEXTS), "", ValueError),
        (Order(WEEK), "", OrderError),
    ],
)
def test_what_cannot_be_made_leaves_nothing(
    store: Store, tmp_path: Path, order: Order, scope: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        make(store, order, tmp_path, scope=scope)
    assert os.listdir(tmp_path) == []


def test_forms() -> None:
    assert forms_of("png, xlsx") == {"png", "xlsx"}
    for words, reason in (("exe", "'exe' is not known"), (" ,", "names nothing")):
        with pytest.raises(OrderError, match=reason):
            forms_of(words)


def test_what_is_made_is_kept(store: Store, tmp_path: Path) -> None:
    made = make(store, Order(WEEK, "s1", forms=TEXTS), tmp_path)
    assert kept(tmp_path) == [made.place]
