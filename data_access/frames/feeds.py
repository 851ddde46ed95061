"""How the feeds are: of each source its newest message, how late its messages are, how much comes and what is held."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Final

from sqlalchemy import Column, Select, func, select

from data_access.alerts.finding import Ground
from data_access.clock import DAY, HOUR, MINUTE, SECOND, Micros, from_micros, hour_of, to_micros
from data_access.frames.sources import newest_cases
from data_access.kept import kept
from data_access.measures import measure
from data_access.reader import Question, Reader
from data_access.series import hourly
from data_access.statistics.arrivals import Arrivals, arrivals
from data_access.store.schema import feed_state, quarantine, transition
from data_access.view import View

LATE: Final = 2.0
STOPPED: Final = 5.0
"""From so many times the cadence on a source is late, or has stopped."""

NORMAL, IS_LATE, HAS_STOPPED, NEVER = "n", "late", "stopped", "never"
ORDER: Final = (HAS_STOPPED, IS_LATE, NEVER, NORMAL)
"""The worst first; what never sent anything is no news."""

TICK: Final = 10 * SECOND
_DAYS: Final = 7
_NEWEST: Final = 2000
_HELD: Final = 300
_SOURCE: Final = re.compile(r'"source"\s*:\s*"([^"\\]{1,64})"')


@dataclass(frozen=True, slots=True)
class Feed:
    """One source. `received_at`: its newest message came in; `case_at`: its newest case was collected; `lag`: median
    seconds from happening to coming in; `rate`: cases of the last hour, `usual`: of that hour on the seven days
    before; `cadence`: microseconds; `held`: of today in quarantine. None where it is not known."""

    source: str
    label: str
    sample: bool
    status: str
    received_at: Micros | None
    case_at: Micros | None
    cadence: Micros | None
    lag: float | None
    rate: int | None
    usual: float | None
    held: int


@dataclass(frozen=True, slots=True)
class Feeds:
    """All sources, the worst first, then as declared; the statistics; how many messages wait in quarantine, of today
    and at all. `live` False: as of a past T, for which only the cases are known."""

    sources: tuple[Feed, ...]
    statistics: Arrivals | None
    held_today: int
    held: int
    live: bool

    @property
    def samples(self) -> tuple[Feed, ...]:
        """The sources whose cases are samples."""
        return tuple(feed for feed in self.sources if feed.sample)


@dataclass(frozen=True, slots=True)
class _Held:
    """What waits in quarantine: at all, of today, and of today by source as far as the newest tell."""

    all: int
    today: int
    by_source: Mapping[str, int]


def feeds(reader: Reader, view: View) -> Feeds:
    """The feeds of the whole site as of a view's T, whatever its area and filters."""
    question = Ground.of(reader, reader.question(view).moment).question
    cases = newest_cases(reader, question)
    received = _received(reader) if question.live else {}
    lags = kept(reader, question, "feed lags", lambda: _lags(reader, question), tick=TICK) if question.live else {}
    rates = kept(reader, question, "feed rates", lambda: _rates(reader, question), tick=TICK)
    usual = kept(reader, question, "feed usual", lambda: _usual(reader, question), tick=5 * MINUTE)
    held = kept(reader, question, "feed quarantine", lambda: _held(reader, question), tick=TICK)
    declared = {term.code: term.attributes for term in reader.vocabulary.of("source")}
    found = []
    for source in dict.fromkeys((*declared, *sorted({*received, *cases}))):
        about = declared.get(source, {})
        minutes = about.get("cadence_minutes")
        cadence = None if minutes is None else round(minutes * MINUTE)
        case_at, received_at = cases.get(source), received.get(source)
        seen = case_at is not None or received_at is not None
        found.append(
            Feed(
                source,
                reader.vocabulary.label("source", source, view.language),
                bool(about.get("sample")),
                status_of(question.moment, case_at, cadence) if seen else NEVER,
                received_at,
                case_at,
                cadence,
                lags.get(source),
                rates.get(source, 0) if seen else None,
                usual.get(source, 0.0) if usual and seen else None,
                held.by_source.get(source, 0),
            )
        )
    ranked = tuple(sorted(found, key=lambda feed: ORDER.index(feed.status)))
    return Feeds(ranked, arrivals(reader, question), held.today, held.all, question.live)


