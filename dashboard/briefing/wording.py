"""Findings as sentences of the catalogue. Every number in a sentence is written from the finding's own operands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from data_access.briefing.figures import Baseline, Figures, Median, Share, Spotted
from data_access.briefing.findings import Change, Crossing, Finding
from data_access.clock import Micros, from_micros
from data_access.reader import UNASSIGNED, UNLOCATED, Reader
from layouts import format as written
from layouts.text import Text

HOUR: Final = 3600
UNITS: Final = {"day": 86_400, "hour": 3600, "minute": 60, "second": 1}
LEAST_SHOWN: Final = 0.3
"""Two lengths of time are told in a unit in which they differ by this much as they are written."""
STATED: Final = ("reported", "closed", "open", "overdue", "on_time", "satisfaction")
"""What is said of the week itself, whether it changed or not."""
SEVERITIES: Final = ("crit", "warn", "note")
MOST_DIGITS: Final = 6
PLACES: Final = 2
"""Names of a hot spot's places at most."""


@dataclass(frozen=True, slots=True)
class Words:
    """What sentences and tables of one language are made with: `labels` by (topic, key), `time` the T in words."""

    text: Text
    labels: Mapping[tuple[str, str], str]
    area: str
    time: str
    figures: Figures

    @classmethod
    def of(cls, reader: Reader, figures: Figures, language: str) -> "Words":
        """The words for some figures, labels as the reader's store has them."""
        text = Text(language)
        labels: dict[tuple[str, str], str] = {}
        for topic, rows in figures.groups.items():
            labels |= {(topic, row.key): _label(reader, text, topic, row.key) for row in rows}
        for kind, scores in figures.scores.items():
            topic = "child" if kind == "area" else kind
            labels |= {(kind, one.key): _label(reader, text, topic, one.key) for one in scores}
        for spot in figures.spots:
            labels |= {("area", code): reader.area_label(code, language) for code in spot.places}
            if spot.category is not None:
                labels["category", spot.category] = _label(reader, text, "category", spot.category)
        area = reader.area_label(figures.area, language)
        return cls(text, labels, area, moment(text, figures.period.as_of, reader), figures)

    def name(self, topic: str, key: str) -> str:
        """The name of a key; of the area itself, its own."""
        return self.area if topic == "total" else self.labels[topic, key]

    def week(self, baseline: str) -> str:
        """The week compared with, in words."""
        if baseline == "last":
            return self.text("briefing.week.last" if self.figures.period.whole else "briefing.week.last_partial")
        same = self.figures.same
        return "" if same is None else self.text(f"briefing.week.{same.kind}", week=str(same.week))


def day(text: Text, instant: Micros, reader: Reader) -> str:
    """The local date of an instant."""
    return written.clock(instant, reader.zone, text("briefing.day"))


def moment(text: Text, instant: Micros, reader: Reader) -> str:
    """An instant in local time, to the minute; midnight is the end of the day before."""
    local = from_micros(instant).astimezone(reader.zone)
    if local.hour == local.minute == 0:
        return written.clock(instant - 1, reader.zone, text("briefing.midnight"))
    return written.clock(instant, reader.zone, text("briefing.minute" if local.minute else "briefing.hour"))


def sentence(words: Words, finding: Finding) -> str:
    """A finding as one sentence."""
    text = words.text
    parts = [_head(words, finding), *(change_words(words, finding, change) for change in finding.changes)]
    if finding.leader is not None:
        parts.append(_leader(words, finding.leader))
    return text("briefing.clause").join(parts) + text("briefing.stop")


def statement(words: Words, told: Iterable[Finding] = ()) -> str | None:
    """What the week came to, without comparing it: a clause each of STATED, but for what the findings say already;
    None where they say it all."""
    text, now = words.text, words.figures.total.now
    said = {finding.measure for finding in told}
    parts = []
    for measure in STATED:
        value = getattr(now, measure)
        if measure in said or (isinstance(value, Share) and not value.denominator):
            continue
        shown = written.rate(value.value) if isinstance(value, Share) else written.number(value)
        parts.append(text(f"briefing.stated.{measure}", now=shown))
    if not parts:
        return None
    joined = text("briefing.clause").join(parts)
    return text("briefing.stated.of", name=words.area, said=joined) + text("briefing.stop")


def change_words(words: Words, finding: Finding, change: Change) -> str:
    """How a finding differs from one week, as a clause."""
    text, week, now, before = words.text, words.week(change.baseline), finding.now, change.before
    if isinstance(now, Share) and isinstance(before, Share):
        shown = written.rate(now.value), written.rate(before.value)
        # What a reader can check: the difference of the two rates as they are shown.
        points = float(shown[0]) - float(shown[1])
        way = "up" if points > 0 else "down"
        return text(f"briefing.change.share_{way}", week=week, before=shown[1], points=written.number(abs(points), 1))
    if isinstance(now, Median) and isinstance(before, Median):
        unit = _unit(finding)
        way = "up" if _units(now, unit) > _units(before, unit) else "down"
        # As above: the difference of the two as they are shown.
        difference = _length(text, abs(_units(now, unit) - _units(before, unit)), unit)
        told = _length(text, _units(before, unit), unit)
        return text(f"briefing.change.median_{way}", week=week, before=told, difference=difference)
    if isinstance(now, int) and isinstance(before, int):
        difference = written.number(abs(now - before))
        if not before:
            return text("briefing.change.count_from_nothing", week=week, difference=difference)
        percent = written.number(100 * abs(now - before) / before, 1)
        way = "up" if now > before else "down"
        return text(f"briefing.change.count_{way}", week=week, difference=difference, percent=percent)
    raise TypeError(f"operands {now!r} and {before!r} are not of one kind")


