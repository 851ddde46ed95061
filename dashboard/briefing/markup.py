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
@page { size: A4; margin: 18mm 16mm; }
* { box-sizing: border-box; }
body { font: 10.5pt/1.6 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif; color: %(t1)s; margin: 0; }
h1 { font-size: 21pt; margin: 0 0 2mm; } h2 { font-size: 14pt; margin: 7mm 0 2mm; border-top: 1.5pt solid %(t1)s; }
h3 { font-size: 11pt; margin: 4mm 0 1mm; } p { margin: 0 0 1.5mm; } .sub { color: %(t2)s; }
.stamp { color: %(crit-text)s; border: 1.5pt solid; padding: 1mm 3mm; font-weight: 700; }
table { border-collapse: collapse; width: 100%%; font-size: 8.5pt; font-variant-numeric: tabular-nums; }
th, td { padding: .8mm 1.5mm; border-bottom: .4pt solid %(d-ghost)s; text-align: left; } .n { text-align: right; }
tr, h2, h3 { break-inside: avoid; } h2, h3 { break-after: avoid; }
"""


def to_markdown(document: Document) -> str:
    """The text as Markdown; nothing in a name is read as markup."""
    text = Text(document.language)
    lines = [f"# {_plain(document.heading)}", "", f"{_plain(document.subtitle)}", ""]
    lines += [line for remark in document.remarks for line in (_plain(remark), "")]
    for section in document.sections:
        lines += [f"## {_plain(section.title)}", ""]
        lines += [line for sentence in section.sentences for line in (f"- {_plain(sentence)}",)]
        lines.append("")
        for table in section.tables:
            lines += [*_rows(table, text), ""]
    lines += [f"## {_plain(text('briefing.topic.notes'))}", ""]
    lines += [f"- {_plain(item)}: {_plain(content)}" for item, content in document.notes]
    return "\n".join(lines) + "\n"


def to_html(document: Document, stamp: str = "") -> str:
    """The text as a self-contained page of A4; `stamp` stands on top where something is not complete."""
    text, colours = Text(document.language), Theme.named("brief").colours
    parts = [f"<h1>{_safe(document.heading)}</h1>", f'<p class="sub">{_safe(document.subtitle)}</p>']
    parts += [f'<p class="sub">{_safe(remark)}</p>' for remark in document.remarks]
    if stamp:
        parts.append(f'<p class="stamp">{_safe(stamp)}</p>')
    for section in document.sections:
        parts.append(f"<h2>{_safe(section.title)}</h2>")
        parts += [f"<p>{_safe(sentence)}</p>" for sentence in section.sentences]
        parts += [_html_table(table, text) for table in section.tables]
    parts.append(f"<h2>{_safe(text('briefing.topic.notes'))}</h2>")
    parts += [f"<p>{_safe(item)}: {_safe(content)}</p>" for item, content in document.notes]
    language = "zh-CN" if document.language == "zh" else "en"
    head = f'<meta charset="utf-8"><title>{_safe(document.heading)}</title><style>{_STYLE % colours}</style>'
    return f'<!doctype html><html lang="{language}"><head>{head}</head><body>{"".join(parts)}</body></html>'


def _plain(words: str) -> str:
    return " ".join(_MARKS.sub(r"\\\1", printable(words)).split())


def _safe(words: str) -> str:
    return html.escape(printable(words))


def _rows(table: Table, text: Text) -> list[str]:
    rows, left_out = cut(table.rows)
    lines = [f"### {_plain(table.title)}", ""]
    if not rows:
        return [*lines, text("briefing.no_rows")]
    rules = ["---" if cell.form == "text" else "--:" for cell in rows[0]]
    lines += [_line(map(_plain, table.columns)), _line(rules)]
    lines += [_line(_plain(shown(text, cell)) for cell in row) for row in rows]
    return [*lines, "", text("briefing.more", count=left_out)] if left_out else lines


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _html_table(table: Table, text: Text) -> str:
    rows, left_out = cut(table.rows)
    title = f"<h3>{_safe(table.title)}</h3>"
    if not rows:
        return f"{title}<p>{_safe(text('briefing.no_rows'))}</p>"
    classes = [' class="n"' if cell.form != "text" else "" for cell in rows[0]]
    head = "".join(f"<th{name}>{_safe(column)}</th>" for name, column in zip(classes, table.columns, strict=True))
    lines = [zip(classes, row, strict=True) for row in rows]
    written = ("".join(f"<td{name}>{_safe(shown(text, cell))}</td>" for name, cell in line) for line in lines)
    body = "".join(f"<tr>{line}</tr>" for line in written)
    more = f"<p>{_safe(text('briefing.more', count=left_out))}</p>" if left_out else ""
    return f"{title}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"
