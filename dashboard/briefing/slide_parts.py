"""What stands on a slide: a native chart, and a native table in the light theme's lines."""

from collections.abc import Sequence
from typing import Any, Final

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Inches, Pt

from dashboard.briefing.characters import printable
from dashboard.briefing.document import TABLE_ROWS, Chart, Table, cut, shown
from layouts.names import width
from layouts.text import Text
from layouts.theme import Theme

Box = tuple[int, int, int, int]
"""Left, top, width, height."""

ROW: Final = Inches(0.32)
HEAD: Final = Inches(0.5)
_MORE: Final = Inches(0.3)
_PLAIN: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""The table style without fills and lines."""
_LEAST: Final = 3.0
_MOST: Final = 26.0
"""How wide a column may wish to be, in em."""
_WIDE: Final = 8
"""Columns of a table from which its type is smaller."""


def colour(token: str) -> RGBColor:
    """A colour of the light theme."""
    found: RGBColor = RGBColor.from_string(Theme.named("brief")[token].removeprefix("#"))
    return found


def draw_chart(slide: Any, chart: Chart, box: Box) -> None:
    """Draw bars, the first category on top, this week's with their values."""
    form = "0.0%" if chart.form == "share" else "0.0" if chart.form == "score" else "#,##0"
    data = CategoryChartData(number_format=form)
    # Bars are drawn from below: turned round, the first stands on top.
    data.categories = [printable(name) for name in reversed(chart.categories)]
    for name, values in chart.series:
        data.add_series(printable(name), tuple(reversed(values)))
    drawn = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *map(Emu, box), data).chart
    drawn.font.size = Pt(10)
    drawn.has_title, drawn.has_legend = True, True
    drawn.chart_title.text_frame.text = printable(chart.title)
    drawn.chart_title.text_frame.paragraphs[0].font.size = Pt(13)
    drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    plot, axis = drawn.plots[0], drawn.value_axis
    for series, token in zip(plot.series, _tokens(len(chart.series)), strict=True):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = colour(token)
    # Bars begin at nothing, or their lengths say what is not so.
    axis.minimum_scale = 0
    if chart.form != "count":
        axis.maximum_scale = 1 if chart.form == "share" else 100
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = form.replace("0.0", "0"), False
    axis.major_gridlines.format.line.color.rgb = colour("hair")
    axis.format.line.fill.background()
    drawn.category_axis.format.line.color.rgb = colour("rule")
    drawn.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    labels = plot.series[-1].data_labels
    labels.show_value, labels.position = True, XL_LABEL_POSITION.OUTSIDE_END
    labels.number_format, labels.number_format_is_linked = form, False
    labels.font.size = Pt(9)
    plot.gap_width, plot.overlap = 50, 0


def draw_table(slide: Any, table: Table, box: Box, text: Text) -> None:
    """Draw as many rows as a page has room for, and how many are left out."""
    rows, left_out = cut(table.rows)
    left, top, wide, room = box
    count = len(table.columns)
    high = min(room - (_MORE if left_out else 0), HEAD + len(rows) * ROW)
    frame = slide.shapes.add_table(len(rows) + 1, count, *map(Emu, (left, top, wide, int(high))))
    drawn = frame.table
    frame._element.graphic.graphicData.tbl.tblPr.find(qn("a:tableStyleId")).text = _PLAIN
    words = [[shown(text, cell) for cell in cells] for cells in rows]
    wishes = [_wish(table.columns[place], [line[place] for line in words]) for place in range(count)]
    for place, wish in enumerate(wishes):
        drawn.columns[place].width = Emu(int(wide * wish / sum(wishes)))
    drawn.rows[0].height = HEAD
    for row in list(drawn.rows)[1:]:
        row.height = Emu(int((high - HEAD) / max(len(rows), 1)))
    size = 12 if count < _WIDE else 10.5
    for place, title in enumerate(table.columns):
        right = bool(rows) and rows[0][place].form != "text"
        _fill(drawn.cell(0, place), title, size, bold=True, right=right)
    for number, cells in enumerate(rows, start=1):
        for place, cell in enumerate(cells):
            _fill(drawn.cell(number, place), words[number - 1][place], size, right=cell.form != "text")
    if left_out:
        said = slide.shapes.add_textbox(*map(Emu, (left, top + int(high), wide, _MORE))).text_frame
        said.text = text("briefing.more", count=left_out)
        said.paragraphs[0].font.size = Pt(11)


def height_of(table: Table) -> int:
    """How high a table is drawn where there is room for it."""
    return int(HEAD + min(len(table.rows), TABLE_ROWS) * ROW + (_MORE if len(table.rows) > TABLE_ROWS else 0))


def _tokens(count: int) -> Sequence[str]:
    """The colours of the series: what is compared with is pale, this week is strong."""
    return ("d-ghost", "q5")[2 - count :]


def _wish(title: str, words: Sequence[str]) -> float:
    """How wide a column would like to be, in em: its longest word on one line, its title on two."""
    return min(_MOST, max(_LEAST, width(title) / 2 + 1, *(width(word) + 1 for word in words)))


def _fill(cell: Any, words: str, size: float, *, bold: bool = False, right: bool = False) -> None:
    cell.text = printable(words)
    cell.margin_top = cell.margin_bottom = Inches(0.02)
    cell.margin_left = cell.margin_right = Inches(0.06)
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if bold else MSO_ANCHOR.MIDDLE
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.font.size, paragraph.font.bold = Pt(size), bold
    paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
    line = "rule" if bold else "hair"
    fill = f'<a:solidFill><a:srgbClr val="{colour(line)}"/></a:solidFill>'
    border = parse_xml(f'<a:lnB {nsdecls("a")} w="{9525 if bold else 6350}">{fill}</a:lnB>')
    cell._tc.get_or_add_tcPr().append(border)
    if bold:
        cell.fill.solid()
        cell.fill.fore_color.rgb = colour("s2")
