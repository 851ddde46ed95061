"""What comes in, source by source: bars over the window with the previous window behind them."""

import pandas as pd

from data_access.clock import MINUTE, Micros
from data_access.frames.asking import TICK, bars_of, bucket_bounds, previous_window
from data_access.frames.limits import LIMITS, surges
from data_access.frames.moments import told_moments
from data_access.frames.sources import newest_cases
from data_access.kept import kept
from data_access.reader import Question, Reader
from data_access.series import Hourly, hourly
from data_access.view import View

COLUMNS = (
    "source",
    "label",
    "bucket",
    "seconds",
    "count",
    "previous",
    "total",
    "total_previous",
    "last_at",
    "silent",
    "status",
)


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """Tidy rows of source and bar. The bars of a source add up to its total. `silent`: nothing came for several
    times the cadence the source declares; `total_previous` is None before history begins; `last_at` is its newest
    case as of T. attrs: `present`, (sources that send, all), while some are silent; `moments` of the bars."""
    question = reader.question(view)
    before = previous_window(reader, question)
    bounds = bucket_bounds(question, reader.zone)
    shift = question.start - before[0]
    upto = before[1] if view.window != "today" else min(before[0] + (bounds[-1] - bounds[0]), question.start)
    window, earlier = (question.start, question.end), (before[0], upto)
    counts = hourly(reader, question, "source", window, ("reported",), bars=bars_of(bounds))
    behind = bars_of(bounds, shift)
    past = kept(
        reader,
        question,
        "inflow",
        lambda: hourly(reader, question, "source", earlier, ("reported",), bars=behind),
        tick=TICK,
        extra=behind,
    )
    known = reader.reaches(before[0])
    rows, missing, sources = [], 0, _sources(reader, question, counts, past)
    for source, last_at in sources:
        bars = _bars(counts, source, bounds, 0)
        ghosts = _bars(past, source, bounds, shift)
        total = sum(bars)
        total_previous = None
        if known:
            total_previous = sum(t.reported for (key, hour), t in past.items() if key == source and hour < before[1])
        silent = _silent(reader, question, source, last_at)
        missing += silent
        status = "warn" if silent or surges(total, total_previous) else "n"
        label = reader.vocabulary.label("source", source, view.language)
        for bound, following, bar, ghost in zip(bounds, bounds[1:], bars, ghosts, strict=False):
            width = (following - bound) // 1_000_000
            head = (source, label, bound, width, bar, ghost)
            rows.append((*head, total, total_previous, last_at, silent, status))
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    table.attrs["moments"] = told_moments(reader, question, bounds[0], bounds[-1])
    if missing:
        table.attrs["present"] = (len(sources) - missing, len(sources))
    return table


def silent_sources(reader: Reader, question: Question) -> list[tuple[str, Micros]]:
    """Sources that send no new cases any more, with the time of their newest one, the longest silent first."""
    newest = newest_cases(reader, question)
    found = [(source, at) for source, at in newest.items() if _silent(reader, question, source, at)]
    return sorted(found, key=lambda pair: pair[1])


def _silent(reader: Reader, question: Question, source: str, last_at: Micros | None) -> bool:
    cadence = reader.vocabulary.attribute("source", source, "cadence_minutes")
    if cadence is None or last_at is None:
        return False
    return bool(question.moment - last_at > LIMITS["silence"]["warn"] * cadence * MINUTE)


def _sources(reader: Reader, question: Question, counts: Hourly, past: Hourly) -> list[tuple[str, Micros | None]]:
    """The sources with data, in the order of the vocabulary, each with its newest case."""
    last: dict[str, Micros | None] = {**newest_cases(reader, question)}
    for source, _ in (*counts, *past):
        last.setdefault(source, None)
    if question.view.source is not None:
        last = {source: at for source, at in last.items() if source == question.view.source}
    order = {term.code: number for number, term in enumerate(reader.vocabulary.of("source"))}
    return sorted(last.items(), key=lambda pair: (order.get(pair[0], len(order)), pair[0]))


def _bars(found: Hourly, source: str, bounds: list[Micros], shift: Micros) -> list[int]:
    bars = [0] * (len(bounds) - 1)
    for (key, hour), tally in found.items():
        if key == source:
            # The first hour of a window may begin before the first bar does.
            number = max((hour + shift - bounds[0]) // (bounds[1] - bounds[0]), 0)
            if number < len(bars):
                bars[number] += tally.reported
    return bars
