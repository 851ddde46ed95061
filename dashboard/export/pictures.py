"""Pictures of panels and scenes: each taken once while the data stand, where there is room for what is asked."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Final

from dashboard.export.wishes import Wish
from dashboard.printing.chromium import Frame
from dashboard.printing.placing import places
from dashboard.printing.press import IncompleteError, NotShownError, Press, Shot
from data_access.view import View
from layouts import drawer

KEPT: Final = 24
"""Pictures that are kept, for who asks for the same again."""

KNOWN: Final = 500
"""Of how many panels on pages of some size it is remembered where they are shown."""


class Pictures:
    """Takes pictures by a press. Thread-safe."""

    def __init__(self, press: Press) -> None:
        self.press = press
        self._kept: OrderedDict[Hashable, Shot] = OrderedDict()
        self._shown: dict[Hashable, int] = {}
        self._lock = threading.Lock()

    def panel(self, view: View, panel: str, wish: Wish, version: int) -> Shot:
        """A panel of a view frozen at its T, at a data version. ViewError for one that cannot be shown, IncompleteError
        for one that is not drawn, and what the press raises."""
        seen = view if panel in drawer.PANELS else drawer.behind(view)
        return self._once((seen.to_query(), panel), wish, version, lambda frame: self._placed(seen, panel, frame, wish))

    def scene(self, view: View, wish: Wish, version: int) -> Shot:
        """The same of a whole view."""
        query = view.to_query()
        return self._once(
            (query,), wish, version, lambda frame: self.press.scene(query, frame, theme=wish.theme, form=wish.form)
        )

    def _once(self, what: tuple[str, ...], wish: Wish, version: int, take: Callable[[Frame], Shot]) -> Shot:
        with self._lock:
            found = self._kept.get((what, wish, version))
            if found is not None:
                self._kept.move_to_end((what, wish, version))
                return found
        shot = take(Frame(wish.width, wish.height, wish.scale))
        if shot.missing:
            raise IncompleteError(shot)
        with self._lock:
            self._kept[what, wish, shot.version] = shot
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return shot

    def _placed(self, view: View, panel: str, frame: Frame, wish: Wish) -> Shot:
        """A panel where it is shown: as asked for, or else in another scene or on a page with room for all."""
        asked = (panel, view.scene, view.beside, frame.width, frame.height)
        found = list(places(view, panel, frame))
        for place in range(self._shown.get(asked, 0), len(found)):
            placed, size = found[place]
            try:
                shot = self.press.panel(placed.to_query(), panel, size, theme=wish.theme, form=wish.form)
            except NotShownError:
                continue
            with self._lock:
                self._shown = {**self._shown, asked: place} if len(self._shown) < KNOWN else {asked: place}
            return shot
        raise NotShownError(f"no page of {frame.width} x {frame.height} shows panel {panel!r}; expected another size")
