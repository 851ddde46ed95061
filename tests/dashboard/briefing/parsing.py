"""What a sentence of the briefing claims, read from its words alone, and whether the figures bear it out.

Nothing here is shared with the wording: the grammar of both languages stands below, and every number is worked out
anew.
"""

import re
from dataclasses import dataclass
from typing import Any, Final

from data_access.briefing.figures import Figures, Measures, Median, Row, Share

N: Final = r"\d[\d,]*(?:\.\d+)?"
NAME: Final = r"(?P<name>[^（，；;(]+?)"
NOW: Final = rf"(?P<now>{N})"
OF: Final = rf"(?P<of>{N})"
PART: Final = rf"(?P<part>{N})"
ZH_WEEK: Final = "(?P<week>上周|上年同周（2025-W46）)"
EN_WEEK: Final = r"(?P<week>last week|the same week of last year \(2025-W46\))"
ZH: Final[dict[str, Any]] = {
    "heads": {
        ("total", "reported"): rf"本周{NAME}上报事件 {NOW} 件",
        ("total", "closed"): rf"本周{NAME}办结事件 {NOW} 件",
        ("total", "overdue"): rf"截至 T，{NAME}超期未结 {NOW} 件",
        ("source", "reported"): rf"来自{NAME}的事件 {NOW} 件",
        ("category", "reported"): rf"“{NAME}”事件 {NOW} 件",
        ("", "reported"): rf"{NAME}上报 {NOW} 件",
        ("", "overdue"): rf"{NAME}超期未结 {NOW} 件",
        ("", "on_time"): rf"{NAME}按期办结率 {NOW}%（应办 {OF} 件，按期 {PART} 件）",
        ("", "rework"): rf"{NAME}返工率 {NOW}%（办结 {OF} 件，返工 {PART} 件）",
        ("", "satisfaction"): rf"{NAME}满意率 {NOW}%（有评分 {OF} 件，满意 {PART} 件）",
        ("", "self_handled"): rf"{NAME}自处理占比 {NOW}%（上报 {OF} 件，自处理 {PART} 件）",
        ("", "response"): rf"{NAME}响应时长中位数 {NOW} (?P<unit>\S+)（{OF} 件）",
        ("", "handling"): rf"{NAME}处置时长中位数 {NOW} (?P<unit>\S+)（{OF} 件）",
    },
    "changes": (
        rf"较{ZH_WEEK}(?P<way>增加|减少) (?P<by>{N}) 件，(?P<again>上升|下降) (?P<percent>{N})%",
        rf"较{ZH_WEEK}(?P<way>增加) (?P<by>{N}) 件（(?P=week)为 (?P<before>0) 件）",
        rf"较{ZH_WEEK}（(?P<before>{N})%）(?P<way>上升|下降) (?P<by>{N}) 个百分点",
        rf"较{ZH_WEEK}（(?P<before>{N}) (?P<unit>\S+?)）(?P<way>延长|缩短) (?P<by>{N}) (?P<unit2>\S+)",
    ),
    "leader": rf"其中{NAME}(?P<way>增加|减少)最多，由 (?P<before>{N}) 件(?:增|减)至 {NOW} 件",
    "joint": "，",
    "stop": "。",
}
EN: Final[dict[str, Any]] = {
    "heads": {
        ("total", "reported"): rf"{NAME}: {NOW} cases? reported this week",
        ("total", "closed"): rf"{NAME}: {NOW} cases? closed this week",
        ("total", "overdue"): rf"{NAME}: {NOW} cases? open past the deadline as of T",
        ("source", "reported"): rf"From {NAME}: {NOW} cases?",
        ("category", "reported"): rf"“{NAME}”: {NOW} cases?",
        ("", "reported"): rf"{NAME}: {NOW} cases? reported",
        ("", "overdue"): rf"{NAME}: {NOW} cases? open past the deadline",
        ("", "on_time"): rf"{NAME}: on-time rate {NOW}% \({PART} on time of {OF} due\)",
        ("", "rework"): rf"{NAME}: rework rate {NOW}% \({PART} reworked of {OF} closed\)",
        ("", "satisfaction"): rf"{NAME}: satisfaction {NOW}% \({PART} satisfied of {OF} rated\)",
        ("", "self_handled"): rf"{NAME}: self-handled share {NOW}% \({PART} self-handled of {OF} reported\)",
        ("", "response"): rf"{NAME}: median response time {NOW} (?P<unit>\S+) \({OF} cases?\)",
        ("", "handling"): rf"{NAME}: median handling time {NOW} (?P<unit>\S+) \({OF} cases?\)",
    },
    "changes": (
        rf"(?P<way>up|down) (?P<by>{N}) on {EN_WEEK}, by (?P<percent>{N})%",
        rf"(?P<way>up) (?P<by>{N}) on {EN_WEEK} \((?P<before>0) in (?P=week)\)",
        rf"(?P<way>up|down) (?P<by>{N}) points on {EN_WEEK} \((?P<before>{N})%\)",
        rf"(?P<by>{N}) (?P<unit2>\S+) (?P<way>longer|shorter) than {EN_WEEK} \((?P<before>{N}) (?P<unit>\S+)\)",
    ),
    "leader": rf"{NAME} (?P<way>rose|fell) most, from (?P<before>{N}) to {NOW}",
    "joint": "; ",
    "stop": ".",
}
GRAMMARS: Final = {"zh": ZH, "en": EN}
UP: Final = ("增加", "上升", "延长", "up", "longer", "rose")
LAST: Final = ("上周", "last week")
SECONDS: Final = {
    **{"秒": 1, "分钟": 60, "小时": 3600, "天": 86_400},
    **{"s": 1, "min": 60, "h": 3600, "day": 86_400, "days": 86_400},
}

