"""A briefing as a document of one language: sections of sentences, tables and a chart, which every writer walks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from layouts import format as written
from layouts.text import Text

Form = Literal["text", "count", "share", "seconds", "number"]

TABLE_ROWS: Final = 12
"""Rows of a table on a slide or in the text; the workbook has all."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A typed value: text, a count, a share 0..1, seconds, or a number with `digits`; None is unknown."""

    form: Form
    value: str | float | None
    digits: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under column titles; every row has as many cells as there are columns."""

    id: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"table {self.id}: a row of {len(row)} cells under {len(self.columns)} columns")


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of some categories, a value (or None) of each series for each category; a `score` is one of 100."""

    title: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    form: Literal["count", "share", "score"] = "count"


@dataclass(frozen=True, slots=True)
class Section:
    """One topic: what is said, what is counted, how it is defined. `nothing`: what stands on its slide where nothing
    is said of it; "" where that is no news."""

    id: str
    title: str
    sentences: tuple[str, ...]
    nothing: str
    tables: tuple[Table, ...]
    chart: Chart | None
    definitions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole briefing; `unchanged` is the sentence that names the topics of which nothing is said, "" for none;
    `figures` is every figure of every key, `notes` pairs of (item, content)."""

    language: str
    heading: str
    subtitle: str
    remarks: tuple[str, ...]
    sections: tuple[Section, ...]
    unchanged: str
    figures: Table
    notes: tuple[tuple[str, str], ...]

    def chapters(self) -> list[tuple[str, tuple[str, ...]]]:
        """The text: a numbered head and the sentences of each topic of which something is said; what is unchanged
        stands at the end of the first."""
        text = Text(self.language)
        told = [one for one in self.sections if one.sentences]
        numbers = text("briefing.number.heads").split()
        found = []
        for place, (number, one) in enumerate(zip(numbers, told, strict=False)):
            last = (self.unchanged,) if self.unchanged and place == 0 else ()
            found.append((text("briefing.number.head", number=number, title=one.title), (*one.sentences, *last)))
        return found

    def annex(self) -> list[Table]:
        """The tables of all topics that have rows, their titles numbered."""
        text = Text(self.language)
        tables = [table for section in self.sections for table in section.tables if table.rows]
        return [
            replace(table, title=text("briefing.number.table", number=number, title=table.title))
            for number, table in enumerate(tables, start=1)
        ]

    def lines(self) -> list[str]:
        """The notes, a line each, and each definition once."""
        text = Text(self.language)
        items = [text("briefing.number.item", item=item, content=content) for item, content in self.notes]
        return [*items, *dict.fromkeys(one for section in self.sections for one in section.definitions)]

    def words(self) -> str:
        """Every text that is written, for the check of glyphs."""
        parts: list[str] = [self.heading, self.subtitle, *self.remarks, self.unchanged]
        for section in self.sections:
            parts += [section.title, *section.sentences, section.nothing, *section.definitions]
            for table in section.tables:
                parts += _table_words(table)
        parts += _table_words(self.figures)
        return "\n".join([*parts, *(word for pair in self.notes for word in pair)])


def shown(text: Text, cell: Cell) -> str:
    """A cell as it is written for reading; unknown is an em dash."""
    value = cell.value
    if value is None:
        return written.UNKNOWN
    if cell.form == "text":
        return str(value)
    if cell.form == "share":
        return written.share(value)
    if cell.form == "seconds":
        return written.duration(text, value)
    return written.number(value, 0 if cell.form == "count" else cell.digits)


def cut(rows: Sequence[tuple[Cell, ...]]) -> tuple[Sequence[tuple[Cell, ...]], int]:
    """The rows that a page has room for, and how many are left out."""
    return rows[:TABLE_ROWS], max(0, len(rows) - TABLE_ROWS)


def _table_words(table: Table) -> list[str]:
    cells = [str(cell.value) for row in table.rows for cell in row if cell.form == "text" and cell.value is not None]
    return [table.title, *table.columns, *cells]
