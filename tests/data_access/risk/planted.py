"""Synthetic counts with hot spots and surges planted in them, and how much of it is found: for the benchmark
benchmarks/detection.py and, smaller, for a test."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from data_access.clock import HOUR
from data_access.risk.baseline import DayTypes, History
from data_access.risk.hotspots import getis_ord, neighbours
from data_access.risk.surges import judge, poisson_ewma

COLUMNS: Final = 34
ROWS: Final = 18
"""612 areas, as many as the synthetic district has grids."""
WEEK: Final = 168
SURGE_HOURS: Final = 6
_AFTER: Final = 12
"""Hours after a surge in which the EWMA, whose memory fades by a fifth an hour, may still be over."""
_START: Final = 1_780_272_000_000_000  # a Monday

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Found:
    """`runs` with something planted in them, in how many it was found at all, the share of the planted cells, hours
    or days found, and the share of what was not planted that was called all the same; of `clean` runs without
    anything planted, in how many something was called."""

    runs: int
    found: int
    recall: float
    false: float
    clean: int
    disturbed: int


def lattice() -> list[tuple[int, ...]]:
    """The neighbours of the lattice's areas, row by row."""
    return neighbours([shapely.box(x, y, x + 1, y + 1) for y in range(ROWS) for x in range(COLUMNS)])


def spots(seeds: Iterable[int], mean: float, ratio: float, *, side: int = 3) -> Found:
    """Gi* with its false discovery rate on Poisson counts of a mean per area, `ratio` times as many in a block of
    `side` x `side` areas somewhere. Areas next to the block, part of whose neighbourhood is in it, count neither
    way."""
    around = lattice()
    trials = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        means = np.full((ROWS, COLUMNS), mean)
        clean = getis_ord(rng.poisson(means).ravel(), around, seed=seed).hot
        row, column = int(rng.integers(1, ROWS - side)), int(rng.integers(1, COLUMNS - side))
        planted, near = np.zeros((2, ROWS, COLUMNS), dtype=np.bool_)
        planted[row : row + side, column : column + side] = True
        near[row - 1 : row + side + 1, column - 1 : column + side + 1] = True
        means[planted] *= ratio
        hot = getis_ord(rng.poisson(means).ravel(), around, seed=seed).hot
        trials.append((planted.ravel(), (near & ~planted).ravel(), hot, clean))
    return _counted(trials)


def surges(seeds: Iterable[int], daily: float, ratio: float, *, weeks: int = 9) -> Found:
    """The EWMA on the last week of hourly counts with a shape of the week, against a baseline of the weeks before,
    `ratio` times as many for six hours from seven in the morning or later."""
    days = DayTypes(UTC, country=None)
    trials = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        means = np.tile(week_shape(), weeks) * daily / 24
        first = (weeks - 1) * WEEK + 24 * int(rng.integers(1, 6)) + int(rng.integers(7, 15))
        planted, after = np.zeros((2, weeks * WEEK), dtype=np.bool_)
        planted[first : first + SURGE_HOURS] = True
        after[first : first + SURGE_HOURS + _AFTER] = True
        called = []
        for surging in (means * np.where(planted, ratio, 1.0), means):
            history = History(rng.poisson(surging), _START + HOUR * np.arange(weeks * WEEK), days)
            called.append(poisson_ewma(history.counts[-WEEK:], history.own()[-WEEK:]).over)
        trials.append((planted[-WEEK:], (after & ~planted)[-WEEK:], *called))
    return _counted(trials)


def days(seeds: Iterable[int], daily: float, ratio: float, *, known: bool = True) -> Found:
    """The exact tail on four weeks of daily counts, `ratio` times as many on one of them, against the true mean
    (`known`) or that of four weeks before."""
    trials = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        expected = daily if known else rng.poisson(28 * daily) / 28
        planted = np.arange(28) == rng.integers(28)
        called = [
            judge(rng.poisson(np.where(planted, ratio, 1.0) * daily), np.full(28, expected)).over,
            judge(rng.poisson(daily, 28), np.full(28, expected)).over,
        ]
        trials.append((planted, np.zeros(28, dtype=np.bool_), *called))
    return _counted(trials)


def week_shape() -> NDArray[np.float64]:
    """Cases by hour of the week (168,), on average 1: days with two peaks, nights nearly empty, fewer at weekends."""
    clock = np.arange(24)
    day = 0.15 + np.exp(-0.5 * ((clock - 10) / 2.0) ** 2) + 0.8 * np.exp(-0.5 * ((clock - 16) / 2.5) ** 2)
    shape = np.concatenate([day * (1.0 if weekday < 5 else 0.6) for weekday in range(7)])
    return shape / shape.mean()


def _counted(trials: list[tuple[Flags, Flags, Flags, Flags]]) -> Found:
    planted, neither, called, clean = (np.array(part) for part in zip(*trials, strict=True))
    other = ~(planted | neither)
    return Found(
        runs=len(trials),
        found=int((called & planted).any(axis=1).sum()),
        recall=float(called[planted].mean()),
        false=float(called[other].mean()),
        clean=len(trials),
        disturbed=int(clean.any(axis=1).sum()),
    )
