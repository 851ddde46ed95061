"""A scene: a named choice of panels, and which two stand beside one another. Where each panel stands per shape of
screen is the style sheets'."""

from dataclasses import dataclass
from typing import Final

from data_access.statistics.entries import SLOTS
from data_access.view import View, ViewError
from layouts.ids import PanelId, slot_id

ABOVE: Final = (PanelId.SENTENCE, PanelId.KPIS)
"""What stands above the scenes; only the sentence stands above all of them."""

MAPS: Final = frozenset({PanelId.MAP, PanelId.SURFACE, PanelId.ALARM_MAP})
"""The panels that draw the shapes of areas."""


@dataclass(frozen=True, slots=True)
class Scene:
    """`panels` in reading order; `tape` says whether the tape of figures stands above them; `slots`: how many places
    it has, before its panels, for panels that the metric catalogue names; `wide`: those of its panels that take two
    columns beside slots."""

    id: str
    panels: tuple[PanelId, ...]
    tape: bool = True
    slots: int = 0
    wide: tuple[PanelId, ...] = ()

    @property
    def places(self) -> tuple[str, ...]:
        """The ids of its slots, then of its panels."""
        return (*(slot_id(self.id, place) for place in range(1, self.slots + 1)), *self.panels)

    @property
    def shown(self) -> tuple[str, ...]:
        """Everything that may be on the screen with this scene."""
        return (*(panel for panel in ABOVE if self.tape or panel != PanelId.KPIS), *self.places)

    @property
    def mapped(self) -> bool:
        """Whether it draws the shapes of areas; a slot may hold a map."""
        return bool(self.slots) or not MAPS.isdisjoint(self.panels)


OVERVIEW: Final = Scene(
    "overview",
    (
        PanelId.FLOW,
        PanelId.INFLOW,
        PanelId.TICKER,
        PanelId.MAP,
        PanelId.RHYTHM,
        PanelId.WARNINGS,
        PanelId.DEPARTMENTS,
        PanelId.AREA_SCORES,
        PanelId.AREAS,
        PanelId.OVERDUE,
    ),
)
FLOW: Final = Scene(
    "flow",
    (
        PanelId.SANKEY,
        PanelId.DWELL,
        PanelId.HANDLING,
        PanelId.STUCK,
        PanelId.SOURCES,
        PanelId.HANDOVERS,
        PanelId.BALANCE,
        PanelId.TWINS,
    ),
)
RISK: Final = Scene(
    "risk",
    (
        PanelId.SURFACE,
        PanelId.INDEX,
        PanelId.HOTSPOTS,
        PanelId.SURGES,
        PanelId.FORECAST,
        PanelId.MATRIX,
        PanelId.RHYTHM,
    ),
    tape=False,
)
RESPONSE: Final = Scene(
    "response",
    (
        PanelId.SPREAD,
        PanelId.PUNCTUALITY,
        PanelId.DEADLINES,
        PanelId.TREND,
        PanelId.AGING,
        PanelId.OVERDUE,
    ),
)
SCORES: Final = Scene(
    "scores",
    (
        PanelId.AREA_SCORES,
        PanelId.SCORE_DETAIL,
        PanelId.DEPARTMENT_SCORES,
        PanelId.SCORE_TREND,
        PanelId.HONOURS,
    ),
    tape=False,
)

GATHERING: Final = Scene("gathering", (PanelId.RETURNS,), tape=False, slots=SLOTS)
VIDEO: Final = Scene("video", (), tape=False, slots=SLOTS)
SERVICES: Final = Scene("services", (), tape=False, slots=SLOTS)
DEMOCRACY: Final = Scene("democracy", (), tape=False, slots=SLOTS)
CAMPAIGNS: Final = Scene("campaigns", (), tape=False, slots=SLOTS)
OPERATIONS: Final = Scene("operations", (PanelId.BOUNDARIES, PanelId.RECONCILIATION), tape=False, slots=SLOTS)

TAKEOVER: Final = Scene(
    "takeover",
    (
        PanelId.ALARM_BAND,
        PanelId.ALARM_MAP,
        PanelId.ALARM_EVIDENCE,
        PanelId.ALARM_ACTION,
        PanelId.ALARM_CHAIN,
        PanelId.ALARM_DUTY,
    ),
)
"""One warning, opened over whatever was shown: `focus=warning:<id>`, without one the most urgent. It has no tab."""

COMPARE: Final = Scene(
    "compare",
    (
        PanelId.COMPARE_SIDES,
        PanelId.COMPARE_FIGURES,
        PanelId.COMPARE_COURSE,
        PanelId.COMPARE_DEPARTMENTS,
        PanelId.COMPARE_CATEGORIES,
        PanelId.COMPARE_SOURCES,
    ),
    tape=False,
)
"""A view beside what `against` names: the window before, or another area. It has no tab."""

MAIN: Final = (OVERVIEW, FLOW, RISK, RESPONSE, SCORES)
"""The scenes that have a tab of their own."""

SYSTEMS: Final = (GATHERING, VIDEO, SERVICES, DEMOCRACY, CAMPAIGNS, OPERATIONS)
"""The scenes of the systems around the centre: one tab for all, a row of choices among them."""

WALLS: Final = Scene("walls", (PanelId.WALLS, PanelId.PLAYLIST, PanelId.WALL_LOG), tape=False)
"""The desk from which the walls are run. It has no tab: what is shown on a wall is not run from it."""

SCENES: Final = (*MAIN, *SYSTEMS, COMPARE, TAKEOVER, WALLS)

COMPANIONS: Final = (RESPONSE, FLOW)
"""The scenes that may stand beside the overview; beside any other scene only the overview may stand."""

DOCKING: Final = ("ultra", "triple")
"""The screens on which scenes stand beside one another: two stages wide, and three."""


def scene_of(view: View) -> Scene:
    """The scene of a view; ViewError for one that does not exist."""
    for scene in SCENES:
        if scene.id == view.scene:
            return scene
    known = ", ".join(scene.id for scene in SCENES)
    raise ViewError(f"scene {view.scene!r} is not known; expected one of {known}")


def beside_of(view: View) -> Scene | None:
    """The scene beside that of a view, None for none; ViewError for one that cannot stand there."""
    if not view.beside:
        return None
    possible = COMPANIONS if scene_of(view) == OVERVIEW else (OVERVIEW,)
    for scene in possible:
        if scene.id == view.beside:
            return scene
    known = ", ".join(scene.id for scene in possible)
    raise ViewError(f"scene {view.beside[:60]!r} cannot stand beside {view.scene!r}; expected {known}")


def docked(view: View, screen: str) -> View:
    """The view with the scene beside it that a screen (one of DOCKING, "" for others) has room for, unless the view
    itself names one."""
    if view.beside or screen not in DOCKING:
        return view
    if view.scene != OVERVIEW.id:
        return view.replaced(beside=OVERVIEW.id)
    return view.replaced(beside=RESPONSE.id) if screen == "triple" else view


def undocked(view: View) -> View:
    """The view as links name it: without the scene that a screen would put beside it anyway."""
    return view.replaced(beside="") if view.beside in (OVERVIEW.id, RESPONSE.id) else view
