"""The simulator as a feed: it pushes what happens to the HTTP interface, as any other feed would."""

import json
import logging
import threading
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal

from dashboard.demo.statistics.hotline import Tells

log = logging.getLogger(__name__)

STEP: Final = 0.5
"""Seconds between two pushes of events."""

STATISTICS_STEP: Final = 4.0
"""Seconds between two pushes of statistics: each makes every open page look at its figures again."""

_BATCH: Final = 2_000


@dataclass(slots=True)
class Playback:
    """The simulator's clock: from `begin` on it runs `speed` times as fast as ours until it has caught up."""

    begin: datetime
    speed: float
    started: datetime

    def now(self, real: datetime) -> datetime:
        """The simulated instant at a real one; never later than the real one."""
        return min(real, self.begin + (real - self.started) * self.speed)


class Feed:
    """Pushes a simulator's messages of a kind to `url` (the program's own address) with a feed's token."""

    def __init__(
        self,
        simulator: Tells,
        playback: Playback,
        url: str,
        token: str,
        kind: Literal["events", "statistics"] = "events",
    ) -> None:
        self.simulator = simulator
        self.playback = playback
        self.address = f"{url.rstrip('/')}/api/v1/{kind}"
        self._kind = kind
        self.token = token
        self._waiting: list[dict[str, Any]] = []

    def run(self, stop: threading.Event) -> None:
        """Push until `stop` is set; what could not be pushed is kept and pushed again."""
        while not stop.wait(STEP if self._kind == "events" else STATISTICS_STEP):
            self._waiting += self.simulator.messages(self.playback.now(datetime.now(UTC)))
            while self._waiting and not stop.is_set():
                if not self._push(self._waiting[:_BATCH]):
                    stop.wait(2.0)
                    break
                del self._waiting[:_BATCH]

    def _push(self, messages: list[dict[str, Any]]) -> bool:
        body = "\n".join(json.dumps(message, ensure_ascii=False) for message in messages).encode()
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/x-ndjson"}
        request = urllib.request.Request(self.address, body, headers, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                refused = json.loads(response.read())["quarantined"]
        except urllib.error.HTTPError as error:
            log.warning("push refused: %s %s", error.code, error.read()[:200].decode("utf-8", "replace"))
            return False
        except OSError as error:
            log.warning("push failed: %s", error)
            return False
        for one in refused:
            log.warning("quarantined: %s", one["reason"])
        return True


def beginning(now: datetime, speed: float, behind: timedelta) -> datetime:
    """Where the playback begins: now, or `behind` when it is to run faster than time."""
    return now - behind if speed > 1 else now
