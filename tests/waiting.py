"""Waiting for something to become true, without fixed sleeps."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def wait_until(
    condition: Callable[[], T],
    what: str,
    *,
    seconds: float = 30.0,
    pause: Callable[[float], object] = time.sleep,
) -> T:
    """Call `condition` until it returns something truthy, and return that.

    `pause` is given the seconds to let pass between two tries. AssertionError naming `what` and the last
    value after `seconds`. An exception from `condition` is not caught.
    """
    end = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() >= end:
            raise AssertionError(f"{what}: not so after {seconds:g} s, last value {value!r}")
        pause(0.05)
    return value
