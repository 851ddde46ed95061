"""`gridscope demo` and `gridscope simulate`: the synthetic district, its history and its live feed."""

import importlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Final

import typer

from dashboard.demo.district import build_district
from dashboard.demo.live import Feed, Playback, beginning
from dashboard.demo.loading import FEED
from dashboard.demo.simulator import Simulator
from dashboard.demo.statistics.hotline import HotlineCount, Overheard
from dashboard.demo.statistics.simulator import StatisticSimulator
from dashboard.settings import Settings, load_settings
from data_access.clock import from_micros, parse_instant

DATABASE: Final = "var/demo.db"

Seed = Annotated[int, typer.Option(help="Seed of the district and of everything that happens in it.")]
Daily = Annotated[float, typer.Option(help="Events a day, about.", min=1)]
Rate = Annotated[float, typer.Option(help="Multiplies the events that begin from now on.", min=0)]
Speed = Annotated[float, typer.Option(help="Play this many times as fast until the present is reached.", min=1)]
Behind = Annotated[float, typer.Option(help="Hours before now at which a faster playback begins.", min=0)]
Begin = Annotated[str, typer.Option(help="ISO time with zone at which the synthetic history begins.")]
Now = Annotated[str, typer.Option(help="ISO time with zone around which the incidents are laid out.")]
Seen = Annotated[str, typer.Option(help="ISO time with zone up to which everything was sent already.")]


def demo(
    seed: Seed = 7,
    daily: Daily = 640,
    rate: Rate = 1.0,
    speed: Speed = 1.0,
    behind: Behind = 6.0,
    days: Annotated[int, typer.Option(help="Days of history.", min=1, max=400)] = 30,
) -> None:
    """Load a synthetic district with its history, then serve the wall with a live feed. No other server is needed."""
    began = time.monotonic()
    settings = _demo_settings()
    _check_free(settings)
    now = datetime.now(UTC).replace(microsecond=0)
    start, end = now - timedelta(days=days), beginning(now, speed, timedelta(hours=behind))
    _forget(Path(DATABASE))
    _load_beside(settings, seed, daily, (start, now, end))
    typer.echo(f"ready in {time.monotonic() - began:.1f} s: http://{_reachable(settings)}/")
    options = {"seed": seed, "daily": daily, "rate": rate, "speed": speed}
    times = {"begin": start.isoformat(), "now": now.isoformat(), "seen": end.isoformat()}
    arguments = [f"--{name}={value}" for name, value in {**options, **times}.items()]
    feed = subprocess.Popen(
        [sys.executable, "-m", "dashboard.cli", "simulate", f"--url=http://{_reachable(settings)}", *arguments],
        env=_environment(settings),
    )
    _serve_until_stopped(settings, feed)


def simulate(
    begin: Begin,
    now: Now,
    seen: Seen,
    url: Annotated[str, typer.Option(help="Address of the program to push to.")] = "http://127.0.0.1:8050",
    seed: Seed = 7,
    daily: Daily = 640,
    rate: Rate = 1.0,
    speed: Speed = 1.0,
) -> None:
    """Push the live events and figures of the synthetic district, continuing the history that `demo` loaded."""
    start, middle, last = (_instant(name, text) for name, text in (("begin", begin), ("now", now), ("seen", seen)))
    tokens = load_settings().feed_tokens
    if FEED not in tokens:
        raise ValueError(f"GRIDSCOPE_FEED_TOKENS names no feed {FEED!r}; expected {FEED}=token")
    district = build_district(seed)
    simulator = Simulator(district, start=start, now=middle, seed=seed, daily=daily)
    hotline = HotlineCount()
    events = Overheard(simulator, hotline)
    events.messages(last)
    figures = StatisticSimulator(district, now=middle, since=last, seed=seed, hotline=hotline)
    simulator.rate = rate
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    playback = Playback(last, speed, datetime.now(UTC))
    beside = threading.Thread(target=Feed(figures, playback, url, tokens[FEED], "statistics").run, args=(stop,))
    beside.start()
    Feed(events, playback, url, tokens[FEED]).run(stop)
    beside.join()


def _instant(option: str, text: str) -> datetime:
    try:
        return from_micros(parse_instant(text))
    except ValueError as error:
        raise ValueError(f"--{option}: {error}") from None


def _load_beside(settings: Settings, seed: int, daily: float, times: tuple[datetime, datetime, datetime]) -> None:
    """Load in a process of its own, while this one brings the web server in: a start takes seconds less."""
    told = [settings.database_url, settings.zone, str(seed), str(daily), *(time.isoformat() for time in times)]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    loader = subprocess.Popen([sys.executable, "-m", "dashboard.demo", *told])
    try:
        importlib.import_module("dashboard.server")
        code = loader.wait()
    finally:
        if loader.poll() is None:
            loader.terminate()
            loader.wait(timeout=10)
    if code:
        raise typer.Exit(2)


def _demo_settings() -> Settings:
    """The settings of the environment, but a store of the demo's own and a token for its feed."""
    given = load_settings()
    own = {"database_url": f"sqlite:///{DATABASE}", "redis_url": None}
    if given.title == Settings.model_fields["title"].default:
        # The synthetic district's own name; a title that was set is kept.
        own |= {"title": "泓川区基层治理指挥中心", "title_en": "Hongchuan District Command Centre"}
    return given.model_copy(update={**own, "feed_tokens": {**given.feed_tokens, FEED: secrets.token_hex(16)}})


def _environment(settings: Settings) -> dict[str, str]:
    return {**os.environ, "GRIDSCOPE_FEED_TOKENS": ",".join(f"{k}={v}" for k, v in settings.feed_tokens.items())}


def _check_free(settings: Settings) -> None:
    """Say at once that the port is taken, not after the history has been loaded."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            reason = f"PORT={settings.port}: cannot listen on {settings.host}: {error.strerror}; expected a free port"
            raise ValueError(reason) from None


def _reachable(settings: Settings) -> str:
    # A server that listens everywhere is reached here.
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)
    return settings.model_copy(update={"host": here}).address


def _serve_until_stopped(settings: Settings, feed: "subprocess.Popen[bytes]") -> None:
    # The server brings gunicorn and Dash with it, which loading does not need.
    from dashboard.server import Server

    try:
        Server(settings, quiet=True).run()
    finally:
        feed.terminate()
        feed.wait(timeout=10)


def _forget(path: Path) -> None:
    for name in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        name.unlink(missing_ok=True)
