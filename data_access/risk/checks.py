"""What the functions of this package demand of the numbers they are given.

Every message names what was wrong, the value met and what was expected.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


def numbers(name: str, values: ArrayLike, *, least: float | None = 0.0) -> NDArray[np.float64]:
    """A column of finite numbers, none below `least` (None: any); ValueError naming the first that is not."""
    found = np.asarray(values, dtype=np.float64)
    if found.ndim != 1:
        raise ValueError(f"{name} has {found.ndim} dimensions; expected a column of numbers")
    bound = "" if least is None else f" >= {least:g}"
    bad = ~np.isfinite(found) if least is None else ~(np.isfinite(found) & (found >= least))
    if bad.any():
        place = int(np.argmax(bad))
        raise ValueError(f"{name}[{place}] is {found[place]:g}; expected finite numbers{bound}")
    return found


def alike(first: str, one: NDArray[Any], second: str, other: NDArray[Any]) -> None:
    """ValueError unless both have the same number of rows."""
    if len(one) != len(other):
        raise ValueError(f"{first} has {len(one)} rows and {second} {len(other)}; expected as many of both")


def positive(name: str, value: float) -> float:
    """A finite number above 0; ValueError naming what is not."""
    if not (np.isfinite(value) and value > 0):
        raise ValueError(f"{name} is {value}; expected a finite number above 0")
    return float(value)


def share(name: str, value: float) -> float:
    """A number strictly between 0 and 1; ValueError naming what is not."""
    if not 0 < value < 1:
        raise ValueError(f"{name} is {value}; expected a number between 0 and 1")
    return float(value)
