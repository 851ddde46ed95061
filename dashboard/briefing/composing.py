"""From figures and findings to a document: which sentences, tables and charts each topic has."""

from collections.abc import Sequence
from typing import Final

from dashboard.briefing.document import Chart, Document, Section, Table
from dashboard.briefing.tables import (
    every_figure,
    group_table,
    scores_table,
    spots_table,
    standing_table,
    total_table,
)
from dashboard.briefing.wording import (
    Words,
    baseline_words,
    crossing_sentence,
    day,
    sentence,
    spot_sentence,
    statement,
    warnings_sentence,
)
from data_access.briefing.figures import Figures, Row
from data_access.briefing.findings import crossings, findings
from data_access.frames.feeds import samples
from data_access.reader import Reader
from data_access.risk.spots import EMERGING
from data_access.view import View
from layouts import format as written

CHARTED: Final = {"child": "reported", "department": "on_time", "source": "reported", "category": "reported"}
"""What the chart of a topic shows, this week beside the last."""

BARS: Final = 12

MINUTE: Final = "%Y-%m-%d %H:%M"

DEFINITIONS: Final = {
    "total": ("reported", "closed", "open", "overdue", "due", "on_time", "rework", "satisfaction", "self_handled"),
    "child": ("reported", "overdue", "on_time", "handling"),
    "department": ("overdue", "on_time", "rework", "response"),
    "source": ("reported", "self_handled"),
    "category": ("reported", "closed"),
    "scores": ("score",),
    "warnings": ("spot",),
}


def compose(reader: Reader, figures: Figures, title: str, language: str, facts: Sequence[tuple[str, str]]) -> Document:
    """The document of some figures in a language; `facts` are notes (item key of briefing.note, content) that only the
    caller knows, such as versions."""
    words = Words.of(reader, figures, language)
    text, period = words.text, figures.period
    remarks = [text("briefing.as_of", time=words.time)]
    if not period.whole:
        remarks.append(text("briefing.partial", time=words.time))
    if sources := samples(reader, View(area=figures.area, language=language)):
        every = {words.name("source", row.key) for row in figures.groups["source"]} <= set(sources)
        form = "briefing.sample_all" if every else "briefing.sample"
        remarks.append(text(form, sources=text("briefing.list_join").join(sources)))
    begun, ended = day(text, period.start, reader), day(text, period.end - 1, reader)
    sections = _sections(reader, words)
    return Document(
        language=language,
        heading=text("briefing.heading", title=title, year=period.week.year, week=period.week.number),
        subtitle=text("briefing.subtitle", area=words.area, start=begun, end=ended),
        remarks=tuple(remarks),
        sections=sections,
        unchanged=_unchanged(words, sections),
        figures=every_figure(words),
        notes=(*_notes(reader, words), *((text(f"briefing.note.{item}"), content) for item, content in facts)),
    )


def _notes(reader: Reader, words: Words) -> list[tuple[str, str]]:
    figures, text = words.figures, words.text
    period = figures.period
    span = " - ".join(written.clock(one, reader.zone, MINUTE) for one in (period.start, period.end))
    return [
        (text("briefing.note.area"), f"{words.area} ({figures.area})"),
        (text("briefing.note.week"), str(period.week)),
        (text("briefing.note.window"), span),
        (text("briefing.note.as_of"), written.clock(period.as_of, reader.zone, MINUTE)),
        (text("briefing.note.last"), baseline_words(words, figures.last)),
        (text("briefing.note.same"), baseline_words(words, figures.same)),
        (text("briefing.note.method"), text("briefing.note.method_text")),
        (text("briefing.note.signs"), text("briefing.note.unknown")),
        (text("briefing.note.digest"), figures.digest()),
    ]


