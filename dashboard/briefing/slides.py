"""The briefing as slides that can be edited: native charts and tables, a slide a topic, definitions in the notes."""

import re
from collections.abc import Sequence
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import Any, Final

from pptx import Presentation
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from dashboard.briefing.characters import FAMILY, printable
from dashboard.briefing.document import Document, Section, Table
from dashboard.briefing.slide_parts import colour, draw_chart, draw_table, height_of
from layouts.names import width
from layouts.text import Text

WIDTH: Final = Inches(13.333)
HEIGHT: Final = Inches(7.5)
_LEFT: Final = Inches(0.6)
_FULL: Final = WIDTH - 2 * _LEFT
_TOP: Final = Inches(1.25)
_FOOT: Final = HEIGHT - Inches(0.45)
_TITLE_ONLY: Final = 5
_CHART: Final = Inches(5.2)
_GAP: Final = Inches(0.3)
_NARROW: Final = 7
"""Columns of a table that has room beside a chart; a wider one stands below it, or on a slide of its own."""


def slides(document: Document, pictures: Sequence[tuple[str, Path]] = ()) -> bytes:
    """The slides as a file: cover, what is said, a slide for each topic (its further tables on slides of their own),
    then the pictures (title, PNG file)."""
    text = Text(document.language)
    show = Presentation()
    show.slide_width, show.slide_height = WIDTH, HEIGHT
    _name_fonts(show)
    show.core_properties.title, show.core_properties.author = printable(document.heading), "Gridscope"
    _cover(show, document)
    _summary(show, document, text)
    for section in document.sections:
        _topic(show, section, text)
    for title, picture in pictures:
        slide = _slide(show, title)
        room = _FOOT - _TOP
        slide.shapes.add_picture(str(picture), int((WIDTH - room * 16 / 9) / 2), _TOP, height=room)
    _foot(show, document)
    written = BytesIO()
    show.save(written)
    return written.getvalue()


def _cover(show: Any, document: Document) -> None:
    slide = _slide(show, document.heading, size=38, top=Inches(2.2))
    _box(slide, (document.subtitle, *document.remarks), (_LEFT, Inches(3.4), _FULL, Inches(2.0)), size=20)
    slide.notes_slide.notes_text_frame.text = printable("\n".join(document.lines()))


def _summary(show: Any, document: Document, text: Text) -> None:
    slide = _slide(show, text("briefing.topic.summary"))
    lines = [line for title, sentences in document.chapters() for line in (title, *sentences)]
    heads = {title for title, _ in document.chapters()}
    size = next((one for one in (18, 16, 14, 12) if _lines(lines, one) * one * 1.5 / 72 < 5.4), 11)
    _box(slide, lines, (_LEFT, _TOP, _FULL, _FOOT - _TOP), size=size, bold=heads)


def _topic(show: Any, section: Section, text: Text) -> None:
    slide = _slide(show, section.title)
    said = section.sentences or tuple(filter(None, (section.nothing,)))
    high = Inches(0.1 + 0.31 * _lines(said, 15))
    if said:
        _box(slide, said, (_LEFT, _TOP, _FULL, high), size=15)
    top = _TOP + high + Inches(0.1)
    room = _FOOT - top
    tables = [table for table in section.tables if table.rows]
    first = tables[0] if tables else None
    beside = first is not None and len(first.columns) <= _NARROW
    if section.chart is not None:
        draw_chart(slide, section.chart, (_LEFT, top, _CHART if beside else _FULL, room))
    if section.chart is None:
        tables = _stack(slide, tables, int(top), text)
    elif first is not None and beside:
        left = _LEFT + _CHART + _GAP
        draw_table(slide, first, (left, top, WIDTH - _LEFT - left, room), text)
        tables = tables[1:]
    _note(slide, section)
    while tables:
        further = _slide(show, f"{section.title} \N{MIDDLE DOT} {tables[0].title}")
        tables = _stack(further, tables, int(_TOP), text)
        _note(further, section)


def _stack(slide: Any, tables: Sequence[Table], top: int, text: Text) -> list[Table]:
    """Draw tables below one another as long as there is room; those that are left."""
    for place, table in enumerate(tables):
        high = height_of(table)
        if place and top + high + _GAP > _FOOT:
            return list(tables[place:])
        if place:
            _box(slide, (table.title,), (_LEFT, top, _FULL, _GAP), size=15, bold={table.title})
            top += Inches(0.4)
        draw_table(slide, table, (_LEFT, top, _FULL, _FOOT - top), text)
        top += high + _GAP
    return []


def _slide(show: Any, title: str, *, size: int = 26, top: int = Inches(0.35)) -> Any:
    slide = show.slides.add_slide(show.slide_layouts[_TITLE_ONLY])
    place = slide.shapes.title
    place.left, place.top, place.width, place.height = _LEFT, top, _FULL, Inches(0.75)
    place.text_frame.text = printable(title)
    place.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    place.text_frame.margin_left = 0
    paragraph = place.text_frame.paragraphs[0]
    paragraph.font.size, paragraph.font.bold = Pt(size), True
    paragraph.alignment = PP_ALIGN.LEFT
    below = top + Inches(0.8)
    rule = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, _LEFT, below, _LEFT + _FULL, below)
    rule.line.color.rgb, rule.line.width = colour("rule"), Pt(1)
    # The theme's style of connectors throws a shadow.
    rule._element.remove(rule._element.find(qn("p:style")))
    return slide


def _box(
    slide: Any, lines: Sequence[str], box: tuple[int, int, int, int], *, size: float, bold: set[str] | None = None
) -> None:
    frame = slide.shapes.add_textbox(*map(Emu, box)).text_frame
    frame.word_wrap, frame.margin_left = True, 0
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.text = printable(line)
        paragraph.font.size, paragraph.space_after = Pt(size), Pt(4)
        paragraph.font.bold = line in (bold or ())


def _lines(lines: Sequence[str], size: float) -> int:
    """How many lines some texts take across a slide."""
    room = _FULL / Pt(size)
    return sum(ceil(width(line) / room) for line in lines)


def _foot(show: Any, document: Document) -> None:
    """On every slide but the cover: whose and which briefing it is, and its number."""
    words = f"{document.heading} \N{MIDDLE DOT} {document.subtitle}"
    for number, slide in enumerate(show.slides, start=1):
        if number > 1:
            _box(slide, (words,), (_LEFT, _FOOT + Inches(0.05), _FULL, Inches(0.3)), size=10)
            _box(slide, (str(number),), (WIDTH - _LEFT - Inches(0.6), _FOOT + Inches(0.05), 600_000, 280_000), size=10)
            for shape in list(slide.shapes)[-2:]:
                shape.text_frame.paragraphs[0].font.color.rgb = colour("t3")
            slide.shapes[-1].text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT


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
