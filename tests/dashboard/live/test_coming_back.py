"""A whole scene asked for again: what is as good as new is not drawn anew, what failed is."""

import pytest

from dashboard.live import hub as module
from data_access.reader import WHOLE
from data_access.view import View
from tests.dashboard.live.fakes import FakeRenderer, hub_of


def test_a_scene_answers_again_as_long_as_nothing_came(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "IDLE", 600.0)
    renderer = FakeRenderer(shown=1)
    hub = hub_of(renderer)
    first = hub.scene(View(), WHOLE)
    renderer.shown = 2
    assert hub.scene(View(), WHOLE)["props"] == first["props"]
    renderer.store.commit()
    assert hub.scene(View(), WHOLE)["props"]["quick-slot"] == {"children": 2}
    hub.stop()


def test_windows_slide_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "IDLE", 0.0)
    renderer = FakeRenderer(shown=1)
    hub = hub_of(renderer)
    hub.scene(View(), WHOLE)
    renderer.shown = 2
    assert hub.scene(View(), WHOLE)["props"]["quick-slot"] == {"children": 2}
    hub.stop()


def test_whoever_comes_back_to_a_panel_that_failed_has_it_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "IDLE", 600.0)
    monkeypatch.setattr(module, "AGAIN", 0.0)
    renderer = FakeRenderer(shown=1, broken={"quick"})
    hub = hub_of(renderer)
    assert hub.scene(View(), WHOLE)["errors"] == {"quick": "broken"}
    renderer.broken = set()
    found = hub.scene(View(), WHOLE)
    assert found["errors"] == {}
    assert found["props"]["quick-slot"] == {"children": 1}
    assert len(renderer.renders("quick")) == 2
    assert len(renderer.renders("chrome")) == 1
    hub.stop()


def test_not_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "IDLE", 600.0)
    monkeypatch.setattr(module, "AGAIN", 600.0)
    renderer = FakeRenderer(broken={"quick"})
    hub = hub_of(renderer)
    hub.scene(View(), WHOLE)
    hub.scene(View(), WHOLE)
    assert len(renderer.renders("quick")) == 1
    hub.stop()
