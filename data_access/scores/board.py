"""Everything that is scored in a view, worked out once for all panels and viewers."""

from dataclasses import dataclass

from data_access.clock import Micros
from data_access.kept import kept
from data_access.measures import Interval, measure
from data_access.reader import Question, Reader
from data_access.scores.counting import counts
from data_access.scores.ranking import Ranking, ranking
from data_access.scores.rules import KINDS, Kind, Rules
from data_access.scores.scoring import Counts, Score, hotline, score
from data_access.scores.urging import Urged, urged
from data_access.view import View


@dataclass(frozen=True, slots=True)
class Board:
    """The rankings of one window as of `moment`, with the rules that scored it and those of the window before.
    `before` is None where history does not reach back. `nobody`: cases filed that count for nobody, by kind."""

    moment: Micros
    window: Interval
    before: Interval | None
    rules: Rules
    rules_before: Rules
    rankings: dict[Kind, Ranking]
    nobody: dict[Kind, int]
    hotline: Score
    urged: dict[str, Urged]


def board(reader: Reader, view: View) -> Board:
    """The board of a view, at most a minute old where the view is live. A chosen department narrows what areas and
    posts are scored by; departments are ranked among each other all the same."""
    question = reader.question(view)
    return kept(reader, question, "scores", lambda: _board(reader, question))


def asked(reader: Reader, question: Question, kind: Kind) -> Question:
    """The question that the scores of a kind answer."""
    if kind != "department" or question.view.department is None:
        return question
    return reader.question(question.view.replaced(department=None), moment=question.moment)


def scored(
    reader: Reader, question: Question, kind: Kind, rules: Rules, window: Interval
) -> tuple[dict[str, Score], int]:
    """The scores of a window by code, and how many cases filed count for nobody."""
    named = kind == "department"
    found, nobody = counts(reader, question, kind, rules, window)
    return {code: score(rules, kind, counted, code if named else None) for code, counted in found.items()}, nobody


def _board(reader: Reader, question: Question) -> Board:
    window = (question.start, question.end)
    before = question.view.previous(question.moment, reader.zone)
    rules = reader.score_rules.at(window[1], reader.zone)
    rules_before = reader.score_rules.at(before[1], reader.zone)
    reached = reader.reaches(before[0])
    rankings: dict[Kind, Ranking] = {}
    nobody: dict[Kind, int] = {}
    for kind in KINDS:
        own = asked(reader, question, kind)
        now, nobody[kind] = scored(reader, own, kind, rules, window)
        then = scored(reader, own, kind, rules_before, before)[0] if reached and now else None
        rankings[kind] = ranking(kind, rules, now, then, rules_before)
    return Board(
        moment=question.moment,
        window=window,
        before=before if reached else None,
        rules=rules,
        rules_before=rules_before,
        rankings=rankings,
        nobody=nobody,
        hotline=hotline(rules, _call_backs(reader, question, rules)),
        urged=urged(reader, asked(reader, question, "department"), window),
    )


def _call_backs(reader: Reader, question: Question, rules: Rules) -> Counts:
    """Evaluated cases of the hotline's sources with a score; a chosen source keeps only its own."""
    found = Counts()
    for source, tally in measure(reader, question, "source", {"satisfaction"}).items():
        if source in rules.hotline.sources:
            found.add_tally(tally)
    return found
