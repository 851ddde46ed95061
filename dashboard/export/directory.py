"""Which panels there are: the program's own, and those of the metric catalogue in the slots they stand in."""

from collections.abc import Iterable
from typing import Any

from data_access.statistics.entries import Catalogue, MetricPanel
from data_access.store.store import Store
from layouts.ids import slot_id
from layouts.panel import Panel
from layouts.scenes import SYSTEMS
from layouts.text import Text


class UnknownPanel(LookupError):
    """There is no such panel; the message lists those there are."""

    def __str__(self) -> str:
        return str(self.args[0])


class Directory:
    """The panels of a store by name; a panel of the catalogue answers to its own name and to that of its slot."""

    def __init__(self, store: Store, panels: Iterable[Panel]) -> None:
        self.store = store
        self.by_id = {str(panel.id): panel for panel in panels}
        self.placed = {
            slot_id(scene.id, place): (scene.id, place) for scene in SYSTEMS for place in range(1, scene.slots + 1)
        }

    def find(self, name: str) -> Panel:
        """The panel of a name, of the catalogue's that of its slot; UnknownPanel when there is none."""
        catalogue = self.store.metrics.current
        named = {one.id: slot_of(catalogue, one) for one in catalogue.panels.values()}
        place = name if name in self.by_id else named.get(name, name)
        if place not in self.by_id or (place in self.placed and place not in named.values()):
            known = [*(one for one in self.by_id if one not in self.placed), *named]
            raise UnknownPanel(f"panel {name!r} is not known; expected one of {', '.join(known)}")
        return self.by_id[place]

    def title(self, panel: str, text: Text) -> str:
        """The title of a panel; of a slot that of the catalogue's panel in it."""
        if panel not in self.placed:
            return text(f"panel.{panel}.title")
        scene, place = self.placed[panel]
        return self.store.metrics.current.of_scene(scene)[place - 1].title(text.language)

    def listing(self, text: Text) -> list[dict[str, Any]]:
        """All of them, with their titles; of the catalogue's also scene, kind and metrics."""
        catalogue = self.store.metrics.current
        shown: list[dict[str, Any]] = [
            {"id": name, "title": text(f"panel.{name}.title")} for name in self.by_id if name not in self.placed
        ]
        for name, (scene, place) in self.placed.items():
            panels = catalogue.of_scene(scene)
            if place <= len(panels):
                one = panels[place - 1]
                entry = {"id": name, "title": one.title(text.language), "panel": one.id, "scene": scene}
                shown.append({**entry, "kind": one.kind, "metrics": list(one.metrics)})
        return shown


def slot_of(catalogue: Catalogue, panel: MetricPanel) -> str:
    """The slot in which a panel of the catalogue stands."""
    return slot_id(panel.scene, catalogue.of_scene(panel.scene).index(panel) + 1)
