"""Every component id, as enums: what a callback, a drawing and the browser's scripts agree on."""

from enum import StrEnum


class PanelId(StrEnum):
    """The panels; `<panel>` is the id of its section."""

    SENTENCE = "sentence"
    KPIS = "kpis"
    FLOW = "flow"
    INFLOW = "inflow"
    TICKER = "ticker"
    MAP = "map"
    DEPARTMENTS = "departments"
    AREAS = "areas"
    RHYTHM = "rhythm"
    OVERDUE = "overdue"
    WARNINGS = "warnings"
    SANKEY = "sankey"
    BALANCE = "balance"
    DWELL = "dwell"
    STUCK = "stuck"
    HANDOVERS = "handovers"
    HANDLING = "handling"
    SOURCES = "sources"
    TWINS = "twins"
    SURFACE = "surface"
    HOTSPOTS = "hotspots"
    INDEX = "index"
    MATRIX = "matrix"
    SURGES = "surges"
    FORECAST = "forecast"
    SPREAD = "spread"
    PUNCTUALITY = "punctuality"
    TREND = "trend"
    DEADLINES = "deadlines"
    AGING = "aging"
    AREA_SCORES = "area-scores"
    DEPARTMENT_SCORES = "department-scores"
    SCORE_DETAIL = "score-detail"
    SCORE_TREND = "score-trend"
    HONOURS = "honours"
    BOUNDARIES = "boundaries"
    RECONCILIATION = "reconciliation"
    RETURNS = "returns"
    ALARM_BAND = "alarm-band"
    ALARM_MAP = "alarm-map"
    ALARM_EVIDENCE = "alarm-evidence"
    ALARM_ACTION = "alarm-action"
    ALARM_CHAIN = "alarm-chain"
    ALARM_DUTY = "alarm-duty"
    WALLS = "walls"
    PLAYLIST = "playlist"
    WALL_LOG = "wall-log"
    COMPARE_SIDES = "compare-sides"
    COMPARE_FIGURES = "compare-figures"
    COMPARE_COURSE = "compare-course"
    COMPARE_DEPARTMENTS = "compare-departments"
    COMPARE_CATEGORIES = "compare-categories"
    COMPARE_SOURCES = "compare-sources"
    WHY = "why"
    EVENT = "event"
    COMPARE = "compare"


class PageId(StrEnum):
    """What the page has once, whatever the scene."""

    URL = "url"
    WALL = "wall"
    WORDS = "page-words"
    TITLE = "page-title"
    BREADCRUMB = "page-breadcrumb"
    SCENES = "page-scenes"
    WINDOWS = "page-windows"
    ALARMS = "page-alarms"
    LIVE = "page-live"
    LANGUAGES = "page-languages"
    HINT = "page-hint"
    LAG = "page-lag"
    DATE = "page-date"
    CLOCK = "page-clock"
    NOTICE = "page-notice"
    INSTEAD = "page-instead"
    SYSTEMS = "page-systems"
    MAIN = "page-main"
    WEEKLY = "page-weekly"
    WEEKLY_AS_OF = "page-weekly-as-of"
    SCREEN = "page-screen"
    THEME = "page-theme"
    EXTENT = "page-extent"
    FEEDS = "page-feeds"
    SAMPLE = "page-sample"
    EXPORTS = "page-exports"
    EXPORT_WORD = "page-export"
    EXPORT_SAID = "page-export-said"


class DrawerId(StrEnum):
    """The drawer at the right: what is opened in detail over the scene."""

    BOX = "drawer"
    TOP = "drawer-top"


class FilterId(StrEnum):
    """The three selects; their labels are `<id>-label`."""

    DEPARTMENT = "filter-department"
    SOURCE = "filter-source"
    CATEGORY = "filter-category"


class CompareSidesId(StrEnum):
    """Parts of the two sides of a comparison; the select leads to another side."""

    OWN = "compare-sides-own"
    OTHER = "compare-sides-other"
    CHOICE = "compare-sides-choice"
    LABEL = "compare-sides-label"
    SWAP = "compare-sides-swap"


class FlowId(StrEnum):
    """Parts of the case flow."""

    STAGES = "flow-stages"
    GRAPH = "flow-graph"
    ENTERED = "flow-entered"
    FIGURES = "flow-figures"


class InflowId(StrEnum):
    """Parts of the inflow by source."""

    NAMES = "inflow-names"
    GRAPH = "inflow-graph"
    TOTALS = "inflow-totals"
    AXIS = "inflow-axis"


class TickerId(StrEnum):
    """Parts of the live list."""

    ROWS = "ticker-rows"
    POINTS = "ticker-points"


class MapId(StrEnum):
    """Parts of the map."""

    CANVAS = "map-canvas"
    SHAPES = "map-areas"
    DATA = "map-data"
    LEGEND = "map-legend"
    TILES = "map-tiles"


class DepartmentsId(StrEnum):
    """Parts of the departments' response times."""

    HEAD = "departments-head"
    ROWS = "departments-rows"
    AXIS = "departments-axis"


class AreasId(StrEnum):
    """Parts of the list of areas below."""

    HEAD = "areas-head"
    ROWS = "areas-rows"
    LOST = "areas-lost"


class RhythmId(StrEnum):
    """Parts of the hour-of-week matrix."""

    DAYS = "rhythm-days"
    GRAPH = "rhythm-graph"
    CELLS = "rhythm-cells"
    AXIS = "rhythm-axis"


class OverdueId(StrEnum):
    """Parts of the list of overdue cases."""

    ROWS = "overdue-rows"


class PointsId(StrEnum):
    """Parts of the map of service points: one for the page's life, shown by the slot that asks for it."""

    BOX = "points-box"
    CANVAS = "points-canvas"
    SHAPES = "points-areas"
    DATA = "points-data"


def slot_id(scene: str, place: int) -> str:
    """The id of a scene's n-th slot, counted from 1."""
    return f"{scene}-{place}"


def content_of(slot: str) -> str:
    """The id of what the catalogue's panel puts into a slot."""
    return f"{slot}-content"


def title_of(panel: str) -> str:
    """The id of a panel's title."""
    return f"{panel}-title"


def unit_of(panel: str) -> str:
    """The id of the slot beside the title: unit, scope and window."""
    return f"{panel}-unit"


def age_of(panel: str) -> str:
    """The id of a panel's age badge; the browser writes it."""
    return f"{panel}-age"


def body_of(panel: str) -> str:
    """The id of a panel's body."""
    return f"{panel}-body"


def empty_of(panel: str) -> str:
    """The id of the slot that says there is nothing to show."""
    return f"{panel}-empty"


def fault_of(panel: str) -> str:
    """The id of the slot that says the panel could not be drawn; the browser writes it."""
    return f"{panel}-fault"


def moments_of(panel: str) -> str:
    """The id of what is drawn over a panel's axis of time."""
    return f"{panel}-moments"


def label_of(select: FilterId) -> str:
    """The id of a select's label."""
    return f"{select}-label"
