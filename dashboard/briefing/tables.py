"""The tables of a briefing: what each topic shows of its keys, and every figure of every key."""

from collections.abc import Callable
from typing import Final

from dashboard.briefing.document import Cell, Table
from dashboard.briefing.wording import Words
from data_access.briefing.figures import Measures, Median, Row, Share
from data_access.frames.warnings import rows_of
from data_access.reader import Reader
from data_access.view import View
from layouts.text import Text
from layouts.warning_words import grounds, headline

COUNTS: Final = ("reported", "closed", "open", "overdue", "due")
SHARES: Final = ("on_time", "rework", "satisfaction", "self_handled")
MEDIANS: Final = ("response", "handling")

_SHOWN: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "child": (
        ("reported", "now"),
        ("reported", "last"),
        ("closed", "now"),
        ("open", "now"),
        ("overdue", "now"),
        ("on_time", "now"),
        ("on_time", "last"),
        ("satisfaction", "now"),
        ("handling", "now"),
    ),
    "department": (
        ("closed", "now"),
        ("open", "now"),
        ("overdue", "now"),
        ("due", "now"),
        ("on_time", "now"),
        ("on_time", "last"),
        ("rework", "now"),
        ("response", "now"),
        ("response", "last"),
    ),
    "source": (("reported", "now"), ("reported", "last"), ("reported", "same"), ("self_handled", "now")),
    "category": (
        ("reported", "now"),
        ("reported", "last"),
        ("reported", "same"),
        ("closed", "now"),
        ("on_time", "now"),
    ),
}
"""The columns of a topic: measure and week."""


def total_table(words: Words) -> Table:
    """The measures of the area itself: a row each, this week and those compared with."""
    text, total = words.text, words.figures.total
    weeks = [week for week in ("now", "last", "same") if getattr(total, week) is not None]
    columns = (text("briefing.column.measure"), *(_week_title(words, week) for week in weeks))
    rows = [
        (_name(text, measure), *(cell_of(getattr(total, week), measure) for week in weeks))
        for measure in (*COUNTS, *SHARES, "diversity", *MEDIANS)
    ]
    return Table("total", text("briefing.table.total"), columns, tuple(rows))


def group_table(words: Words, topic: str) -> Table:
    """The keys of a topic with the measures that matter there; most cases first but for areas and departments."""
    text, figures = words.text, words.figures
    known = {"now": True, "last": figures.last is not None, "same": figures.same is not None}
    shown = [(measure, week) for measure, week in _SHOWN[topic] if known[week]]
    rows = list(figures.groups[topic])
    if topic in ("source", "category"):
        rows.sort(key=lambda row: -row.now.reported)
    columns = (text("briefing.column.name"), *(_title(words, measure, week) for measure, week in shown))
    table = [
        (Cell("text", words.name(topic, row.key)), *(cell_of(getattr(row, week), measure) for measure, week in shown))
        for row in rows
    ]
    return Table(topic, text(f"briefing.table.{topic}"), columns, tuple(table))


def scores_table(words: Words, kind: str) -> Table:
    """The ranking of a kind, as on the screen."""
    text = words.text
    names = ("rank", "name", "score", "score_last", "score_change", "grade", "cases")
    rows = []
    for one in words.figures.scores[kind]:
        change = None if one.total is None or one.before is None else one.total - one.before
        rows.append(
            (
                Cell("count", one.rank),
                Cell("text", words.labels[kind, one.key]),
                Cell("number", one.total),
                Cell("number", one.before),
                Cell("number", change),
                Cell("text", one.grade),
                Cell("count", one.cases),
            )
        )
    columns = tuple(text(f"briefing.column.{name}") for name in names)
    return Table(f"{kind}_scores", text(f"briefing.table.{kind}_scores"), columns, tuple(rows))


def standing_table(reader: Reader, words: Words) -> Table:
    """The gravest warnings that stand, each with its grounds; never the title of a case, which may name somebody."""
    text, figures = words.text, words.figures
    view = View(area=figures.area, as_of=figures.period.as_of, language=text.language)
    rows = rows_of(reader, reader.question(view), figures.standing, titled=False)
    columns = tuple(text(f"briefing.column.{name}") for name in ("status", "warning", "grounds"))
    table = [
        (
            Cell("text", text(f"status.{row['severity']}")),
            Cell("text", headline(row, text)),
            Cell("text", grounds(row, text, reader.zone) or None),
        )
        for row in rows
    ]
    return Table("standing", text("briefing.table.standing"), columns, tuple(table))


