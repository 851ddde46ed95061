"""The hub on a real store that takes in messages all the while: every scene stays whole, and ends at the newest."""

import json
import logging
import threading
from itertools import cycle

import pytest

from dashboard.app import Program
from dashboard.render import CHROME, SHAPES
from data_access.clock import SECOND
from data_access.reader import WHOLE
from data_access.store.store import Store
from data_access.view import View
from layouts.scenes import SCENES
from tests.data_access.worlds import NOW, accept, only, said
from tests.hard_worlds import cases

BATCHES = 12
PLACES = ["g1", "g3", "g4", "s3"]
VIEWS = tuple(View(scene=scene.id, window=window) for scene in SCENES for window in ("24h", "7d"))


def test_every_scene_stays_whole_while_messages_come_in(
    program: Program, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    faults: list[str] = []
    pictures = 0
    ends = threading.Event()

    def look(begin: int) -> None:
        nonlocal pictures
        for view in cycle((*VIEWS[begin:], *VIEWS[:begin])):
            if ends.is_set():
                return
            try:
                found = program.hub.scene(view, WHOLE)
            except Exception as error:
                faults.append(f"{view}: {error!r}")
                return
            faults.extend(f"{view} {name}: {error}" for name, error in found["errors"].items())
            json.dumps(found, allow_nan=False)
            pictures += 1

    accept(store, cases(PLACES, count=60))
    program.hub.start()
    lookers = [threading.Thread(target=look, args=(begin,)) for begin in (0, 3, 6)]
    with caplog.at_level(logging.WARNING):
        for one in lookers:
            one.start()
        for number in range(BATCHES):
            name = f"new-{number}"
            accept(
                store,
                [said(name, "collected", NOW - SECOND, area="g1"), said(name, "dispatched", NOW, department="gongan")],
            )
        ends.set()
        for one in lookers:
            one.join(timeout=60)
    assert not any(one.is_alive() for one in lookers)
    assert faults == []
    assert pictures
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []
    picture = program.hub.renderer.render(View(), WHOLE, (*program.hub.renderer.panels, CHROME, SHAPES))
    program.hub.stop()
    assert {name: one.error for name, one in picture.panels.items() if one.error} == {}
    assert only(store, window="7d")["reported"] >= BATCHES
    tape = json.dumps(picture.panels["kpis"].parts, ensure_ascii=False)
    assert f'"{only(store)["reported"]}"' in tape
