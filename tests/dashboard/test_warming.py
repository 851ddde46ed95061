"""What a worker does before anybody asks."""

import gc
from collections.abc import Iterable
from pathlib import Path

import pytest

from dashboard import warming as module
from dashboard.app import Program, create_app
from dashboard.render import Picture
from dashboard.settings import Settings
from dashboard.warming import settle, warm, warm_beside
from data_access.reader import Scope
from data_access.store.store import Store
from data_access.view import View
from tests.data_access.worlds import prepare
from tests.waiting import wait_until


def test_the_first_scene_is_drawn_before_it_is_asked_for(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    rendered: list[str] = []
    own = program.hub.renderer.render

    def noted(view: View, scope: Scope, names: Iterable[str]) -> Picture:
        listed = list(names)
        assert view == View()
        rendered.extend(listed)
        return own(view, scope, listed)

    monkeypatch.setattr(program.hub.renderer, "render", noted)
    warm(program.hub)
    assert {"kpis", "map", "chrome", "shapes"} <= set(rendered) <= set(program.hub.renderer.names(View()))


def test_what_stays_is_out_of_the_collectors_sight(program: Program) -> None:
    before = gc.get_freeze_count()
    warm_beside(program.hub).join(timeout=60)
    assert gc.get_freeze_count() > before + 10_000
    # The whole of what is looked through afterwards is what came since.
    assert len(gc.get_objects()) < gc.get_freeze_count() / 10


def test_a_store_without_areas_is_tried_again_until_it_has_some(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RETRY", 0.02)
    store = Store(f"sqlite:///{tmp_path}/empty.db")
    store.migrate()
    made = create_app(Settings(database_url=store.url), store)
    before = gc.get_freeze_count()
    thread = warm_beside(made.hub)
    wait_until(lambda: gc.get_freeze_count() > before, "what there is already is settled")
    assert thread.is_alive()
    prepare(store)
    thread.join(timeout=60)
    assert not thread.is_alive()
    made.hub.stop()
    store.close()


def test_a_store_that_cannot_be_read_is_told_and_ends_with_the_hub(
    program: Program, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def gone(*_: object) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr(program.hub.renderer, "render", gone)
    thread = warm_beside(program.hub)
    wait_until(lambda: "no scene is drawn ahead: OSError: the disk is gone" in caplog.text, "it is told")
    program.hub.stop()
    thread.join(timeout=30)
    assert not thread.is_alive()


def test_what_is_settled_is_looked_through_no_more() -> None:
    held = [[number] for number in range(20_000)]
    settle()
    assert not any(one is held for one in gc.get_objects())
