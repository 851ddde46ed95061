"""The briefing's text as Markdown, and as a page of HTML from which the PDF's first pages are printed."""

import html
import re
from collections.abc import Iterable
from typing import Final

from dashboard.briefing.characters import printable
from dashboard.briefing.document import Document, Table, cut, shown
from layouts.text import Text
from layouts.theme import Theme

_MARKS: Final = re.compile(r"([\\`*_\[\]<>#|~])")

_STYLE: Final = """
@page { size: A4; margin: 25mm 22mm 22mm; @bottom-center { content: '— ' counter(page) ' —'; font-size: 9pt; } }
@page annex { margin: 16mm 14mm 18mm; }
* { box-sizing: border-box; }
body { font: 12.5pt/1.75 'FangSong', 'Noto Serif CJK SC', serif; color: %(t1)s; margin: 0; }
:lang(en) body { font-family: 'Noto Sans CJK SC', sans-serif; font-size: 11pt; }
h1, h2, h3, .annex { font-family: 'SimHei', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif; }
h1 { font-size: 21pt; line-height: 1.4; margin: 0 0 3mm; text-align: center; }
.sub { text-align: center; margin: 0; line-height: 1.6; color: %(t2)s; } .sub:last-of-type { margin-bottom: 4mm; }
header { border-bottom: 1.5pt solid %(t1)s; margin-bottom: 5mm; padding-bottom: 4mm; }
h2 { font-size: 13pt; margin: 3mm 0 1mm; } h3 { font-size: 10.5pt; margin: 5mm 0 1mm; }
main p { margin: 0 0 1mm; text-align: justify; } :lang(zh) main :is(p, h2) { text-indent: 2em; }
.stamp { color: %(crit-text)s; border: 1.5pt solid; padding: 1mm 3mm; font-weight: 700; }
.annex { page: annex; font-size: 9pt; line-height: 1.5; } .annex p { margin: 0 0 .6mm; }
table { border-collapse: collapse; width: 100%%; font-size: 8.5pt; font-variant-numeric: tabular-nums; }
th, td { padding: .7mm 1.5mm; border-bottom: .4pt solid %(hair)s; text-align: left; vertical-align: top; }
.n { text-align: right; }
thead th { border-top: .8pt solid %(rule)s; background: %(s2)s; }
table, h2, h3 { break-inside: avoid; } h2, h3 { break-after: avoid; } td:first-child { min-width: 5em; }
"""


def to_markdown(document: Document) -> str:
    """The text as Markdown; nothing in a name is read as markup."""
    text = Text(document.language)
    lines = [f"# {_plain(document.heading)}", "", f"{_plain(document.subtitle)}", ""]
    lines += [line for remark in document.remarks for line in (_plain(remark), "")]
    for title, sentences in document.chapters():
        lines += [f"## {_plain(title)}", ""]
        lines += [line for sentence in sentences for line in (_plain(sentence), "")]
    lines += [f"## {_plain(text('briefing.topic.annex'))}", ""]
    for table in document.annex():
        lines += [*_rows(table, text), ""]
    lines += [f"## {_plain(text('briefing.topic.notes'))}", ""]
    lines += [f"- {_plain(line)}" for line in document.lines()]
    return "\n".join(lines) + "\n"


def to_html(document: Document, stamp: str = "") -> str:
    """The text as a self-contained document of A4, its tables on pages after it; `stamp` stands on top where something
    is not complete."""
    text, colours = Text(document.language), Theme.named("brief").colours
    head = [f"<h1>{_safe(document.heading)}</h1>"]
    head += [f'<p class="sub">{_safe(line)}</p>' for line in (document.subtitle, *document.remarks)]
    if stamp:
        head.append(f'<p class="stamp">{_safe(stamp)}</p>')
    parts = []
    for title, sentences in document.chapters():
        parts.append(f"<h2>{_safe(title)}</h2>")
        parts += [f"<p>{_safe(sentence)}</p>" for sentence in sentences]
    annex = [f"<h2>{_safe(text('briefing.topic.annex'))}</h2>"]
    annex += [_html_table(table, text) for table in document.annex()]
    annex.append(f"<h2>{_safe(text('briefing.topic.notes'))}</h2>")
    annex += [f"<p>{_safe(line)}</p>" for line in document.lines()]
    body = f'<header>{"".join(head)}</header><main>{"".join(parts)}</main><div class="annex">{"".join(annex)}</div>'
    language = "zh-CN" if document.language == "zh" else "en"
    meta = f'<meta charset="utf-8"><title>{_safe(document.heading)}</title><style>{_STYLE % colours}</style>'
    return f'<!doctype html><html lang="{language}"><head>{meta}</head><body>{body}</body></html>'


def _plain(words: str) -> str:
    return " ".join(_MARKS.sub(r"\\\1", printable(words)).split())


def _safe(words: str) -> str:
    return html.escape(printable(words))


def _rows(table: Table, text: Text) -> list[str]:
    rows, left_out = cut(table.rows)
    lines = [f"### {_plain(table.title)}", ""]
    rules = ["---" if cell.form == "text" else "--:" for cell in rows[0]]
    lines += [_line(map(_plain, table.columns)), _line(rules)]
    lines += [_line(_plain(shown(text, cell)) for cell in row) for row in rows]
    return [*lines, "", text("briefing.more", count=left_out)] if left_out else lines


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _html_table(table: Table, text: Text) -> str:
    rows, left_out = cut(table.rows)
    title = f"<h3>{_safe(table.title)}</h3>"
    classes = [' class="n"' if cell.form != "text" else "" for cell in rows[0]]
    head = "".join(f"<th{name}>{_safe(column)}</th>" for name, column in zip(classes, table.columns, strict=True))
    lines = [zip(classes, row, strict=True) for row in rows]
    written = ("".join(f"<td{name}>{_safe(shown(text, cell))}</td>" for name, cell in line) for line in lines)
    body = "".join(f"<tr>{line}</tr>" for line in written)
    more = f"<p>{_safe(text('briefing.more', count=left_out))}</p>" if left_out else ""
    return f"{title}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"