def crossing_sentence(words: Words, one: Crossing) -> str:
    """A score that crossed a line, as one sentence; with as many digits as it takes to see on which side it is."""
    text = words.text
    at = words.figures.pass_line if one.line == "pass" else words.figures.alarm_line
    scores = (one.now, one.before)
    sided = (digits for digits in range(1, MOST_DIGITS) if all((round(v, digits) < at) == (v < at) for v in scores))
    digits = next(sided, MOST_DIGITS)
    now, before = (round(score, digits) for score in scores)
    return text(
        f"briefing.score.{'fell' if one.fell else 'rose'}",
        kind=text(f"score.kind.{one.kind}"),
        name=words.labels[one.kind, one.key],
        now=written.number(now, digits),
        before=written.number(before, digits),
        points=written.number(abs(now - before), digits),
        line=text(f"briefing.line.{one.line}"),
        at=written.number(at, 1).removesuffix(".0"),
    )


def warnings_sentence(words: Words) -> str | None:
    """How many warnings stand, by severity; None where none does."""
    text, counts = words.text, words.figures.warnings
    total = sum(counts.values())
    if not total:
        return None
    parts = [
        text("briefing.standing.count", status=text(f"status.{status}"), count=written.number(counts[status]))
        for status in SEVERITIES
        if counts.get(status)
    ]
    joined = text("briefing.list_join").join(parts)
    return text("briefing.standing.warnings", time=words.time, total=written.number(total), counts=joined)


def spot_sentence(words: Words, spot: Spotted) -> str:
    """A hot spot as one sentence."""
    text = words.text
    category = written.UNKNOWN if spot.category is None else words.labels["category", spot.category]
    return text(
        "briefing.standing.spot",
        places=text("briefing.list_join").join(words.labels["area", code] for code in spot.places[:PLACES]),
        kind=text(f"panel.hotspots.kind.{spot.kind}"),
        hours=written.number(spot.seconds / HOUR),
        count=written.number(spot.count),
        expected=written.number(spot.expected, 1),
        category=category,
    )


def baseline_words(words: Words, baseline: Baseline | None) -> str:
    """A week compared with, by its number; why there is none."""
    return words.text("briefing.note.none") if baseline is None else str(baseline.week)


def _head(words: Words, finding: Finding) -> str:
    text, now, name = words.text, finding.now, words.name(finding.topic, finding.key)
    if isinstance(now, Share):
        return text(
            f"briefing.share.{finding.measure}",
            name=name,
            rate=written.rate(now.value),
            numerator=written.number(now.numerator),
            denominator=written.number(now.denominator),
        )
    if isinstance(now, Median):
        unit = _unit(finding)
        told = _length(text, _units(now, unit), unit)
        return text(f"briefing.median.{finding.measure}", name=name, now=told, n=written.number(now.n))
    values = {"time": words.time} if finding.topic == "total" and finding.measure == "overdue" else {}
    return text(f"briefing.{finding.topic}.{finding.measure}", name=name, now=written.number(now), **values)


def _unit(finding: Finding) -> str:
    """The coarsest unit that is usual for a finding's lengths of time and in which they differ as they are shown."""
    found = [one for one in (finding.now, *(change.before for change in finding.changes)) if isinstance(one, Median)]
    usual = written.unit_of(max(one.p50 or 0.0 for one in found))
    names = list(UNITS)
    for unit in names[names.index(usual) :]:
        now, *before = (_units(one, unit) for one in found)
        if all(abs(now - one) >= LEAST_SHOWN for one in before):
            return unit
    return names[-1]


def _units(median: Median, unit: str) -> float:
    """A median in a unit, as exact as it is shown."""
    return round((median.p50 or 0.0) / UNITS[unit], 1)


def _length(text: Text, amount: float, unit: str) -> str:
    figure = written.number(amount, 1).removesuffix(".0")
    return text(f"briefing.unit.{unit}", n=figure)


def _leader(words: Words, leader: Finding) -> str:
    change = leader.changes[0]
    if not isinstance(leader.now, int) or not isinstance(change.before, int):
        raise TypeError(f"a leader is told by counts, not by {leader.now!r}")
    way = "up" if leader.now > change.before else "down"
    return words.text(
        f"briefing.change.leader_{way}",
        name=words.name(leader.topic, leader.key),
        before=written.number(change.before),
        now=written.number(leader.now),
    )


def _label(reader: Reader, text: Text, topic: str, key: str) -> str:
    if key == UNLOCATED:
        return text("area.unlocated")
    if key == UNASSIGNED:
        return text("department.none")
    if topic == "child":
        return reader.area_label(key, text.language)
    return reader.vocabulary.label(topic, key, text.language)
