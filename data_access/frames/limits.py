"""When a figure calls for action: the limits of limits.toml, applied the same way in every frame."""

import math
import tomllib
from pathlib import Path
from typing import Any, Final

LIMITS: Final[dict[str, dict[str, Any]]] = tomllib.loads(Path(__file__).with_name("limits.toml").read_text("utf-8"))

NORMAL: Final = "n"
_WORSE: Final = (NORMAL, "note", "warn", "crit")


def below(name: str, value: float | None, count: int) -> str:
    """The status of a value that should not fall: n, warn or crit. Too few cases are never judged."""
    limit = LIMITS[name]
    if value is None or count < limit["least"]:
        return NORMAL
    return "crit" if value < limit["crit"] else "warn" if value < limit["warn"] else NORMAL


def above(name: str, value: float | None, count: int) -> str:
    """The status of a value that should not rise: n, warn or crit. Too few cases are never judged."""
    limit = LIMITS[name]
    if value is None or count < limit["least"]:
        return NORMAL
    return "crit" if value > limit["crit"] else "warn" if value > limit["warn"] else NORMAL


def surges(count: float, usual: float | None, periods: int | None = None) -> bool:
    """Whether a count stands out from the usual beyond chance (Poisson) and by a ratio worth acting on.

    `periods`: how many periods the usual is the mean of, when it is a mean of few and so uncertain itself.
    """
    limit = LIMITS["surge"]
    if usual is None or count < limit["least"]:
        return False
    spread = math.sqrt(usual * (1 + 1 / periods)) if periods else math.sqrt(usual)
    return bool(count > usual + limit["sigma"] * max(spread, 1.0) and count > limit["ratio"] * usual)


def overdue_status(overdue: int, open_cases: int) -> str:
    """The status of an area or department by the share of its open cases that are overdue."""
    return above("overdue_share", overdue / open_cases if open_cases else None, overdue)


def severity_status(severity: int | None) -> str:
    """The status that a severity is shown with: 4 and 5 crit, 3 warn, 2 note."""
    return {5: "crit", 4: "crit", 3: "warn", 2: "note"}.get(severity or 1, NORMAL)


def worst(*statuses: str) -> str:
    """The worst of several."""
    return max(statuses, key=_WORSE.index)
