"""How far a count is from its usual, in the units of a normal deviate, exact where the numbers are small.

The usual is itself the mean of a few counts. With Poisson counts and Jeffreys' prior on their rate, the next count
after k counts of mean u follows a negative binomial distribution of size k u + 1/2 and chance k / (k + 1). The
deviation is the normal deviate that has the same tail: of counts as large or larger above the usual, as small or
smaller below it. The prior's half case keeps what never occurred before from being beyond all limits the first time.
"""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, ndtri

from data_access.risk.checks import alike, numbers

REACH: Final = 12.0
"""No deviation is given as more than this: beyond it lies nothing that is judged otherwise."""


def deviations(counts: ArrayLike, usual: ArrayLike, periods: int) -> NDArray[np.float64]:
    """Deviations (n,) of counts (n,) from usual counts (n,), each the mean of `periods` counts: above 0 where there
    are more than usual, 0 where the tail holds half or more. ValueError for negative or unknown numbers and for
    `periods` below 1."""
    seen, expected = numbers("counts", counts), numbers("usual", usual)
    alike("counts", seen, "usual", expected)
    if periods < 1:
        raise ValueError(f"periods is {periods}; expected at least 1")
    size, chance = expected * periods + 0.5, periods / (periods + 1)
    many = np.where(seen > 0, betainc(np.maximum(seen, 1.0), size, 1 - chance), 1.0)
    few = betainc(size, seen + 1, chance)
    least = np.finfo(np.float64).tiny
    above, below = (np.abs(ndtri(np.clip(tail, least, 0.5))) for tail in (many, few))
    found: NDArray[np.float64] = np.where(seen >= expected, np.minimum(above, REACH), -np.minimum(below, REACH))
    return found