Words = dict[str, str]


@dataclass(frozen=True)
class Claim:
    """A sentence taken apart: what of whom, then how it differs from one or two weeks, then who led."""

    topic: str
    measure: str
    head: Words
    changes: list[Words]
    leader: Words | None


def claim_of(language: str, sentence: str) -> Claim:
    """Every word of the sentence is accounted for, or it is no sentence of this grammar."""
    grammar = GRAMMARS[language]
    assert sentence.endswith(grammar["stop"]), sentence
    rest = sentence.removesuffix(grammar["stop"])
    ends = rf"(?={grammar['joint']}|$)"
    heads = ((about, re.match(head + ends, rest)) for about, head in grammar["heads"].items())
    (topic, measure), found = next((one for one in heads if one[1]), (("", ""), None))
    assert found, f"no head: {sentence}"
    rest = rest[found.end() :]
    changes, leader = [], None
    while rest:
        assert rest.startswith(grammar["joint"]), rest
        rest = rest.removeprefix(grammar["joint"])
        clause = next(filter(None, (re.match(form + ends, rest) for form in grammar["changes"])), None)
        if clause:
            changes.append(clause.groupdict())
        else:
            clause = re.match(grammar["leader"] + ends, rest)
            assert clause, f"no clause: {rest}"
            assert leader is None, sentence
            leader = clause.groupdict()
        rest = rest[clause.end() :]
    return Claim(topic, measure, found.groupdict(), changes, leader)


def row_of(figures: Figures, claim: Claim, names: dict[str, str]) -> Row:
    """The row a sentence is about, by the name in it."""
    if claim.topic == "total" or claim.head["name"] in ("某区", "District"):
        return figures.total
    topics = [claim.topic] if claim.topic else list(figures.groups)
    rows = [row for topic in topics for row in figures.groups[topic] if names[row.key] == claim.head["name"]]
    assert len(rows) == 1, claim.head["name"]
    return rows[0]


def check(figures: Figures, claim: Claim, names: dict[str, str]) -> None:
    """Every number of a claim, and every word for more and less, by the figures."""
    row = row_of(figures, claim, names)
    now = getattr(row.now, claim.measure)
    _check_head(claim.head, now)
    assert claim.changes
    for change in claim.changes:
        week = row.last if change["week"] in LAST else row.same
        assert week is not None
        _check_change(claim.head, change, now, getattr(week, claim.measure))
    if claim.leader is not None:
        _check_leader(figures, claim, names)


def number(words: str) -> float:
    """A number as it is written."""
    return float(words.replace(",", ""))


def exact_of(value: int | Share | Median) -> float:
    """Cases, percent, or seconds."""
    if isinstance(value, Share):
        return 100 * value.numerator / value.denominator
    return float(value.p50 or 0.0) if isinstance(value, Median) else float(value)


