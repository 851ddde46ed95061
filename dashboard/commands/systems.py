"""`gridscope systems`: which system is shown where, row by row, from the metric catalogue and the scenes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import typer

from dashboard.settings import load_settings
from data_access.statistics.catalogue import Catalogue, MetricPanel, load_catalogue, metric_paths, shipped
from layouts.ids import PanelId
from layouts.scenes import SCENES
from layouts.text import Text


@dataclass(frozen=True, slots=True)
class System:
    """A system whose figures must be on screen: its names, the panels of the program's own that show it, and the
    rules that warn of it."""

    zh: str
    en: str
    panels: tuple[PanelId, ...] = ()
    rules: tuple[str, ...] = ()


SYSTEMS: Final = {
    1: System(
        "1+8+73 中心，四级",
        "The centre and its four levels",
        (PanelId.MAP, PanelId.AREAS, PanelId.RECONCILIATION),
        ("unreconciled", "silent-metric"),
    ),
    2: System(
        "驻场部门",
        "Resident departments",
        (PanelId.DEPARTMENTS, PanelId.AGING, PanelId.HANDOVERS, PanelId.PUNCTUALITY),
        ("department-backlog",),
    ),
    3: System("可视化监管", "Cameras", (), ("offline-cluster",)),
    4: System("云视讯与手持终端", "Video conference and handsets"),
    5: System("智慧综合平台子系统", "Subsystems of the platform"),
    6: System("五要素", "Five elements"),
    7: System("事件来源", "Event sources", (PanelId.INFLOW, PanelId.SOURCES, PanelId.HANDLING), ("silent-source",)),
    8: System(
        "事件流转",
        "The flow of events",
        (PanelId.FLOW, PanelId.SANKEY, PanelId.DWELL, PanelId.STUCK),
        ("stuck-case", "deadline-near", "deadline-passed"),
    ),
    9: System(
        "事态分析、预案",
        "Situation and plans",
        (PanelId.SURFACE, PanelId.HOTSPOTS, PanelId.INDEX, PanelId.SURGES, PanelId.FORECAST, PanelId.MATRIX),
        ("hot-spot", "surge"),
    ),
    10: System("指挥调度、会商", "Command and consultation", (PanelId.WARNINGS,)),
    11: System(
        "督办考核",
        "Supervision and scores",
        (PanelId.AREA_SCORES, PanelId.DEPARTMENT_SCORES, PanelId.SCORE_DETAIL, PanelId.SCORE_TREND, PanelId.HONOURS),
    ),
    12: System("综合执法", "Enforcement"),
    13: System("坐席配备", "Staffing"),
    14: System("企业诉求、惠企政策", "Enterprises"),
    15: System("一表通 / 万能表单", "One form for all", (PanelId.RETURNS,)),
    16: System("数据资源目录", "Data resource catalogue"),
    17: System("一件事", "Joined-up matters"),
    18: System("数字政务地图", "Map of service points"),
    19: System("一中心四板块一网格", "One centre, four boards, one grid"),
    20: System("一标三实", "Registers shared with the police"),
    21: System("智慧社区", "Smart communities"),
    22: System("雪亮工程", "Bright Eyes project"),
    23: System("全科网格", "Campaigns in the grids"),
    24: System("政务数据三清单", "Three lists of public data"),
    25: System("五个民主、四议两公开", "Five democracies"),
    26: System("社区直通车、三事分流", "Demands of residents"),
    27: System("五级边界", "Layered boundaries", (PanelId.BOUNDARIES,)),
    28: System("一网统管链路", "Links to other platforms"),
    29: System("一网格一微信群", "One grid, one group"),
    30: System("重点人群", "Special groups"),
}
"""The rows of the table of systems."""


def systems() -> None:
    """Print which system is shown where: its metrics, panels, scenes and warnings, as a Markdown table."""
    typer.echo(systems_table(load_catalogue(*metric_paths(load_settings().metrics))))


def systems_table(catalogue: Catalogue | None = None) -> str:
    """The systems as a Markdown table, a row each; without a catalogue those of the shipped one."""
    known = shipped() if catalogue is None else catalogue
    lines = [
        "| # | 系统 | System | Panels (scene) | Metrics | Warnings |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for number, system in SYSTEMS.items():
        own = [panel for panel in known.panels.values() if number in panel.systems]
        own.sort(key=lambda panel: (panel.scene, panel.order, panel.id))
        shown = [*_program(system), *(_panel(panel) for panel in own)]
        metrics = [f"`{metric.id}`" for metric in known.metrics.values() if metric.system == number]
        named = {rule for panel in own if (rule := panel.warning)}
        rules = [f"`{rule}`" for rule in (*system.rules, *sorted(named - set(system.rules)))]
        cells = ("; ".join(shown), ", ".join(metrics), ", ".join(rules))
        lines.append(f"| {number} | {system.zh} | {system.en} | " + " | ".join(cell or "-" for cell in cells) + " |")
    return "\n".join(lines)


def metrics_table(catalogue: Catalogue | None = None) -> str:
    """The metrics as a Markdown table, by system; without a catalogue those of the shipped one."""
    known = shipped() if catalogue is None else catalogue
    lines = [
        "| metric | 中文 | English | unit | adds up | level | period | expected every | target |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for metric in sorted(known.metrics.values(), key=lambda one: one.system):
        unit = known.units[metric.unit].en
        if metric.ratio is not None:
            way, rest = f"{metric.ratio[0]} ÷ {metric.ratio[1]}", ("", "", "")
        else:
            weight = f" by {metric.weight}" if metric.weight else ""
            way, rest = (
                f"{metric.rollup}{weight}",
                (metric.level or "root", _hours(metric.period), _hours(metric.fresh)),
            )
        target = (
            metric.target if isinstance(metric.target, str) else "" if metric.target is None else f"{metric.target:g}"
        )
        cells = (f"`{metric.id}`", metric.zh, metric.en, unit, way, *rest, target)
        lines.append("| " + " | ".join(cell or "-" for cell in cells) + " |")
    return "\n".join(lines)


def _hours(length: int) -> str:
    minutes = length // 60_000_000
    return f"{minutes // 60} h" if minutes % 60 == 0 else f"{minutes} min"


def _program(system: System) -> Iterator[str]:
    """The panels of the program's own, each with the scene where it stands first."""
    for panel in system.panels:
        scene = next(scene.id for scene in SCENES if panel in scene.panels)
        yield f"{Text('zh')(f'panel.{panel}.title')} `{panel}` ({scene})"


def _panel(panel: MetricPanel) -> str:
    return f"{panel.zh} `{panel.id}` ({panel.scene})"
