"""The briefing's text as a document for word processors (DOCX): set like an official letter, tables on wide pages after
it."""

from io import BytesIO
from typing import Any, Final

from docx import Document as open_document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from dashboard.briefing.characters import BODY, HEADS, LATIN, printable
from dashboard.briefing.document import Document, Table, cut, shown
from layouts.text import Text

LONG: Final = Mm(297)
SHORT: Final = Mm(210)
MARGINS: Final = {"top": Mm(37), "bottom": Mm(35), "left": Mm(28), "right": Mm(26)}
"""Those of official letters (GB/T 9704)."""
NARROW: Final = Mm(18)

_BODY: Final = Pt(16)
_LINE: Final = Pt(28)
_INDENT: Final = Pt(32)
_SMALL: Final = Pt(9)
_HEAD: Final = "E4EBF1"
_RULE: Final = "8A97A3"
_HAIR: Final = "D3DAE0"


def paper_of(document: Document) -> bytes:
    """The document as a file."""
    text = Text(document.language)
    paper = open_document()
    _set_up(paper, document.language)
    paper.core_properties.title, paper.core_properties.author = printable(document.heading), "Gridscope"
    _centred(paper.add_heading(printable(document.heading), 0))
    for line in (document.subtitle, *document.remarks):
        _centred(paper.add_paragraph(printable(line)))
    for title, sentences in document.chapters():
        _body(paper.add_heading(printable(title), 1))
        for sentence in sentences:
            _body(paper.add_paragraph(printable(sentence)))
    page = paper.add_section(WD_SECTION.NEW_PAGE)
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, LONG, SHORT
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = NARROW
    paper.add_heading(printable(text("briefing.topic.annex")), 1)
    for table in document.annex():
        _table(paper, table, text)
    paper.add_heading(printable(text("briefing.topic.notes")), 1)
    for line in document.lines():
        _small(paper.add_paragraph().add_run(printable(line)))
    written = BytesIO()
    paper.save(written)
    return written.getvalue()


def _set_up(paper: Any, language: str) -> None:
    """A4, page numbers, and a family for every style: that of Chinese is asked for apart from the Latin one."""
    page = paper.sections[0]
    page.page_width, page.page_height = SHORT, LONG
    for side, wide in MARGINS.items():
        setattr(page, f"{side}_margin", wide)
    for name, family in {"Normal": BODY, "Title": HEADS, "Heading 1": HEADS, "Heading 2": HEADS}.items():
        style = paper.styles[name]
        style.font.name = LATIN[language]
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), family)
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        style.font.color.rgb, style.font.size, style.font.bold = RGBColor(0, 0, 0), _BODY, False
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        style.paragraph_format.line_spacing = _LINE
    title, second = paper.styles["Title"], paper.styles["Heading 2"]
    title.font.size, title.font.bold = Pt(22), True
    title.paragraph_format.line_spacing, title.paragraph_format.space_after = Pt(36), Pt(8)
    for border in title.element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)
    second.font.size, second.paragraph_format.space_before = Pt(12), Pt(6)
    _number(page.footer.paragraphs[0])


def _number(paragraph: Any) -> None:
    """The number of the page, between dashes."""
    _centred(paragraph)
    for kind, words in (("", "— "), ("begin", ""), ("instr", "PAGE"), ("end", ""), ("", " —")):
        run = paragraph.add_run(words if not kind else "")
        run.font.size = Pt(10.5)
        if kind == "instr":
            code = OxmlElement("w:instrText")
            code.text = words
            run._r.append(code)
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def _centred(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _body(paragraph: Any) -> None:
    paragraph.paragraph_format.first_line_indent = _INDENT


def _small(run: Any) -> None:
    run.font.size = _SMALL
    run._parent.paragraph_format.line_spacing = Pt(14)


def _table(paper: Any, table: Table, text: Text) -> None:
    rows, left_out = cut(table.rows)
    paper.add_heading(printable(table.title), 2)
    drawn = paper.add_table(rows=1 + len(rows), cols=len(table.columns))
    _rule(drawn)
    lines = list(drawn.rows)
    for box, title, cell in zip(lines[0].cells, table.columns, rows[0], strict=True):
        _fill(box, title, right=cell.form != "text", bold=True)
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), _HEAD)
        box._tc.get_or_add_tcPr().append(shade)
    lines[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    # Asking a table for its cells one by one takes the square of their number.
    for line, cells in zip(lines[1:], rows, strict=True):
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for box, cell in zip(line.cells, cells, strict=True):
            _fill(box, shown(text, cell), right=cell.form != "text")
    # On one page with its title.
    for line in lines[:-1]:
        for box in line.cells:
            box.paragraphs[0].paragraph_format.keep_with_next = True
    if left_out:
        _small(paper.add_paragraph().add_run(text("briefing.more", count=left_out)))


def _rule(drawn: Any) -> None:
    """Lines above, below and between the rows, none between columns."""
    borders = OxmlElement("w:tblBorders")
    for side, size, colour in (("top", 8, _RULE), ("bottom", 8, _RULE), ("insideH", 4, _HAIR)):
        border = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", str(size)), ("color", colour)):
            border.set(qn(f"w:{name}"), value)
        borders.append(border)
    drawn._tbl.tblPr.append(borders)


def _fill(cell: Any, words: str, *, right: bool, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(printable(words))
    run.bold = bold
    _small(run)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
