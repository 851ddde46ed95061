"""A store with two weeks of cases, the second of which has more of them in s1, and names that look like formulas."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.briefing.making import Made, make
from dashboard.briefing.order import FORMS, Order
from data_access.briefing.weeks import Week
from data_access.store.store import Store
from data_access.store.vocabulary import Term
from tests.data_access.worlds import accept, said, world

NAUGHTY = "=cmd|' /C calc'!A0"
WEEK = Week(2026, 46)
TEXTS = frozenset(FORMS) - {"png", "pdf"}


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """2026-W45 and 2026-W46; the clock shows worlds.NOW, a week later."""
    with world() as found:
        found.declare([Term("category", "city/street", NAUGHTY, NAUGHTY)])
        told = []
        for number in range(300):
            day, area = (f"{2 + number % 5:02d}", "g4") if number < 100 else (f"{9 + number % 5:02d}", "g1")
            told.append(
                said(f"E{number}", "collected", f"{day} {8 + number % 8:02d}:00", area=area, due_at=f"{day} 20:00")
            )
            if number % 3:
                told.append(said(f"E{number}", "handled", f"{day} 19:00"))
        accept(found, told)
        yield found


@pytest.fixture(scope="module")
def made(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The briefing of the whole tree without pictures."""
    out: Path = tmp_path_factory.mktemp("made")
    return make(store, Order(WEEK, forms=TEXTS), out)
