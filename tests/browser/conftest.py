"""A real Chromium, and pages that fail their test when something goes wrong inside them."""

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.faults import Faults
from tests.browser.walls import WallServer
from tests.browser.world import build_store, copied
from tests.waiting import wait_until

ARGUMENTS = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-gpu",
    # Whatever a page asks for, nothing but this machine is reached.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless, one a run."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        raise RuntimeError("chromium not found; .ci/install installs it")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture
def faults() -> Faults:
    """What went wrong in this test's pages; `faults.allow(pattern)` for what the test provokes."""
    return Faults()


@pytest.fixture
def open_page(browser: Browser, faults: Faults) -> Iterator[OpenPage]:
    """Open an empty page: `open_page(width=1920, height=1080, **options of Browser.new_context)`.

    Each has a profile of its own (cookies, storage), speaks Chinese and lives in Shanghai. After the test
    all are closed, and the test fails when `faults` has any that it did not allow.
    """
    contexts = []

    def open_one(width: int = 1920, height: int = 1080, **options: Any) -> Page:
        defaults: dict[str, Any] = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
        context = browser.new_context(viewport={"width": width, "height": height}, **(defaults | options))
        contexts.append(context)
        # Pages that a page opens are watched too.
        context.on("page", faults.watch)
        return context.new_page()

    yield open_one
    unexpected = faults.unexpected()
    for context in contexts:
        context.close()
    if unexpected:
        pytest.fail("in the page:\n" + "\n".join(unexpected), pytrace=False)


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """An empty page of 1920 x 1080."""
    return open_page()


@pytest.fixture
def wait(page: Page) -> Callable[..., Any]:
    """`wait(condition, what, seconds=30)`: wait_until that lets the page go on meanwhile."""
    return partial(wait_until, pause=lambda seconds: page.wait_for_timeout(seconds * 1000))


@pytest.fixture(scope="session")
def world_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the small district and its past; servers get copies."""
    path = tmp_path_factory.mktemp("world") / "original.db"
    build_store(path)
    return path


@pytest.fixture(scope="session")
def wall_server(world_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WallServer]:
    """The run's real server. Tests may push events of the present; as of NOW nothing ever changes."""
    server = WallServer(copied(world_file, tmp_path_factory.mktemp("wall")))
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def own_server(world_file: Path, tmp_path: Path) -> Iterator[WallServer]:
    """A real server of this test's own, started; the test may `kill` and `start` it."""
    server = WallServer(copied(world_file, tmp_path))
    try:
        server.start()
        yield server
    finally:
        server.stop()
