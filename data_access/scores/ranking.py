"""From scores to a ranking: who stands where, and what changed since the window before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from data_access.scores.rules import Kind, Rules
from data_access.scores.scoring import Part, Score

_SAME: Final = 1e-9

FEW: Final = "few"
"""Not ranked: fewer cases than the rules ask for."""
NOTHING: Final = "nothing"
"""Not ranked: no score, every part was left out."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One department, area or post in a ranking. `rank` None: not ranked, for the reason in `unranked`; `before`
    None where the window before is not known. `status`: n, warn below the pass line, crit below the alarm line."""

    kind: Kind
    code: str
    score: Score
    rank: int | None
    unranked: str | None
    status: str
    before: Score | None
    before_rank: int | None

    @property
    def change(self) -> float | None:
        """The score less that of the window before."""
        if self.before is None or self.score.total is None or self.before.total is None:
            return None
        return self.score.total - self.before.total

    @property
    def moved(self) -> int | None:
        """Places won since the window before; negative for places lost."""
        return None if self.rank is None or self.before_rank is None else self.before_rank - self.rank


@dataclass(frozen=True, slots=True)
class Ranking:
    """The standings of one kind, the best first, those not ranked last; `rules` is the version that scored them."""

    kind: Kind
    rules: Rules
    standings: tuple[Standing, ...]

    @property
    def ranked(self) -> tuple[Standing, ...]:
        """Those with a rank, the best first."""
        return tuple(one for one in self.standings if one.rank is not None)

    def of(self, code: str) -> Standing | None:
        """The standing of a code."""
        return next((one for one in self.standings if one.code == code), None)


def ranking(
    kind: Kind,
    rules: Rules,
    scores: Mapping[str, Score],
    before: Mapping[str, Score] | None,
    before_rules: Rules,
) -> Ranking:
    """The ranking of scores by code. `before` holds those of the window before, None where it is not known."""
    ranks = _ranks(scores, rules)
    ranks_before = {} if before is None else _ranks(before, before_rules)
    standings = []
    for code, found in scores.items():
        unranked = None if code in ranks else NOTHING if found.total is None else FEW
        earlier = None if before is None else before.get(code)
        status = status_of(found.total, rules) if code in ranks else "n"
        standings.append(
            Standing(kind, code, found, ranks.get(code), unranked, status, earlier, ranks_before.get(code))
        )
    place = {code: number for number, code in enumerate(scores)}
    standings.sort(key=lambda one: (one.rank or len(scores) + 1, -(one.score.total or -1.0), place[one.code]))
    return Ranking(kind, rules, tuple(standings))


def status_of(total: float | None, rules: Rules) -> str:
    """crit below the alarm line, warn below the pass line, n otherwise."""
    if total is None or total >= rules.pass_line:
        return "n"
    return "crit" if total < rules.alarm_line else "warn"


def part_status(part: Part, status: str, rules: Rules) -> str:
    """n; note for a part that brings less of its weight than the rules ask, warn where the score is too low besides."""
    value = part.ratio.value
    if value is None or 100 * value >= rules.weak_part:
        return "n"
    return "note" if status == "n" else "warn"


def red_list(found: Ranking) -> tuple[Standing, ...]:
    """The best of those ranked that pass."""
    return tuple(one for one in found.ranked if one.status == "n")[: found.rules.red_list]


def black_list(found: Ranking) -> tuple[Standing, ...]:
    """The worst of those ranked, the worst first; nobody who is on the red list."""
    red = {one.code for one in red_list(found)}
    worst = [one for one in reversed(found.ranked) if one.code not in red]
    return tuple(worst[: found.rules.black_list])


def _ranks(scores: Mapping[str, Score], rules: Rules) -> dict[str, int]:
    """Equal scores share a rank, and the next has its place: 1, 2, 2, 4."""
    counted = {code: found.total for code, found in scores.items() if _counts(found, rules) and found.total is not None}
    ranks = {}
    for code, total in counted.items():
        ranks[code] = 1 + _above(total, counted.values())
    return ranks


def _counts(found: Score, rules: Rules) -> bool:
    return found.total is not None and found.cases >= rules.least_cases


def _above(total: float, others: Iterable[float]) -> int:
    return sum(other > total + _SAME for other in others)
