"""Scores of the last twelve weeks: each week ends seven days before the next, the last at the hour before T."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select

from data_access.clock import DAY, MINUTE, Micros, hour_of
from data_access.kept import kept
from data_access.reader import Question, Reader
from data_access.rolled import SUMS, conditions_of, dimension_of, is_rolled, sources_rolled
from data_access.scores.board import asked
from data_access.scores.cohorts import Stepped, cohorts
from data_access.scores.counting import APART, wants_of
from data_access.scores.keys import Keys, keys_of
from data_access.scores.past import NOBODY, corrections, present
from data_access.scores.rules import Kind, Rules
from data_access.scores.scoring import TALLIED, Counts, Score, score
from data_access.store.schema import rollup
from data_access.view import View

WEEKS: Final = 12
WEEK: Final = 7 * DAY
TICK: Final = 30 * MINUTE
KINDS: Final[tuple[Kind, ...]] = ("department", "area")


@dataclass(frozen=True, slots=True)
class Trend:
    """`ends`: where the weeks end, the oldest first; `versions`: of the rules of each week. `scores`: by kind and
    code, one a week; None for weeks that history does not reach."""

    ends: tuple[Micros, ...]
    versions: tuple[str, ...]
    scores: dict[Kind, dict[str, tuple[Score | None, ...]]]

    def totals(self, kind: Kind, code: str, least: int) -> list[float | None]:
        """The scores of a code, None in weeks with fewer than `least` cases."""
        scores = self.scores[kind].get(code, ())
        return [None if one is None or one.cases < least else one.total for one in scores]


def trend(reader: Reader, view: View) -> Trend:
    """The trend of a view's area and filters whatever its window, at most half an hour old where it is live."""
    question = reader.question(view.replaced(window="7d", focus=""))
    return kept(reader, question, "score-trend", lambda: _trend(reader, question), tick=TICK)


def _trend(reader: Reader, question: Question) -> Trend:
    last = hour_of(question.moment)
    ends = tuple(last - WEEK * back for back in reversed(range(WEEKS)))
    rules = tuple(reader.score_rules.at(end, reader.zone) for end in ends)
    reached = tuple(reader.reaches(end - WEEK) for end in ends)
    scores: dict[Kind, dict[str, tuple[Score | None, ...]]] = {}
    for kind in KINDS:
        own = asked(reader, question, kind)
        keys = keys_of(reader, own, kind)
        found = _counts(reader, own, keys, rules, last) if any(reached) else {}
        codes = [*keys.codes, *sorted({code for code, _ in found} - set(keys.codes))]
        known = len(reader.vocabulary.of("source"))
        named = kind == "department"
        scores[kind] = {}
        for code in codes:
            weeks: list[Score | None] = []
            for place, (version, within) in enumerate(zip(rules, reached, strict=True)):
                counted = found.get((code, WEEKS - 1 - place)) or Counts()
                counted.known = known
                weeks.append(score(version, kind, counted, code if named else None) if within else None)
            scores[kind][code] = tuple(weeks)
    return Trend(ends, tuple(one.version for one in rules), scores)


def _counts(reader: Reader, question: Question, keys: Keys, rules: tuple[Rules, ...], end: Micros) -> Stepped:
    wants = frozenset(want for one in rules for want in wants_of(one.weights(keys.kind)))
    start = end - WEEKS * WEEK
    found = _present(reader, present(question), keys, wants, (start, end))
    for key, counted in corrections(reader, question, keys, wants, start, end, WEEK).items():
        if key[0] != NOBODY:
            found.setdefault(key, Counts()).add(counted)
    met = {code for (code, _), counted in found.items() if counted.any}
    return {key: counted for key, counted in found.items() if key[0] in met or key[0] in keys.codes}


def _present(
    reader: Reader, question: Question, keys: Keys, wants: frozenset[str], hours: tuple[Micros, Micros]
) -> Stepped:
    by = "child" if keys.kind == "area" else "department"
    if not is_rolled(reader, question, by):
        return cohorts(reader, question, keys, wants, *hours, WEEK)
    found = _rolled(reader, question, keys, wants, hours)
    from_states = wants & APART
    # Twelve weeks of cases cost more than their hours.
    if "diversity" in wants and sources_rolled(reader, question, by):
        _rolled_sources(reader, question, keys, hours, found)
        from_states -= {"diversity"}
    for key, counted in cohorts(reader, question, keys, from_states, *hours, WEEK).items():
        found.setdefault(key, Counts()).add(counted)
    return found


def _rolled(
    reader: Reader, question: Question, keys: Keys, wants: frozenset[str], hours: tuple[Micros, Micros]
) -> Stepped:
    by = "child" if keys.kind == "area" else "department"
    dimension = dimension_of(question, by) or ""
    names = [name for want in wants if want in SUMS for name in SUMS[want] if name in (*TALLIED, "reported")]
    group = rollup.c.area if by == "child" else rollup.c.key
    back = ((hours[1] - 1 - rollup.c.hour) // WEEK).label("back")
    chosen = select(group, back, *(func.sum(rollup.c[name]) for name in names))
    chosen = chosen.where(*conditions_of(reader, question, by, dimension, hours)).group_by(group, back)
    found: Stepped = {}
    for value, place, *totals in reader.connection.execute(chosen).all():
        code = _code(keys, value)
        if code is not None:
            counted = found.setdefault((code, place), Counts())
            for name, total in zip(names, totals, strict=True):
                field = "filed" if name == "reported" else name
                setattr(counted, field, getattr(counted, field) + int(total))
    return found


def _rolled_sources(
    reader: Reader, question: Question, keys: Keys, hours: tuple[Micros, Micros], found: Stepped
) -> None:
    back = ((hours[1] - 1 - rollup.c.hour) // WEEK).label("back")
    chosen = select(rollup.c.area, rollup.c.key, back, func.sum(rollup.c.reported))
    chosen = chosen.where(*conditions_of(reader, question, "child", "source", hours), rollup.c.reported != 0)
    for area, source, place, total in reader.connection.execute(
        chosen.group_by(rollup.c.area, rollup.c.key, back)
    ).all():
        if area in keys.codes:
            found.setdefault((area, place), Counts()).sources[source] += int(total)


def _code(keys: Keys, value: str) -> str | None:
    """The code that a rollup row belongs to: its own area among the children, its own department."""
    if keys.kind == "area":
        return value if value in keys.codes else None
    return keys.key(value)
