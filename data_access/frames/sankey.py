"""Where cases come from, what they are about, and how far they have got: source, category and present stage."""

from collections import Counter

import pandas as pd
from sqlalchemy import func, select

from data_access.clock import DAY, Micros
from data_access.events.stages import SHOWN
from data_access.kept import kept
from data_access.reader import Question, Reader
from data_access.view import View

LONG = 8 * DAY
Way = tuple[str, str, str]
"""Source, category, stage."""

COLUMNS = ("source", "source_label", "category", "category_label", "stage", "count")


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """One row a combination with any cases reported in the window; the counts add up to `reported`. `category` is the
    top one, below a category that is filtered by the next one; `stage` is one of the six of the wall. Sources and
    categories in the order of the vocabulary, stages in that of the flow. attrs: categories, in their order.

    Beyond eight days cases count as soon as they come in time; late ones and stages may take a minute."""
    counts = _counts(reader, reader.question(view))
    rows = []
    for source, category, stage in sorted(counts, key=lambda key: _order(reader, *key)):
        label = reader.vocabulary.label("category", category, view.language) if category else None
        source_label = reader.vocabulary.label("source", source, view.language)
        rows.append((source, source_label, category, label, stage, counts[source, category, stage]))
    ways = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    categories = {category for _, category, _ in counts}
    ways.attrs["categories"] = sorted(categories, key=lambda code: _place(reader, "category", code))
    return ways


def _counts(reader: Reader, question: Question) -> Counter[Way]:
    window = (question.start, question.end)
    if question.end - question.start <= LONG:
        return _counted(reader, question, window)
    (start, end), some = kept(reader, question, "sankey", lambda: (window, _counted(reader, question, window)))
    counts = some.copy()
    if start < question.start:
        counts.subtract(_counted(reader, question, (start, question.start)))
    if end < question.end:
        counts.update(_counted(reader, question, (end, question.end)))
    return +counts


def _counted(reader: Reader, question: Question, window: tuple[Micros, Micros]) -> Counter[Way]:
    table, conditions = reader.states(question)
    c = table.c
    chosen = select(c.source, c.category, c.stage, func.count()).where(
        *conditions,
        *reader.since(table, question, window[0]),
        c.collected_at >= window[0],
        c.collected_at < window[1],
    )
    counts: Counter[Way] = Counter()
    for source, category, stage, count in reader.connection.execute(chosen.group_by(c.source, c.category, c.stage)):
        shown = _shown_level(category or "", question.view.category)
        counts[source, shown, "dispatched" if stage == "accepted" else stage] += count
    return counts


def _shown_level(category: str, chosen: str | None) -> str:
    """The part of a category that is shown: its top, or one level below the category filtered by."""
    depth = 1 if chosen is None else chosen.count("/") + 2
    return "/".join(category.split("/")[:depth])


def _order(reader: Reader, source: str, category: str, stage: str) -> tuple[tuple[int, str], tuple[int, str], int]:
    return (_place(reader, "source", source), _place(reader, "category", category), SHOWN.index(stage))


def _place(reader: Reader, kind: str, code: str) -> tuple[int, str]:
    """Where a code stands in the vocabulary; what is not declared comes last, by its code."""
    key = ("place in the vocabulary", kind)
    if key not in reader.memory:
        reader.memory[key] = {term.code: number for number, term in enumerate(reader.vocabulary.of(kind))}
    order: dict[str, int] = reader.memory[key]
    return order.get(code, len(order)), code
