"""From figures and findings to a document: which sentences, tables and charts each topic has."""

from collections.abc import Sequence
from typing import Final

from dashboard.briefing.document import Chart, Document, Section, Table
from dashboard.briefing.tables import every_figure, group_table, scores_table, spots_table, total_table, warnings_table
from dashboard.briefing.wording import Words, baseline_words, crossing_sentence, sentence, spot_sentence
from dashboard.briefing.wording import warnings_sentence as standing_sentence
from data_access.briefing.figures import Figures, Row
from data_access.briefing.findings import crossings, findings
from data_access.clock import from_micros
from data_access.reader import Reader
from data_access.risk.spots import EMERGING
from layouts import format as written

CHARTED: Final = {"child": "reported", "department": "on_time", "source": "reported", "category": "reported"}
"""What the chart of a topic shows, this week beside the last."""

BARS: Final = 12

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
    """The document of some figures in a language; `title` of the site is its own business, `facts` are notes
    (item key of briefing.note, content) that only the caller knows, such as versions."""
    words = Words.of(reader, figures, language)
    text, period = words.text, figures.period
    started = from_micros(period.start).astimezone(reader.zone)
    ended = from_micros(period.end - 1).astimezone(reader.zone)
    remarks = [text("briefing.as_of", time=words.time)]
    if not period.whole:
        remarks.append(text("briefing.partial", time=words.time))
    subtitle = text(
        "briefing.subtitle",
        area=words.area,
        year=period.week.year,
        week=period.week.number,
        start=f"{started:%Y-%m-%d}",
        end=f"{ended:%Y-%m-%d}",
    )
    notes = [
        (text("briefing.note.area"), f"{words.area} ({figures.area})"),
        (text("briefing.note.week"), str(period.week)),
        (text("briefing.note.window"), f"{started:%Y-%m-%d %H:%M} - {_end(reader, period.end)}"),
        (text("briefing.note.as_of"), words.time),
        (text("briefing.note.last"), baseline_words(words, figures.last)),
        (text("briefing.note.same"), baseline_words(words, figures.same)),
        (text("briefing.note.digest"), figures.digest()),
        *((text(f"briefing.note.{item}"), content) for item, content in facts),
        (text("briefing.note.method"), text("briefing.note.method_text")),
        (text("briefing.column.content"), text("briefing.note.unknown")),
    ]
    return Document(
        language=language,
        heading=text("briefing.heading", title=title, week=period.week.number),
        subtitle=subtitle,
        remarks=tuple(remarks),
        sections=_sections(words),
        figures=every_figure(words),
        notes=tuple(notes),
    )


def _end(reader: Reader, instant: int) -> str:
    return written.clock(instant, reader.zone, "%Y-%m-%d %H:%M")


def _sections(words: Words) -> tuple[Section, ...]:
    figures, text = words.figures, words.text
    told = findings(figures)
    sections = [_section(words, "total", [sentence(words, one) for one in told["total"]], (total_table(words),))]
    for topic in figures.groups:
        rows = figures.groups[topic]
        if topic == "child" and not rows:
            continue
        said = [sentence(words, one) for one in told[topic]]
        sections.append(_section(words, topic, said, (group_table(words, topic),), _chart(words, topic, rows)))
    crossed = [crossing_sentence(words, one) for one in crossings(figures)]
    boards = tuple(scores_table(words, kind) for kind, scores in figures.scores.items() if scores)
    sections.append(_section(words, "scores", crossed, boards, _scores_chart(words)))
    spots = [spot_sentence(words, one) for one in figures.spots if one.kind in EMERGING or one.status != "n"]
    standing = [found] if (found := standing_sentence(words)) else []
    said = [*standing, *spots] or [text("briefing.no_warnings", time=words.time)]
    sections.append(_section(words, "warnings", said, (warnings_table(words), spots_table(words))))
    return tuple(sections)


def _section(
    words: Words, topic: str, said: Sequence[str], tables: tuple[Table, ...], chart: Chart | None = None
) -> Section:
    text = words.text
    nothing = text("briefing.nothing" if words.figures.last else "briefing.no_history")
    definitions = tuple(text(f"briefing.definition.{name}") for name in DEFINITIONS[topic])
    return Section(topic, text(f"briefing.topic.{topic}"), tuple(said) or (nothing,), tables, chart, definitions)


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
    return Chart(title, tuple(words.name(topic, row.key) for row in charted), tuple(series), share)


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
    return Chart(text(f"briefing.table.{kind}_scores"), names, series)
