"""What every test gets: a clean environment, repeatable hypothesis runs, slow folders last."""

import gc
import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings

TESTS = Path(__file__).parent

# The browser's event loop, once started, occupies the main thread for the rest of the run: it comes last.
SLOW_FOLDERS = ("services", "browser")

# No deadline: the machines that run this are shared, and a slow moment is not a failure.
settings.register_profile("gridscope", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("gridscope")


def pytest_configure() -> None:
    # A run that is told to end (by `timeout`, by CI) ends as by Ctrl-C, and stops the servers it started.
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of tests/services and tests/browser with their folder's name, and run them last."""

    def rank(item: pytest.Item) -> int:
        folder = item.path.relative_to(TESTS).parts[0]
        return SLOW_FOLDERS.index(folder) + 1 if folder in SLOW_FOLDERS else 0

    for item in items:
        if place := rank(item):
            item.add_marker(SLOW_FOLDERS[place - 1])
    items.sort(key=rank)


def pytest_collection_finish() -> None:
    """Libraries and thousands of tests stay to the end of the run: the collector need not look through them."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of the person who runs the tests do not leak into them."""
    for name in list(os.environ):
        if name.startswith("GRIDSCOPE_") or name in {"HOST", "PORT"}:
            monkeypatch.delenv(name)
