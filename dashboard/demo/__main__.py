"""`python -m dashboard.demo`: loads the demo's store, in a process beside the one that brings the web server in."""

import sys
from datetime import datetime

import typer

from dashboard.commands.reporting import print_receipt, progress_bar
from dashboard.demo.district import build_district
from dashboard.demo.loading import FEED, load_district, load_history, load_statistics
from dashboard.demo.moments import load_moments
from dashboard.demo.simulator import Simulator
from dashboard.demo.statistics.hotline import HotlineCount
from dashboard.demo.statistics.simulator import StatisticSimulator
from data_access.store.store import Store


def load(url: str, zone: str, seed: int, daily: float, start: datetime, now: datetime, end: datetime) -> None:
    """Migrate the store at `url` and load the district of a seed with its history in [start, end)."""
    store = Store(url, zone=zone)
    store.migrate()
    district = build_district(seed)
    load_district(store, district)
    simulator = Simulator(district, start=start, now=now, seed=seed, daily=daily)
    hotline = HotlineCount()
    with progress_bar("history") as progress:
        receipt = load_history(store, simulator, start, end, progress, hotline.hear)
    figures = StatisticSimulator(district, now=now, seed=seed, hotline=hotline)
    with progress_bar("figures") as progress:
        reported = load_statistics(store, figures, start, end, progress)
    marked = load_moments(store, simulator.script, start, end, FEED)
    store.close()
    for what, one in (("events", receipt), ("figures", reported)):
        typer.echo(f"{what}: ", nl=False)
        print_receipt(one)
    typer.echo(f"moments: {marked} recorded")


if __name__ == "__main__":
    given = sys.argv[1:]
    start, now, end = (datetime.fromisoformat(text) for text in given[4:])
    load(given[0], given[1], int(given[2]), float(given[3]), start, now, end)
