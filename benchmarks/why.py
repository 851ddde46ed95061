"""Time of the drawer and of its list: every number explained, and pages of the cases behind it, now and in the past.

The drawer's frame is timed as its first viewer gets it, nothing kept. A page is the first hundred rows of a list with
their count, as a list is opened; one five thousand rows on, as it is scrolled; and one sorted and filtered by titles.
"""

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from statistics import median, quantiles
from typing import Final

from frames import opened, size
from harness import fill_store, options, report, workspace

from data_access.cases.listing import Page, listed
from data_access.cases.narrowing import Held
from data_access.cases.selecting import RULES, select_cases
from data_access.clock import HOUR
from data_access.explain.naming import Asked, why_focus
from data_access.frames import why
from data_access.reader import WHOLE, Reader, open_reader
from data_access.store.keeper import Keeper
from data_access.store.store import Store
from data_access.view import View

PAGES: Final[Mapping[str, Page]] = {
    "first page": Page(),
    "page 51": Page(start=5000),
    "by title": Page(sort="title", narrow=(Held("title", "路"),)),
}
BEYOND: Final = {"score": {"department": "chengguan"}, "index": {}}
"""Numbers that have no rule of their own, with the row they stand in."""

Samples = defaultdict[tuple[str, str], list[tuple[float, float]]]


class Watch:
    """Milliseconds since it began, by the clock and of this process: the machine may be busy with others."""

    def __init__(self) -> None:
        self.began = time.perf_counter(), time.process_time()

    def read(self) -> tuple[float, float]:
        """Both."""
        return 1000 * (time.perf_counter() - self.began[0]), 1000 * (time.process_time() - self.began[1])


def numbers() -> Iterator[tuple[str, dict[str, str]]]:
    """Every number that can be explained, with a row where it needs one."""
    for measure, rule in RULES.items():
        needed = {"stage": "verified", "department": "chengguan"}
        yield measure, {name: needed[name] for name in rule.needs}
    yield from BEYOND.items()


def views(reader: Reader) -> dict[str, View]:
    """The views measured, by name."""
    street = reader.tree.children(reader.tree.root.code)[0].code
    past = reader.now - 30 * HOUR
    return {"24h": View(), "30d": View(window="30d"), "street 7d": View(area=street, window="7d")} | {
        "7d as of 30 h ago": View(window="7d", as_of=past)
    }


def timed(store: Store) -> Samples:
    """Milliseconds, by the clock and of the process, by what was asked and view."""
    found: Samples = defaultdict(list)
    with open_reader(store, WHOLE) as reader:
        shown = views(reader)
    for name, view in shown.items():
        for measure, cut in numbers():
            focused = view.replaced(focus=why_focus(measure, cut))
            for again in (True, False):
                store.kept = Keeper()
                with open_reader(store, WHOLE) as reader:
                    watch = Watch()
                    why.frame(reader, focused)
                    # The first touch of a page of the database is the disk's time.
                    if not again:
                        found["drawer", name].append(watch.read())
            if measure in BEYOND:
                continue
            for what, page in PAGES.items():
                with open_reader(store, WHOLE) as reader:
                    number = Asked(measure, tuple(cut.items()))
                    watch = Watch()
                    listed(reader, select_cases(reader, view, number), page)
                    found[what, name].append(watch.read())
    return found


def main() -> None:
    """Fill a store, time it, print a table."""
    parser = options(__doc__)
    parser.add_argument("--events", type=float, default=110_000)
    parser.add_argument("--daily", type=float, default=2500.0)
    given = parser.parse_args()
    with workspace() as folder:
        url = f"sqlite:///{folder / 'why.db'}"
        fill_store(url, days=given.events / given.daily, daily=given.daily)
        store = opened(folder / "why.db")
        print(size(store))
        rows = []
        for (what, view), samples in timed(store).items():
            clock, own = zip(*samples, strict=True)
            spreads = [(median(one), quantiles(one, n=20)[-1]) for one in (clock, own)]
            rows.append((what, view, len(samples), *spreads[0], *spreads[1]))
        header = ("asked", "view", "numbers", "p50", "p95", "cpu p50", "cpu p95")
        report("Why this number: ms", given, header, rows)
        store.close()


if __name__ == "__main__":
    main()