def _sections(reader: Reader, words: Words) -> tuple[Section, ...]:
    figures, text = words.figures, words.text
    told = findings(figures)
    stated = [one] if (one := statement(words, told["total"])) else []
    changed = [sentence(words, one) for one in told["total"]]
    sections = [_section(words, "total", [*stated, *changed], (total_table(words),))]
    for topic in figures.groups:
        rows = figures.groups[topic]
        if topic == "child" and not rows:
            continue
        said = [sentence(words, one) for one in told[topic]]
        sections.append(_section(words, topic, said, (group_table(words, topic),), _chart(words, topic, rows)))
    boards = tuple(scores_table(words, kind) for kind, scores in figures.scores.items() if scores)
    if boards:
        crossed = [crossing_sentence(words, one) for one in crossings(figures)]
        sections.append(_section(words, "scores", crossed, boards, _scores_chart(words)))
    spots = [spot_sentence(words, one) for one in figures.spots if one.kind in EMERGING or one.status != "n"]
    standing = [found] if (found := warnings_sentence(words)) else []
    said = [*standing, *spots] or [text("briefing.no_warnings", time=words.time)]
    sections.append(_section(words, "warnings", said, (standing_table(reader, words), spots_table(words))))
    return tuple(sections)


def _section(
    words: Words, topic: str, said: Sequence[str], tables: tuple[Table, ...], chart: Chart | None = None
) -> Section:
    text = words.text
    nothing = text("briefing.nothing" if words.figures.last else "briefing.no_history")
    if topic == "scores" and words.figures.last:
        # What crossed a line by too little to be told of did cross it.
        nothing = "" if crossings(words.figures, least=0) else text("briefing.no_crossing")
    definitions = tuple(text(f"briefing.definition.{name}") for name in DEFINITIONS[topic])
    return Section(topic, text(f"briefing.topic.{topic}"), tuple(said), nothing, tables, chart, definitions)


def _unchanged(words: Words, sections: Sequence[Section]) -> str:
    """One sentence for all topics in which nothing is significant, so that none is repeated; scores have lines to
    cross, and say so in words of their own."""
    text, figures = words.text, words.figures
    if figures.last is None:
        return text("briefing.no_history")
    told = findings(figures)
    quiet = [one.title for one in sections if one.id in told and not told[one.id]]
    parts = [text("briefing.unchanged", topics=text("briefing.list_join").join(quiet))] if quiet else []
    parts += [one.nothing for one in sections if one.id == "scores" and one.nothing and not one.sentences]
    return text("briefing.sentences").join(parts)


def _chart(words: Words, topic: str, rows: Sequence[Row]) -> Chart | None:
    text, measure = words.text, CHARTED[topic]
    share = measure == "on_time"

    def value(row: Row, week: str) -> float | None:
        found = getattr(row, week)
        if found is None:
            return None
        return found.on_time.value if share else float(found.reported)

    # A rate of nothing has no bar: who has none this week is left to the table.
    charted = [row for row in rows if value(row, "now")]
    charted = sorted(charted, key=lambda row: -(row.now.due if share else row.now.reported))[:BARS]
    if not charted:
        return None
    series = [(text("briefing.column.now"), tuple(value(row, "now") for row in charted))]
    if words.figures.last is not None:
        series.insert(0, (text("briefing.column.last"), tuple(value(row, "last") for row in charted)))
    table, name = text(f"briefing.table.{topic}"), text(f"briefing.measure.{measure}")
    title = text("briefing.table.chart", table=table, measure=name)
    return Chart(
        title, tuple(words.name(topic, row.key) for row in charted), tuple(series), "share" if share else "count"
    )


def _scores_chart(words: Words) -> Chart | None:
    text = words.text
    kind = next((kind for kind, scores in words.figures.scores.items() if scores), None)
    scores = [] if kind is None else [one for one in words.figures.scores[kind] if one.rank is not None][:BARS]
    if kind is None or not scores:
        return None
    series = (
        (text("briefing.column.score_last"), tuple(one.before for one in scores)),
        (text("briefing.column.score"), tuple(one.total for one in scores)),
    )
    names = tuple(words.labels[kind, one.key] for one in scores)
    return Chart(text(f"briefing.table.{kind}_scores"), names, series, "score")