def spots_table(words: Words) -> Table:
    """The hot spots at T."""
    text = words.text
    columns = tuple(text(f"briefing.column.{name}") for name in ("place", "kind", "cases", "expected", "category"))
    rows = [
        (
            Cell("text", text("briefing.list_join").join(words.labels["area", code] for code in one.places)),
            Cell("text", text(f"panel.hotspots.kind.{one.kind}")),
            Cell("count", one.count),
            Cell("number", one.expected),
            Cell("text", None if one.category is None else words.labels["category", one.category]),
        )
        for one in words.figures.spots
    ]
    return Table("spots", text("briefing.table.spots"), columns, tuple(rows))


def every_figure(words: Words) -> Table:
    """Every figure of every key, a row for each: value, numerator and denominator in each week; last, how many warnings
    stand."""
    text, figures = words.text, words.figures
    weeks = ("now", "last", "same")
    columns = [text(f"briefing.column.{name}") for name in ("topic", "key", "name", "measure")]
    for week in weeks:
        title = text(f"briefing.column.{week}")
        parts = (text("briefing.column.numerator"), text("briefing.column.denominator"))
        columns += [title, *(f"{title} {part}" for part in parts)]
    rows = []
    topics: list[tuple[str, tuple[Row, ...]]] = [("total", (figures.total,)), *figures.groups.items()]
    for topic, group in topics:
        for row in group:
            head = (
                Cell("text", text(f"briefing.topic.{topic}")),
                Cell("text", row.key or figures.area),
                Cell("text", words.name(topic, row.key)),
            )
            for measure, (name, value) in _EVERY.items():
                label = text(f"briefing.measure.{measure}")
                told = [cell for week in weeks for cell in _parts(getattr(row, week), name, value)]
                rows.append((*head, Cell("text", label), *told))
    rest = [Cell("text", None)] * (len(columns) - 5)
    for severity, count in figures.warnings.items():
        named = (text("briefing.topic.warnings"), severity, text(f"status.{severity}"), text("briefing.table.standing"))
        rows.append((*(Cell("text", word) for word in named), Cell("count", count), *rest))
    return Table("figures", text("briefing.topic.figures"), tuple(columns), tuple(rows))


def cell_of(measures: Measures | None, name: str) -> Cell:
    """A measure of a week as a cell; a median in seconds; unknown where the week is not known."""
    if measures is None:
        return Cell("text", None)
    value = getattr(measures, name)
    if isinstance(value, Share):
        return Cell("share", value.value)
    if isinstance(value, Median):
        return Cell("seconds", value.p50)
    return Cell("number", value, 2) if name == "diversity" else Cell("count", value)


def _p90(measures: Measures, name: str) -> Cell:
    return Cell("seconds", getattr(measures, name).p90)


_EVERY: Final[dict[str, tuple[str, Callable[[Measures, str], Cell]]]] = {
    **{name: (name, cell_of) for name in (*COUNTS, *SHARES, "diversity")},
    **{name: (name, cell_of) for name in MEDIANS},
    **{f"{name}_p90": (name, _p90) for name in MEDIANS},
}


def _parts(measures: Measures | None, name: str, value: Callable[[Measures, str], Cell]) -> tuple[Cell, Cell, Cell]:
    if measures is None:
        return Cell("text", None), Cell("text", None), Cell("text", None)
    found = getattr(measures, name)
    told = value(measures, name)
    if isinstance(found, Share):
        return told, Cell("count", found.numerator), Cell("count", found.denominator)
    if isinstance(found, Median):
        return told, Cell("text", None), Cell("count", found.n)
    return told, Cell("text", None), Cell("text", None)


def _name(text: Text, measure: str) -> Cell:
    return Cell("text", text(f"briefing.measure.{measure}"))


def _title(words: Words, measure: str, week: str) -> str:
    text, name = words.text, words.text(f"briefing.measure.{measure}")
    if week == "last":
        return text("briefing.column.of_last", measure=name)
    return text("briefing.column.of_same", measure=name, week=words.week("same")) if week == "same" else name


def _week_title(words: Words, week: str) -> str:
    title = words.week(week) if week == "same" else words.text(f"briefing.column.{week}")
    return title[:1].upper() + title[1:]
