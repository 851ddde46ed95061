"""One district and one month of its events, shared by the tests of the demo."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from dashboard.demo.district import District, build_district
from dashboard.demo.simulator import Simulator

NOW = datetime(2026, 11, 23, 15, 40, tzinfo=timezone(timedelta(hours=8)))
START = NOW - timedelta(days=30)


@dataclass(frozen=True)
class Month:
    """Thirty days of history and what the same simulator sent in the sixty days after them."""

    simulator: Simulator
    history: list[dict[str, Any]]
    after: list[dict[str, Any]]

    @property
    def collected(self) -> list[dict[str, Any]]:
        return [message for message in self.history if message["stage"] == "collected"]


@pytest.fixture(scope="session")
def district() -> District:
    return build_district()


@pytest.fixture(scope="session")
def month(district: District) -> Month:
    simulator = Simulator(district, start=START, now=NOW)
    history = list(simulator.history(START, NOW))
    simulator.rate = 0.0
    return Month(simulator, history, simulator.messages(NOW + timedelta(days=60)))
