"""What a worker does before anybody asks."""

import gc
from collections.abc import Iterable, Iterator

import pytest

from dashboard.app import Program, create_app
from dashboard.render import Picture
from dashboard.settings import Settings
from dashboard.warming import settle, warm, warm_beside
from data_access.reader import Scope
from data_access.store.store import Store
from data_access.view import View


@pytest.fixture(autouse=True)
def _thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_the_first_scene_is_drawn_whole_before_it_is_asked_for(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: list[str] = []
    own = program.hub.renderer.render

    def noted(view: View, scope: Scope, names: Iterable[str]) -> Picture:
        listed = list(names)
        assert view == View()
        rendered.extend(listed)
        return own(view, scope, listed)

    monkeypatch.setattr(program.hub.renderer, "render", noted)
    warm(program.hub)
    assert set(rendered) == set(program.hub.renderer.names(View()))


def test_what_stays_is_out_of_the_collectors_sight(program: Program) -> None:
    before = gc.get_freeze_count()
    warm_beside(program.hub).join(timeout=60)
    assert gc.get_freeze_count() > before + 10_000
    # The whole of what is looked through afterwards is what came since.
    assert len(gc.get_objects()) < gc.get_freeze_count() / 10


def test_a_store_without_areas_is_no_reason_not_to_settle(tmp_path: object, caplog: pytest.LogCaptureFixture) -> None:
    url = f"sqlite:///{tmp_path}/empty.db"
    store = Store(url)
    store.migrate()
    made = create_app(Settings(database_url=url), store)
    caplog.set_level("INFO")
    before = gc.get_freeze_count()
    warm(made.hub)
    made.hub.stop()
    store.close()
    assert "there are no areas yet" in caplog.text
    assert gc.get_freeze_count() > before


def test_a_store_that_cannot_be_read_is_told_and_leaves_the_worker_alive(
    program: Program, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def gone(*_: object) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr(program.hub.renderer, "render", gone)
    warm(program.hub)
    assert "no scene is drawn ahead: OSError: the disk is gone" in caplog.text


def test_what_is_frozen_is_let_go_all_the_same() -> None:
    class Held:
        """Something that tells when it goes."""

        gone = False

        def __del__(self) -> None:
            Held.gone = True

    one = Held()
    settle()
    del one
    assert Held.gone