def status_of(moment: Micros, newest: Micros | None, cadence: Micros | None) -> str:
    """What the age of the newest case means beside the cadence; a source that declares none is never late."""
    if newest is None or cadence is None:
        return NORMAL
    age = moment - newest
    return HAS_STOPPED if age > STOPPED * cadence else IS_LATE if age > LATE * cadence else NORMAL


def samples(reader: Reader, view: View) -> list[str]:
    """The labels of the sources that the view counts and whose cases are samples, in the order declared."""
    counted = {view.source} if view.source is not None else set(reader.connection.execute(_KNOWN).scalars())
    return [
        term.label(view.language)
        for term in reader.vocabulary.of("source")
        if term.attributes.get("sample") and term.code in counted
    ]


def own_lag(rows: Iterable[tuple[Micros, str, Micros]]) -> dict[str, float]:
    """Median seconds from happening to coming in by source, of rows (received, source, happened). What came in one
    batch that spans more than an hour is a history that was loaded, and says nothing of the feed."""
    batches: defaultdict[Micros, list[tuple[str, Micros]]] = defaultdict(list)
    for received, source, at in rows:
        batches[received].append((source, at))
    lags: defaultdict[str, list[float]] = defaultdict(list)
    for received, some in batches.items():
        instants = [at for _, at in some]
        if max(instants) - min(instants) <= HOUR:
            for source, at in some:
                lags[source].append(max(received - at, 0) / SECOND)
    return {source: median(values) for source, values in lags.items()}


_KNOWN: Final[Select[tuple[str]]] = select(feed_state.c.source)


def _received(reader: Reader) -> dict[str, Micros]:
    chosen = select(feed_state.c.source, feed_state.c.last_received_at)
    return {row.source: row.last_received_at for row in reader.connection.execute(chosen)}


def _lags(reader: Reader, question: Question) -> dict[str, float]:
    # Messages are numbered as they come in: the newest are found without an index of when that was.
    c = transition.c
    newest = select(c.received_at, c.source, c.at).order_by(c.id.desc()).limit(_NEWEST)
    rows = reader.connection.execute(newest).all()
    return own_lag((row.received_at, row.source, row.at) for row in rows if row.received_at > question.moment - HOUR)


def _rates(reader: Reader, question: Question) -> dict[str, int]:
    window = (question.moment - HOUR, question.moment)
    tallies = measure(reader, question, "source", {"reported"}, window=window)
    return {source: tally.reported for source, tally in tallies.items()}


def _usual(reader: Reader, question: Question) -> dict[str, float]:
    """Cases of the last hour's time of day, the mean of the days before that are known; nothing as of a past T."""
    moment = question.moment
    days = [day for day in range(1, _DAYS + 1) if reader.reaches(moment - day * DAY - HOUR, early=0)]
    if not question.live or not days:
        return {}
    hour = hour_of(moment)
    share = (moment - hour) / HOUR
    counts = hourly(reader, question, "source", (hour - _DAYS * DAY - HOUR, hour - DAY + HOUR), ("reported",))
    found: defaultdict[str, float] = defaultdict(float)
    for (source, at), tally in counts.items():
        for day in days:
            if at == hour - day * DAY:
                found[source] += share * tally.reported / len(days)
            elif at == hour - day * DAY - HOUR:
                found[source] += (1 - share) * tally.reported / len(days)
    return found


def _held(reader: Reader, question: Question) -> _Held:
    c = quarantine.c
    waiting = [c.replayed_at.is_(None), c.received_at <= question.moment]
    local = from_micros(question.moment).astimezone(reader.zone)
    midnight = to_micros(local.replace(hour=0, minute=0, second=0, microsecond=0))
    counted = select(func.count()).select_from(quarantine)
    every = reader.connection.execute(counted.where(*waiting)).scalar_one()
    today = reader.connection.execute(counted.where(*waiting, c.received_at >= midnight)).scalar_one()
    if not today:
        return _Held(every, 0, {})
    head: Column[str] = func.substr(c.raw, 1, 2000)  # type: ignore[assignment]  # a function of a column reads as one
    newest = select(head).where(*waiting, c.received_at >= midnight).order_by(c.received_at.desc()).limit(_HELD)
    named = (_SOURCE.search(raw) for raw in reader.connection.execute(newest).scalars())
    return _Held(every, today, Counter(one[1] for one in named if one))
