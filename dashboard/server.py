"""The web server: gunicorn with threads, the hub started in each worker after the fork."""

import logging
import sys
import threading
from typing import Any, Final

import redis
from gunicorn.app.base import BaseApplication

from dashboard.app import create_app
from dashboard.live.hub import Hub
from dashboard.settings import Settings
from dashboard.warming import warm_beside
from data_access.feeds.announce import CHANNEL

log = logging.getLogger(__name__)

SWITCH: Final = 0.0005
"""Seconds after which a thread that computes lets another go on. Who waits for a scene asks the database a hundred
times, and after each answer waits for its turn: at Python's own 5 ms half a second, while an analysis is computed."""

GRACE: Final = 3
"""Seconds that open pages are given to notice a shutdown; they come back by themselves."""


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """Serves the program of some settings until it is told to stop."""

    def __init__(self, settings: Settings, *, quiet: bool = False) -> None:
        self.settings = settings
        self.quiet = quiet
        super().__init__()

    def load_config(self) -> None:
        """Hand our settings to gunicorn."""
        settings = self.settings
        chosen: dict[str, Any] = {
            "bind": settings.address,
            "worker_class": "gthread",
            "workers": settings.workers,
            # Each open page holds a thread, a wall two; some must stay free for everything else.
            "threads": max(settings.threads, 2 * settings.streams + 16),
            "worker_connections": 4 * settings.streams + 1000,
            "timeout": 120,
            "graceful_timeout": GRACE,
            "keepalive": 15,
            "loglevel": "warning" if self.quiet else "info",
            "proc_name": "gridscope",
            "control_socket_disable": True,
            "worker_exit": _leave,
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Build the program in the worker; nothing of it exists before the fork."""
        sys.setswitchinterval(SWITCH)
        program = create_app(self.settings)
        address = self.settings.redis_url
        program.hub.start(None if address is None else lambda hub: _watch(hub, address))
        program.watcher.start()
        program.courier.start()
        program.director.start()
        warm_beside(program.hub)
        program.server.config["GRIDSCOPE_PROGRAM"] = program
        return program.server


def _leave(_server: Any, worker: Any) -> None:
    program = getattr(worker, "wsgi", None) and worker.wsgi.config.get("GRIDSCOPE_PROGRAM")
    if program:
        program.press.close()
        program.director.stop()
        program.hub.stop()
        program.courier.stop()
        program.watcher.stop()


def _watch(hub: Hub, address: str) -> None:
    """Tell the hub of what other processes commit; Redis may come and go, the hub polls meanwhile."""
    pause = threading.Event()
    while not hub.stopped:
        try:
            with redis.Redis.from_url(address) as client, client.pubsub(ignore_subscribe_messages=True) as channel:
                channel.subscribe(CHANNEL)
                while not hub.stopped:
                    message = channel.get_message(timeout=1.0)
                    if message is not None:
                        hub.announce(int(message["data"]))
        except (redis.RedisError, ValueError) as error:
            log.warning("announcements of other processes are not heard: %s", error)
            pause.wait(2.0)
