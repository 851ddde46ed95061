"""How fast figures are taken in, and how fast a scene of them is worked out: SQLite, no server.

100 metrics of 73 communities in 8 streets, a report a day each; every fourth metric a flow, every fourth panel a trend.
"""

import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from harness import options, report, spread, workspace

from data_access.areas.tree import Area
from data_access.clock import DAY, HOUR, Micros, format_instant
from data_access.ingest.receipt import Incoming
from data_access.reader import WHOLE, open_reader
from data_access.statistics.catalogue import SCENES, MetricSource
from data_access.statistics.figures import figure, figures_by_child, history
from data_access.statistics.intake import StatisticIngestor
from data_access.store.store import Store
from data_access.view import View

METRICS: Final = 100
STREETS: Final = 8
COMMUNITIES: Final = 73
PANELS: Final = 8

VIEWS: Final = {
    "now, 24 h": {},
    "now, 30 d": {"window": "30d"},
    "one street, 7 d": {"window": "7d", "area": "s1"},
    "two days ago, 7 d": {"window": "7d"},
}


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--days", type=int, default=30, help="days of history")
    parser.add_argument("--batch", type=int, default=5000, help="messages of a transaction")
    parser.add_argument("--runs", type=int, default=20, help="renderings of a scene")
    given = parser.parse_args()
    with workspace() as folder:
        store = made(folder)
        today = store.clock() // DAY * DAY
        taken, seconds = filled(store, today, given.days, given.batch)
        rows: list[tuple[str, object, object]] = [("messages a second", taken / seconds, "")]
        figures = {}
        for name, changes in VIEWS.items():
            past = {"as_of": today - 2 * DAY} if name.startswith("two days") else {}
            times = [1000 * scene(store, View(scene=SCENES[0], **changes, **past)) for _ in range(given.runs)]
            figures[name] = spread(times)
            rows.append((f"scene of {PANELS}, {name}", figures[name]["p50"], figures[name]["p95"]))
        store.close()
    report(f"figures.py: {taken} messages", given, ("what", "p50 ms", "p95 ms"), rows, scenes=figures)


def made(folder: Path) -> Store:
    """A store with the tree and the catalogue."""
    file = folder / "metrics.toml"
    file.write_text("".join(catalogue()), "utf-8")
    store = Store(f"sqlite:///{folder / 'bench.db'}", metrics=MetricSource((file,)))
    store.migrate()
    store.replace_areas(
        [
            Area("d", "d", "district", None),
            *(Area(f"s{number}", "s", "street", "d") for number in range(STREETS)),
            *(Area(f"c{number}", "c", "community", f"s{number % STREETS}") for number in range(COMMUNITIES)),
        ]
    )
    return store


def catalogue() -> Iterator[str]:
    """Its entries; two metrics a panel."""
    yield '[unit.case]\nzh = "件"\nen = "cases"\n'
    for number in range(METRICS):
        kind = "level" if number % 4 else "flow"
        labels = f'zh = "m{number}"\nen = "m{number}"\nunit = "case"\nlevel = "community"\n'
        yield f'[metric."m{number}"]\n{labels}period = "P1D"\nkind = "{kind}"\n'
    for number in range(PANELS * len(SCENES)):
        metrics = f'["m{2 * number}", "m{2 * number + 1}"]'
        kind, scene = "bars" if number % 4 else "trend", SCENES[number // PANELS]
        labels = f'zh = "p{number}"\nen = "p{number}"\nsystem = 1\n'
        yield f'[panel.p{number}]\n{labels}scene = "{scene}"\nkind = "{kind}"\nmetrics = {metrics}\norder = {number}\n'


def filled(store: Store, today: Micros, days: int, batch: int) -> tuple[int, float]:
    """(messages taken, seconds in the ingestor)."""
    ingestor, messages = StatisticIngestor(store), told(today, days)
    taken, seconds = 0, 0.0
    while some := list(islice(messages, batch)):
        began = time.perf_counter()
        receipt = ingestor.ingest(some, "bench")
        seconds += time.perf_counter() - began
        if receipt.quarantined:
            raise RuntimeError(receipt.quarantined[0].reason)
        taken += receipt.accepted
    return taken, seconds


def told(today: Micros, days: int) -> Iterator[Incoming]:
    """Every metric of every community, day by day."""
    for begin in range(today - days * DAY, today, DAY):
        period, at = f"{format_instant(begin)}/P1D", format_instant(begin + DAY - HOUR)
        for metric in range(METRICS):
            for community in range(COMMUNITIES):
                value = (metric * 7 + community * 13 + begin // DAY) % 97
                yield Incoming(
                    {"metric": f"m{metric}", "area": f"c{community}", "period": period, "value": value, "at": at}
                )


def scene(store: Store, view: View) -> float:
    """Seconds to work out all panels of a scene: the total, and the children or the history of each metric."""
    began = time.perf_counter()
    with open_reader(store, WHOLE) as reader:
        question = reader.question(view)
        for panel in reader.metrics.of_scene(view.scene):
            for metric in panel.metrics:
                figure(reader, question, metric)
                if panel.kind == "trend":
                    history(reader, question, metric)
                else:
                    figures_by_child(reader, question, metric)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
