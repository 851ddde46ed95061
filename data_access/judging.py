"""Whether the two sides of a comparison differ by more than chance and by enough to matter, by the rules of the
briefing's findings; what rests on too few cases is never judged."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from data_access.briefing.comparing import Spread, median_interval
from data_access.briefing.figures import Median
from data_access.briefing.findings import Kind, Operand, Q, chance_of, difference, is_large, is_sayable
from data_access.risk.hotspots import discoveries
from data_access.tally import Durations

Verdict = Literal["better", "worse", "different", "alike", "few", "unjudged"]

POISSON: Final = Spread(0.0, 0)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two operands of one kind. `spread` and `sizes` are those of counts. `worse`: 1 where more is worse, -1 where less
    is, 0 where neither is."""

    kind: Kind
    own: Operand
    other: Operand
    worse: int = 0
    spread: Spread = POISSON
    sizes: tuple[float, float] = (1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict, and p where it was tested."""

    verdict: Verdict
    p: float | None = None


def judge(pairs: Sequence[Pair | None]) -> list[Judged]:
    """One verdict a pair, those tested together held to the findings' false discovery rate; None is not judged."""
    sayable = [one for one in pairs if one is not None and is_sayable(one.own, one.other)]
    chances = [chance_of(one.kind, one.own, one.other, one.spread, one.sizes) for one in sayable]
    found = {
        id(one): (p, bool(sure))
        for one, p, sure in zip(sayable, chances, discoveries(chances, Q).tolist(), strict=True)
    }
    return [_judged(one, *found.get(id(one), (None, False))) for one in pairs]


def median_of(durations: Durations) -> Median:
    """Durations as an operand: in seconds, with the 95 % interval of their median."""
    told = durations.as_json()
    low, high = median_interval(*durations.weighted()) or (None, None)
    return Median(told["n"], told["p50"], told["p90"], low, high)


def _judged(pair: Pair | None, p: float | None, sure: bool) -> Judged:
    if pair is None:
        return Judged("unjudged")
    if p is None:
        return Judged("few")
    if not sure or not is_large(pair.kind, pair.own, _alike(pair)):
        return Judged("alike", p)
    if not pair.worse:
        return Judged("different", p)
    return Judged("worse" if difference(pair.own, _alike(pair)) * pair.worse > 0 else "better", p)


def _alike(pair: Pair) -> Operand:
    """The other operand; of a count what it would be in an area of this side's size."""
    if isinstance(pair.other, int) and pair.sizes[0] != pair.sizes[1]:
        return round(pair.other * pair.sizes[0] / pair.sizes[1])
    return pair.other
