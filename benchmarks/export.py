"""How long exports take: the first picture, then panels, scenes and tables one after the other, no two alike.

A real server with a demo's history. Milliseconds from the request to the last byte. `cold` is the first picture, with
the start of the browser; `again` the same picture once more, which is kept.
"""

import argparse
import itertools
import json
import random
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from harness import options, report, spread, start_demo, workspace

DRAWERS = {"why", "event", "compare"}
SCENES = ("overview", "flow", "risk", "response", "scores", "gathering", "video", "services", "democracy", "operations")
WINDOWS = ("24h", "7d", "today", "30d")


class Failures(list[str]):
    """Answers that were no file."""


def get(url: str, failures: Failures) -> tuple[float, int]:
    """Milliseconds and bytes of one answer."""
    began = time.monotonic()
    try:
        with urllib.request.urlopen(url, timeout=180) as answer:
            size = len(answer.read())
    except urllib.error.HTTPError as error:
        failures.append(f"{error.code} {url}: {error.read()[:160].decode()}")
        size = 0
    return 1000 * (time.monotonic() - began), size


def asked(url: str, path: str) -> dict[str, Any]:
    """The JSON at a path."""
    with urllib.request.urlopen(f"{url}{path}", timeout=60) as answer:
        found: dict[str, Any] = json.loads(answer.read())
    return found


def addresses(url: str, seed: int) -> dict[str, Iterator[str]]:
    """Endless addresses a kind, no two alike: every panel in turn, its view by chance, frozen as the menus do."""
    panels = [one["id"] for one in asked(url, "api/v1/panels")["panels"] if one["id"] not in DRAWERS]
    told = asked(url, "api/v1/measures?by=child")
    areas = [row["key"] for row in told["rows"] if row["key"] != "unlocated"]
    moment = str(told["as_of"])
    chance = random.Random(seed)
    chance.shuffle(panels)
    seen: set[str] = set()

    def every(names: Sequence[str], path: str, form: str, pictured: bool) -> Iterator[str]:
        for name in itertools.cycle(names):
            while True:
                view = {"area": chance.choice(areas), "window": chance.choice(WINDOWS)}
                view |= {"lang": chance.choice(("zh", "en")), "as_of": moment}
                view |= {"theme": chance.choice(("wall", "brief"))} if pictured else {}
                address = f"{url}api/v1/{path}/{name}?{urlencode({**view, 'format': form})}"
                if address not in seen:
                    seen.add(address)
                    yield address
                    break

    return {
        "panel png": every(panels, "panels", "png", True),
        "panel svg": every(panels, "panels", "svg", True),
        "scene png": every(SCENES, "scenes", "png", True),
        "scene pdf": every(SCENES, "scenes", "pdf", True),
        "csv": every(panels, "panels", "csv", False),
        "xlsx": every(panels, "panels", "xlsx", False),
        "json": every(panels, "panels", "json", False),
    }


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--url", help="a server that runs already, with a / at its end; none: one is started")
    parser.add_argument("--count", type=int, default=90, help="of panels as PNG and as tables; of the rest a third")
    parser.add_argument("--seed", type=int, default=7, help="of the views")
    given = parser.parse_args()
    with workspace() as folder:
        if given.url:
            measure(given, given.url)
        else:
            with start_demo(folder, 7) as program:
                program.wait_ready()
                measure(given, f"{program.url}/")


def measure(given: argparse.Namespace, url: str) -> None:
    """Ask for everything and report."""
    failures = Failures()
    kinds = addresses(url, given.seed)
    cold = get(next(kinds["panel png"]), failures)
    rows: list[tuple[object, ...]] = [("cold panel png", 1, cold[0], cold[0], cold[0], cold[1] / 1e3)]
    figures: dict[str, object] = {"cold": cold[0]}
    for kind, found in kinds.items():
        number = given.count if kind in ("panel png", "csv", "xlsx", "json") else max(3, given.count // 3)
        taken = [(one, *get(one, failures)) for one in itertools.islice(found, number)]
        times = spread([time for _, time, _ in taken])
        size = spread([size / 1e3 for *_, size in taken])
        rows.append((kind, times["n"], times["p50"], times["p95"], times["max"], size["p50"]))
        slowest = sorted(taken, key=lambda one: -one[1])[:3]
        figures[kind] = {**times, "slowest": [(round(time), one) for one, time, _ in slowest]}
        if kind == "panel png":
            again = spread([get(one, failures)[0] for one, *_ in taken[-10:]])
            rows.append(("panel png again", again["n"], again["p50"], again["p95"], again["max"], size["p50"]))
    report("export.py: milliseconds", given, ("", "n", "p50", "p95", "max", "kB p50"), rows, figures=figures)
    for one in failures:
        print(f"  {one}")


if __name__ == "__main__":
    main()
