"""Sources that went silent: no case for several times the cadence that the source declares."""

from dataclasses import dataclass

from sqlalchemy import func, select

from data_access.alerts.finding import Finding, Ground, key_of
from data_access.alerts.rules import SilentSource
from data_access.clock import MINUTE, Micros
from data_access.reader import matches
from data_access.store.schema import event, feed_state, transition


@dataclass(frozen=True, slots=True)
class Silence:
    """A source, the minutes it declares between two cases, and its newest case; `last_at` None: none ever, and the
    history begins at `first_at`."""

    source: str
    cadence: float
    last_at: Micros | None
    first_at: Micros


def gather(ground: Ground, rule: SilentSource) -> tuple[Silence, ...]:
    """All sources that declare a cadence, in the order of the vocabulary; none before there is any history."""
    reader = ground.reader
    first_at = reader.connection.execute(select(func.min(transition.c.at))).scalar()
    if first_at is None or first_at > ground.moment:
        return ()
    declared = {term.code: term.attributes.get("cadence_minutes") for term in reader.vocabulary.of("source")}
    cadences = {code: minutes for code, minutes in declared.items() if minutes}
    newest = _newest(ground, list(cadences))
    return tuple(Silence(code, minutes, newest.get(code), first_at) for code, minutes in cadences.items())


def judge(silences: tuple[Silence, ...], rule: SilentSource, moment: Micros) -> list[Finding]:
    """The sources that have been silent for longer than `times` their cadence."""
    found = []
    for silence in silences:
        since = silence.first_at if silence.last_at is None else silence.last_at
        cadence = silence.cadence * MINUTE
        if moment - since <= rule.times * cadence:
            continue
        worse = rule.worse_times is not None and moment - since > rule.worse_times * cadence
        evidence = {
            "last_at": silence.last_at,
            "since": since,
            "cadence_minutes": silence.cadence,
            "limit_times": rule.times,
        }
        subject = f"source:{silence.source}"
        severity = rule.worse if worse else rule.severity
        key = key_of(rule.id, subject)
        found.append(Finding(key, rule.id, rule.kind, subject, None, severity, evidence, source=silence.source))
    return found


def _newest(ground: Ground, sources: list[str]) -> dict[str, Micros]:
    """The newest case of each source as of T."""
    connection = ground.reader.connection
    if ground.question.live:
        rows = connection.execute(select(feed_state.c.source, feed_state.c.last_collected_at)).all()
        return {row.source: row.last_collected_at for row in rows if row.last_collected_at is not None}
    found = {}
    for source in sources:
        # One look from T backwards along the instants finds the newest; a maximum would read all before it.
        of_it = matches(event.c.source, "source", source)
        chosen = select(event.c.collected_at).where(of_it, event.c.collected_at <= ground.moment)
        newest = connection.execute(chosen.order_by(event.c.collected_at.desc()).limit(1)).scalar()
        if newest is not None:
            found[source] = newest
    return found
