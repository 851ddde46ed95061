"""A scene: a named arrangement of panels. Where each stands per shape of screen is the style sheet's."""

from dataclasses import dataclass
from typing import Final

from data_access.view import View, ViewError
from layouts.ids import PanelId


@dataclass(frozen=True, slots=True)
class Scene:
    """`columns`: panels from top to bottom, column by column; sentence and tape stand above every scene."""

    id: str
    columns: tuple[tuple[PanelId, ...], ...]

    @property
    def panels(self) -> tuple[PanelId, ...]:
        """All panels of the scene in reading order."""
        return tuple(panel for column in self.columns for panel in column)


OVERVIEW: Final = Scene(
    "overview",
    (
        (PanelId.FLOW, PanelId.INFLOW, PanelId.TICKER),
        (PanelId.MAP, PanelId.RHYTHM, PanelId.OVERDUE),
        (PanelId.DEPARTMENTS, PanelId.AREAS),
    ),
)

SCENES: Final = (OVERVIEW,)


def check_scene(view: View) -> None:
    """ViewError for a view of a scene that does not exist."""
    known = [scene.id for scene in SCENES]
    if view.scene not in known:
        raise ViewError(f"scene {view.scene!r} is not known; expected one of {', '.join(known)}")
