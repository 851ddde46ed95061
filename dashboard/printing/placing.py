"""Where a panel can be photographed: in which scene, on a page of what size."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from dashboard.printing.chromium import Frame
from data_access.view import View, ViewError
from layouts import drawer
from layouts.scenes import SCENES, beside_of, scene_of

DESK: Final = 1.16
"""Width to height of a page that shows all panels of a scene below one another; see assets/screen.js."""

DESK_WIDTHS: Final = (1300, 1920)
"""Such a page has two columns from the first on, and needs no more than the second."""


def placing(view: View, panel: str) -> View:
    """The view, in the first scene that shows the panel unless its own does. ViewError for one that is opened by a
    focus which the view has not, and for one in no scene."""
    return next(_views(view, panel))


def places(view: View, panel: str, frame: Frame) -> Iterator[tuple[View, Frame]]:
    """Where to look for a panel, what was asked for first: a scene leaves panels out where there is no room. ViewError
    as `placing`."""
    width = min(max(frame.width, DESK_WIDTHS[0]), DESK_WIDTHS[1])
    desk = replace(frame, width=width, height=round(width / DESK))
    views = list(_views(view, panel))
    for size in (frame, desk):
        for one in views:
            yield one, size


def _views(view: View, panel: str) -> Iterator[View]:
    if panel in drawer.PANELS:
        if drawer.drawer_panel(view) != panel:
            raise ViewError(f"focus {view.focus!r} opens no panel {panel!r}; expected focus={panel}:...")
        yield view
        return
    own = [scene for scene in (scene_of(view), beside_of(view)) if scene is not None]
    found = [view] if any(panel in scene.shown for scene in own) else []
    found += [view.replaced(scene=scene.id, beside="") for scene in SCENES if panel in scene.shown and scene not in own]
    if not found:
        raise ViewError(f"panel {panel!r} stands in no scene; expected one of /api/v1/panels")
    yield from found
