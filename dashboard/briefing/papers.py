"""The briefing's text as a document for word processors (DOCX): sentences, tables, definitions."""

from pathlib import Path
from typing import Any, Final

from docx import Document as open_document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from dashboard.briefing.characters import FAMILY, printable
from dashboard.briefing.document import Document, Table, cut, shown
from layouts.text import Text

STYLES: Final = ("Normal", "Title", "Heading 1", "Heading 2")


def write_paper(path: Path, document: Document) -> None:
    """Write the document. OSError where it cannot be written."""
    text = Text(document.language)
    paper = open_document()
    _set_up(paper)
    paper.core_properties.title, paper.core_properties.author = printable(document.heading), "Gridscope"
    paper.add_heading(printable(document.heading), 0)
    for line in (document.subtitle, *document.remarks):
        paper.add_paragraph(printable(line))
    for section in document.sections:
        paper.add_heading(printable(section.title), 1)
        for sentence in section.sentences:
            paper.add_paragraph(printable(sentence))
        for table in section.tables:
            _table(paper, table, text)
    paper.add_heading(printable(text("briefing.topic.notes")), 1)
    for item, content in document.notes:
        paragraph = paper.add_paragraph()
        paragraph.add_run(printable(f"{item}: ")).bold = True
        paragraph.add_run(printable(content))
    for definition in dict.fromkeys(one for section in document.sections for one in section.definitions):
        paper.add_paragraph(printable(definition))
    paper.save(str(path))


def _set_up(paper: Any) -> None:
    """A4, and the family of Chinese for every style, which Word asks for apart from the Latin one."""
    page = paper.sections[0]
    page.page_width, page.page_height = Cm(21.0), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.2)
    page.top_margin = page.bottom_margin = Cm(2.2)
    for name in STYLES:
        style = paper.styles[name]
        style.font.name = FAMILY
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), FAMILY)
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    paper.styles["Normal"].font.size = Pt(10.5)


def _table(paper: Any, table: Table, text: Text) -> None:
    rows, left_out = cut(table.rows)
    paper.add_heading(printable(table.title), 2)
    if not rows:
        paper.add_paragraph(text("briefing.no_rows"))
        return
    drawn = paper.add_table(rows=1 + len(rows), cols=len(table.columns), style="Light Grid Accent 1")
    for place, title in enumerate(table.columns):
        _fill(drawn.cell(0, place), title, right=False)
    # Asking a table for its cells one by one takes the square of their number.
    for line, cells in zip(list(drawn.rows)[1:], rows, strict=True):
        for box, cell in zip(line.cells, cells, strict=True):
            _fill(box, shown(text, cell), right=cell.form != "text")
    if left_out:
        paper.add_paragraph(text("briefing.more", count=left_out))


def _fill(cell: Any, words: str, *, right: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.add_run(printable(words)).font.size = Pt(8.5)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
