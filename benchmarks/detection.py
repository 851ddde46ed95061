"""How much of what is planted the risk methods find, and how often they call what is not there.

Poisson counts on a lattice of 612 areas with a block of nine that has more, hourly counts with the shape of a week
and six hours that have more, days of few cases and one that has more. Every run is seeded by its number.
"""

import time
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Final

from harness import options, report

from tests.data_access.risk.planted import Found, days, spots, surges

SCENARIOS: Final[dict[str, Callable[[range], Found]]] = {
    **{
        f"Gi* + FDR, {mean:g} an area, x{ratio:g}": partial(spots, mean=mean, ratio=ratio)
        for mean, ratio in ((4.4, 1.5), (4.4, 2.0), (4.4, 3.0), (31.0, 1.5), (134.0, 1.25))
    },
    **{
        f"Poisson EWMA, {daily} a day, x{ratio:g}": partial(surges, daily=daily, ratio=ratio)
        for daily, ratio in ((2700, 1.25), (2700, 1.5), (340, 1.5), (340, 2.0), (40, 2.0), (40, 4.0))
    },
    **{
        f"exact tail, {daily:g} a day, x{ratio:g}": partial(days, daily=daily, ratio=ratio)
        for daily, ratio in ((0.5, 6.0), (2.0, 3.0), (2.0, 4.0), (4.5, 3.0))
    },
    "exact tail, 2 a day as four weeks tell, x4": partial(days, daily=2.0, ratio=4.0, known=False),
}


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--runs", type=int, default=200, help="seeded runs per scenario")
    given = parser.parse_args()
    began = time.perf_counter()
    found = {name: measure(range(given.runs)) for name, measure in SCENARIOS.items()}
    header = ("method, usual, planted", "found", "recall %", "false %", "clean runs disturbed")
    rows = [
        (name, f"{one.found}/{one.runs}", 100 * one.recall, f"{100 * one.false:.3f}", f"{one.disturbed}/{one.clean}")
        for name, one in found.items()
    ]
    title = f"detection.py: {given.runs} runs each, in {time.perf_counter() - began:.0f} s"
    report(title, given, header, rows, scenarios={name: asdict(one) for name, one in found.items()})


if __name__ == "__main__":
    main()
