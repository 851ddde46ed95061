"""The mix of sources: what each gave, how much of it is self-handled, how old its newest case is, who fell silent."""

import pandas as pd
from sqlalchemy import func, select

from data_access.clock import DAY, MINUTE, Micros
from data_access.frames.asking import previous_window, previously, shared
from data_access.frames.limits import LIMITS
from data_access.reader import Question, Reader
from data_access.store.schema import event, feed_state
from data_access.tally import diversity
from data_access.view import View

COLUMNS = (
    "source",
    "label",
    "reported",
    "share",
    "self_handled",
    "self_value",
    "previous",
    "share_previous",
    "last_at",
    "cadence_minutes",
    "silent",
    "status",
)
WANTS = ("reported",)
_LOOK_BACK = 60 * DAY


def frame(reader: Reader, view: View) -> pd.DataFrame:
    """One row a source declared or seen, in the order of the vocabulary. `last_at`: its newest case anywhere as of T,
    None when it gave none (for a past T: none in the sixty days before); `reported` is None then, as nothing was ever
    counted. attrs: diversity and diversity_previous (effective number of sources), active and known (numbers of
    sources)."""
    question = reader.question(view)
    before = previous_window(reader, question)
    tallies = shared(reader, view, "source", WANTS)
    known = reader.reaches(before[0])
    pasts = previously(reader, question, "source", WANTS) if known else {}
    newest = newest_cases(reader, question)
    total = sum(tally.reported for tally in tallies.values())
    total_previous = sum(tally.reported for tally in pasts.values())
    rows = []
    for source in _sources(reader, question, {*tallies, *pasts, *newest}):
        tally, past, last_at = tallies.get(source), pasts.get(source), newest.get(source)
        reported = tally.reported if tally else 0 if last_at is not None else None
        previous = (past.reported if past else 0 if last_at is not None else None) if known else None
        cadence = reader.vocabulary.attribute("source", source, "cadence_minutes")
        silent = _silent(question, cadence, last_at)
        rows.append(
            (
                source,
                reader.vocabulary.label("source", source, view.language),
                reported,
                reported / total if total and reported is not None else None,
                tally.self_handled if tally else reported,
                tally.self_handled / tally.reported if tally and tally.reported else None,
                previous,
                previous / total_previous if total_previous and previous is not None else None,
                last_at,
                cadence,
                silent,
                "warn" if silent else "n",
            )
        )
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    counts = [tally.reported for tally in tallies.values()]
    table.attrs.update(
        diversity=diversity(counts),
        diversity_previous=diversity(past.reported for past in pasts.values()),
        active=sum(count > 0 for count in counts),
        known=len(rows),
    )
    return table


def newest_cases(reader: Reader, question: Question) -> dict[str, Micros]:
    """When the newest case of each source was collected, anywhere, as of T; for a past T in the sixty days before."""
    key = ("newest cases", question.moment)
    if key not in reader.memory:
        reader.memory[key] = _newest(reader, question)
    found: dict[str, Micros] = reader.memory[key]
    return found


def _newest(reader: Reader, question: Question) -> dict[str, Micros]:
    if question.live:
        states = select(feed_state.c.source, feed_state.c.last_collected_at)
        return {source: at for source, at in reader.connection.execute(states) if at is not None}
    # When a case was first collected does not depend on what came after: the present states answer for any T. Asked
    # for one after the other, the newest case of a source that is not silent is found at once.
    at, source = event.c.collected_at, event.c.source
    known = select(feed_state.c.source)
    found = {}
    for name in reader.connection.execute(known).scalars().all():
        before = [at > question.moment - _LOOK_BACK, at <= question.moment, func.coalesce(source, "") == name]
        newest = reader.connection.execute(select(at).where(*before).order_by(at.desc()).limit(1)).scalar()
        if newest is not None:
            found[name] = newest
    return found


def _silent(question: Question, cadence: float | None, last_at: Micros | None) -> bool:
    if cadence is None or last_at is None:
        return False
    return bool(question.moment - last_at > LIMITS["silence"]["warn"] * cadence * MINUTE)


def _sources(reader: Reader, question: Question, seen: set[str]) -> list[str]:
    order = {term.code: number for number, term in enumerate(reader.vocabulary.of("source"))}
    codes = {*order, *seen}
    if question.view.source is not None:
        codes = {question.view.source}
    return sorted(codes, key=lambda code: (order.get(code, len(order)), code))