def shown_well(words: str, exact: float, *, percent: bool = False) -> None:
    """A number is the exact one to its last digit; a percentage is 0 or 100 only where it is exactly that."""
    digits = len(words.partition(".")[2]) or (1 if percent else 0)
    if percent and 0 < exact < 100:
        assert words not in ("0.0", "100", "0"), (words, exact)
        exact = min(max(exact, 0.1), 99.9)
    assert abs(number(words) - exact) <= 0.5 * 10**-digits + 1e-9 * abs(exact), (words, exact)


def _check_head(head: Words, now: int | Share | Median) -> None:
    if isinstance(now, Share):
        assert (number(head["part"]), number(head["of"])) == (now.numerator, now.denominator)
        shown_well(head["now"], exact_of(now), percent=True)
    elif isinstance(now, Median):
        assert number(head["of"]) == now.n
        _shown_in_unit(head["now"], head["unit"], exact_of(now))
    else:
        assert number(head["now"]) == now


def _check_change(head: Words, change: Words, now: int | Share | Median, before: int | Share | Median) -> None:
    assert (change["way"] in UP) == (exact_of(now) > exact_of(before)), change
    if isinstance(now, int):
        assert number(change["by"]) == abs(exact_of(now) - exact_of(before))
        if change.get("percent") is not None:
            shown_well(change["percent"], abs(exact_of(now) / exact_of(before) - 1) * 100)
            assert change.get("again") is None or (change["again"] in UP) == (change["way"] in UP)
        else:
            assert exact_of(before) == 0
        return
    # What a reader works out from the two numbers he sees is what is said.
    assert round(abs(number(head["now"]) - number(change["before"])), 1) == number(change["by"]) > 0, (head, change)
    if isinstance(now, Share):
        shown_well(change["before"], exact_of(before), percent=True)
    else:
        assert SECONDS[head["unit"]] == SECONDS[change["unit"]] == SECONDS[change["unit2"]]
        _shown_in_unit(change["before"], change["unit"], exact_of(before))


def _shown_in_unit(words: str, unit: str, seconds: float) -> None:
    assert abs(number(words) - seconds / SECONDS[unit]) <= 0.05 + 1e-9 * seconds


def _check_leader(figures: Figures, claim: Claim, names: dict[str, str]) -> None:
    assert claim.leader is not None
    assert claim.topic == "total"
    rises = claim.leader["way"] in UP

    def moved(row: Row) -> float:
        assert isinstance(row.last, Measures)
        by = getattr(row.now, claim.measure) - getattr(row.last, claim.measure)
        return float(by if rises else -by)

    (row,) = (row for row in figures.groups["child"] if names[row.key] == claim.leader["name"])
    assert moved(row) == max(map(moved, figures.groups["child"])) > 0
    shown = number(claim.leader["before"]), number(claim.leader["now"])
    assert shown == (getattr(row.last, claim.measure), getattr(row.now, claim.measure))


CROSSINGS: Final = {
    "zh": (
        rf".*督办考核：(?P<name>.+)得 {NOW} 分，较上周（(?P<before>{N}) 分）(?P<way>上升|下降) (?P<by>{N}) 分，"
        rf"(?P<side>低于|达到)(?:合格线|警戒线)（(?P<line>{N}) 分）。"
    ),
    "en": (
        rf".*: (?P<name>.+) scores {NOW}, (?P<by>{N}) (?P<way>more|less) than last week "
        rf"\((?P<before>{N})\), (?P<side>below|reaching) the (?:pass|alarm) line \((?P<line>{N})\)\."
    ),
}


def check_crossing(figures: Figures, language: str, sentence: str, names: dict[str, str]) -> None:
    """A sentence on a score: its numbers, and on which side of the line they are."""
    found = re.fullmatch(CROSSINGS[language], sentence)
    assert found, sentence
    told = found.groupdict()
    (score,) = (one for scores in figures.scores.values() for one in scores if names[one.key] == told["name"])
    assert score.total is not None
    assert score.before is not None
    line, fell = number(told["line"]), score.total < score.before
    assert line in (figures.pass_line, figures.alarm_line)
    assert (told["way"] in ("下降", "less"), told["side"] in ("低于", "below")) == (fell, fell)
    for words, exact in ((told["now"], score.total), (told["before"], score.before)):
        shown_well(words, exact)
        assert (number(words) < line) == (exact < line), sentence
    assert (score.total < line) != (score.before < line)
    assert round(abs(number(told["now"]) - number(told["before"])), 4) == number(told["by"])
