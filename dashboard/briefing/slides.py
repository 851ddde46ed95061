"""The briefing as slides that can be edited: native charts and tables, a slide a topic, definitions in the notes."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Emu, Inches, Pt

from dashboard.briefing.characters import FAMILY, printable
from dashboard.briefing.document import Chart, Document, Section, Table, cut, shown
from layouts.text import Text
from layouts.theme import Theme

WIDTH: Final = Inches(13.333)
HEIGHT: Final = Inches(7.5)
_LEFT: Final = Inches(0.6)
_FULL: Final = WIDTH - 2 * _LEFT
_TOP: Final = Inches(1.25)
_TITLE_ONLY: Final = 5
_ROW: Final = Inches(0.3)


def write_slides(path: Path, document: Document, pictures: Sequence[tuple[str, Path]] = ()) -> None:
    """Write the slides: cover, a slide for each topic (its further tables on slides of their own), then the pictures
    (title, PNG file). OSError where it cannot be written."""
    text = Text(document.language)
    show = Presentation()
    show.slide_width, show.slide_height = WIDTH, HEIGHT
    _name_fonts(show)
    show.core_properties.title, show.core_properties.author = printable(document.heading), "Gridscope"
    _cover(show, document)
    for section in document.sections:
        _topic(show, section, text)
    for title, picture in pictures:
        slide = _slide(show, title)
        room = HEIGHT - _TOP - Inches(0.3)
        slide.shapes.add_picture(str(picture), int((WIDTH - room * 16 / 9) / 2), _TOP, height=room)
    show.save(str(path))


def _cover(show: Any, document: Document) -> None:
    slide = _slide(show, document.heading, size=36, top=Inches(2.3))
    lines = (document.subtitle, *document.remarks)
    _box(slide, lines, (_LEFT, Inches(3.6), _FULL, Inches(1.8)), size=20)
    slide.notes_slide.notes_text_frame.text = printable("\n".join(f"{item}: {words}" for item, words in document.notes))


def _topic(show: Any, section: Section, text: Text) -> None:
    slide = _slide(show, section.title)
    said = Inches(min(2.0, 0.25 + 0.36 * len(section.sentences)))
    _box(slide, section.sentences, (_LEFT, _TOP, _FULL, said), size=15)
    top = _TOP + said + Inches(0.1)
    room = HEIGHT - top - Inches(0.35)
    first = section.tables[0] if section.tables else None
    if section.chart is not None:
        _chart(slide, section.chart, (_LEFT, top, _FULL if first is None else Inches(5.4), room))
    if first is not None:
        left = _LEFT if section.chart is None else Inches(6.2)
        _table(slide, first, (left, top, WIDTH - _LEFT - left, room), text)
    _note(slide, section)
    for table in section.tables[1:]:
        further = _slide(show, f"{section.title} \N{MIDDLE DOT} {table.title}")
        _table(further, table, (_LEFT, _TOP, _FULL, HEIGHT - _TOP - Inches(0.35)), text)
        _note(further, section)


def _slide(show: Any, title: str, *, size: int = 26, top: int = Inches(0.4)) -> Any:
    slide = show.slides.add_slide(show.slide_layouts[_TITLE_ONLY])
    place = slide.shapes.title
    place.left, place.top, place.width, place.height = _LEFT, top, _FULL, Inches(0.8)
    place.text_frame.text = printable(title)
    place.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = place.text_frame.paragraphs[0]
    paragraph.font.size, paragraph.font.bold = Pt(size), True
    paragraph.alignment = 1
    return slide


def _box(slide: Any, lines: Sequence[str], box: tuple[int, int, int, int], *, size: int) -> None:
    frame = slide.shapes.add_textbox(*map(Emu, box)).text_frame
    frame.word_wrap = True
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.text = printable(line)
        paragraph.font.size, paragraph.space_after = Pt(size), Pt(4)


def _chart(slide: Any, chart: Chart, box: tuple[int, int, int, int]) -> None:
    data = CategoryChartData(number_format="0.0%" if chart.share else "General")
    # Bars are drawn from below: turned round, the first stands on top.
    data.categories = [printable(name) for name in reversed(chart.categories)]
    for name, values in chart.series:
        data.add_series(printable(name), tuple(reversed(values)))
    drawn = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *map(Emu, box), data).chart
    drawn.has_title, drawn.has_legend = True, True
    drawn.chart_title.text_frame.text = printable(chart.title)
    drawn.chart_title.text_frame.paragraphs[0].font.size = Pt(13)
    drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    drawn.font.size = Pt(11)
    colours = Theme.named("brief")
    for series, token in zip(drawn.plots[0].series, _tokens(len(chart.series)), strict=True):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = RGBColor.from_string(colours[token].removeprefix("#"))
    drawn.plots[0].gap_width = 60


def _tokens(count: int) -> Sequence[str]:
    """The colours of the series: what is compared with is pale, this week is strong."""
    return ("d-ghost", "q5")[2 - count :]


def _table(slide: Any, table: Table, box: tuple[int, int, int, int], text: Text) -> None:
    rows, left_out = cut(table.rows)
    left, top, wide, room = box
    if not rows:
        _box(slide, (f"{table.title}: {text('briefing.no_rows')}",), (left, top, wide, _ROW), size=13)
        return
    high = min(room, (len(rows) + 1) * _ROW)
    drawn = slide.shapes.add_table(len(rows) + 1, len(table.columns), *map(Emu, (left, top, wide, int(high)))).table
    # A name needs the room of two figures.
    unit = wide / (len(table.columns) + 1)
    for place in range(len(table.columns)):
        drawn.columns[place].width = Emu(int(unit * (2 if place == 0 else 1)))
    size = 12 if len(table.columns) <= 6 else 9.5
    for place, title in enumerate(table.columns):
        _fill(drawn.cell(0, place), title, size, bold=True)
    for number, cells in enumerate(rows, start=1):
        for place, cell in enumerate(cells):
            _fill(drawn.cell(number, place), shown(text, cell), size, right=cell.form != "text")
    if left_out:
        _box(slide, (text("briefing.more", count=left_out),), (left, top + int(high), wide, _ROW), size=11)


def _fill(cell: Any, words: str, size: float, *, bold: bool = False, right: bool = False) -> None:
    cell.text = printable(words)
    cell.margin_top = cell.margin_bottom = Inches(0.02)
    cell.margin_left = cell.margin_right = Inches(0.06)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.font.size, paragraph.font.bold = Pt(size), bold
    if right:
        paragraph.alignment = 3


def _note(slide: Any, section: Section) -> None:
    slide.notes_slide.notes_text_frame.text = printable("\n".join(section.definitions))


def _name_fonts(show: Any) -> None:
    """Name the family of Chinese in the theme, which everything else takes its fonts from."""
    master = show.slide_masters[0].part
    part = master.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = part.blob.decode("utf-8")
    theme = re.sub(r'<a:ea typeface="[^"]*"/>', f'<a:ea typeface="{FAMILY}"/>', theme)
    theme = re.sub(r'(<a:font script="Hans" typeface=")[^"]*"', rf'\g<1>{FAMILY}"', theme)
    part._blob = theme.encode("utf-8")
