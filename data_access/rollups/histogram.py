"""Mergeable logarithmic histograms of durations, written as text so that adding is concatenation.

A duration falls in the bin i with gamma**(i-1) < seconds <= gamma**i, gamma = (1+a)/(1-a), a = 0.01; the bin's
value 2*gamma**i/(gamma+1) is within 1 % of every duration in it (DDSketch, Masson et al. 2019). An entry is three
printable characters: two for the bin, one for the sign (+ adds, - takes away), so both stores merge two
histograms with plain `||`, and a long text is decoded by numpy at once.
"""

import math
from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data_access.clock import SECOND, Micros

RELATIVE_ERROR: Final = 0.01
_GAMMA: Final = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR)
_LOG_GAMMA: Final = math.log(_GAMMA)
_BASE: Final = 90
_FIRST: Final = 33  # "!", the first printable character after the space
_ZERO: Final = _BASE * _BASE // 2
_SHIFT: Final = 700  # bins below one second reach down to a microsecond at -691
_TOP: Final = _ZERO - 1


def bin_of(duration: Micros) -> int:
    """The bin of a duration in microseconds: 0 for zero, positive for positive, negative mirrored."""
    if duration == 0:
        return 0
    index = min(math.ceil(math.log(abs(duration) / SECOND) / _LOG_GAMMA) + _SHIFT, _TOP)
    return index if duration > 0 else -index


def values_of(bins: NDArray[np.int64]) -> NDArray[np.float64]:
    """The representative seconds of bins."""
    size = 2 * np.power(_GAMMA, np.abs(bins) - float(_SHIFT)) / (_GAMMA + 1)
    return np.where(bins == 0, 0.0, np.sign(bins) * size)


def encode(counts: Mapping[int, int]) -> str:
    """Bin counts (negative counts take away) as text; the order of entries carries no meaning."""
    parts = []
    for index, count in sorted(counts.items()):
        high, low = divmod(index + _ZERO, _BASE)
        entry = chr(_FIRST + high) + chr(_FIRST + low) + ("+" if count > 0 else "-")
        parts.append(entry * abs(count))
    return "".join(parts)


def decode(texts: Iterable[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(bins, counts) of several texts merged; bins whose count is 0 are left out."""
    raw = np.frombuffer("".join(texts).encode("ascii"), dtype=np.uint8).reshape(-1, 3).astype(np.int64)
    index = (raw[:, 0] - _FIRST) * _BASE + (raw[:, 1] - _FIRST)
    signs = np.where(raw[:, 2] == ord("+"), 1, -1)
    totals = np.bincount(index, weights=signs, minlength=1).astype(np.int64) if len(index) else np.zeros(1, np.int64)
    present = np.flatnonzero(totals)
    return present - _ZERO, totals[present]


def percentiles(
    seconds: NDArray[np.float64], weights: NDArray[np.int64], quantiles: Iterable[float]
) -> list[float | None]:
    """Percentiles, linear between closest ranks, of weighted values in seconds; None where there are none."""
    total = int(weights.sum())
    if total <= 0:
        return [None for _ in quantiles]
    by_size = np.argsort(seconds, kind="stable")
    values = seconds[by_size]
    upto = np.cumsum(weights[by_size])
    found: list[float | None] = []
    for quantile in quantiles:
        position = (total - 1) * quantile
        below = math.floor(position)
        low = values[np.searchsorted(upto, below, side="right")]
        high = values[np.searchsorted(upto, min(below + 1, total - 1), side="right")]
        found.append(float(low + (high - low) * (position - below)))
    return found
