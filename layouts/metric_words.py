"""The figures of the metric catalogue in words: the value, its target, what is wrong with it, how it came about."""

from typing import Any, Final

from dash.development.base_component import Component

from data_access.clock import SECOND
from layouts import format as written
from layouts.elements import mark, span
from layouts.metric_sheet import Row, Sheet

FLAGS: Final = ("stale", "unreconciled", "above", "repeated", "late", "missing", "partial", "pending")
"""What may be wrong with a figure, the gravest first."""

GRAVITY: Final = {
    "stale": "crit",
    "unreconciled": "warn",
    "above": "warn",
    "repeated": "warn",
    "late": "warn",
    "missing": "note",
    "partial": "note",
    "pending": "note",
}


def plain(sheet: Sheet, metric: str, value: float | None) -> str:
    """A value of a metric as a figure without its unit; a share in percent."""
    meaning = sheet.meaning(metric)
    if meaning["percent"]:
        return written.rate(value)
    if value is None:
        return written.UNKNOWN
    digits = meaning["digits"]
    # A mean of whole numbers is none itself.
    return written.number(value, digits or (0 if value == int(value) else 1))


def shown(sheet: Sheet, row: Row) -> str:
    """A row's value as a figure; a count that is kept back says only that it is small, or that it is not."""
    if "suppressed" in (row["flags"] or ()):
        side = "≥" if "withheld" in row["flags"] else "<"
        return f"{side}{written.number(sheet.meaning(row['metric'])['suppress'])}"
    return plain(sheet, row["metric"], row["value"])


def with_unit(sheet: Sheet, metric: str, figure: str) -> str:
    """A figure with its unit; a bare dash stays bare."""
    unit = sheet.meaning(metric)["unit"]
    if figure == written.UNKNOWN or not unit:
        return figure
    return f"{figure}{unit}" if unit == "%" else f"{figure} {unit}"


def target_words(sheet: Sheet, row: Row) -> str | None:
    """The target of a figure in words, None without one."""
    if row["target"] is None:
        return None
    figure = plain(sheet, row["metric"], row["target"])
    figure = figure.removesuffix(".0") if sheet.meaning(row["metric"])["percent"] else figure
    return sheet.context.text("metric.target", target=with_unit(sheet, row["metric"], figure))


def coverage_words(sheet: Sheet, row: Row) -> str | None:
    """How many of those that should have reported have, where it is not all of them; None otherwise."""
    if row["expected"] is None or row["reported"] is None or row["reported"] >= row["expected"]:
        return None
    level = sheet.meaning(row["metric"])["level"] or sheet.context.text("metric.places")
    numbers = {"reported": written.number(row["reported"]), "expected": written.number(row["expected"])}
    return sheet.context.text("metric.coverage", level=level, **numbers)


def worst_coverage(sheet: Sheet) -> str | None:
    """The least coverage among the totals of a panel, which stands beside its title; None where all is covered."""
    partly = [row for row in sheet.totals.values() if row["expected"]]
    if not partly:
        return None
    return coverage_words(sheet, min(partly, key=lambda row: (row["reported"] or 0) / row["expected"]))


def flag_words(sheet: Sheet, row: Row, flag: str, *, full: bool = False) -> str:
    """What a flag says of a figure, in few words or in full."""
    text, metric = sheet.context.text, row["metric"]
    if flag in ("late", "stale"):
        return text(f"metric.flag.{flag}", age=written.duration(text, sheet.age(row)))
    if flag == "partial":
        return coverage_words(sheet, row) or text("metric.flag.partial")
    if flag == "unreconciled":
        own, other = (plain(sheet, metric, row[one]) for one in _two(row))
        return text(f"metric.flag.unreconciled{'_full' if full else ''}", own=own, other=other)
    return text(f"metric.flag.{flag}")


def flags_of(row: Row) -> list[str]:
    """What is wrong with a figure, the gravest first; a figure that is missing lacks everything else too."""
    held = set(row["flags"] or ())
    found = [flag for flag in FLAGS if flag in held]
    return ["missing"] if row["value"] is None and "missing" in held else found


def remark(sheet: Sheet, rows: list[Row], without: tuple[str, ...] = ()) -> Component | None:
    """The gravest thing that is wrong with some figures: its mark, and words that give way whole where there is no
    room; None where nothing is."""
    found = [(FLAGS.index(flag), place, flag) for place, row in enumerate(rows) for flag in flags_of(row)]
    found = [one for one in found if one[2] not in without]
    if not found:
        return None
    _, place, flag = min(found)
    if flag == "missing" and any(row["value"] is not None for row in rows):
        return None
    words = flag_words(sheet, rows[place], flag)
    full = flag_words(sheet, rows[place], flag, full=True)
    return span(f"rk {GRAVITY[flag]}", mark(GRAVITY[flag]), span("", words), title=full)


def explained(sheet: Sheet, row: Row) -> str:
    """Everything about a figure, a line each: definition, period, report, coverage, how it adds up, target, flags."""
    text, metric, meaning = sheet.context.text, row["metric"], sheet.meaning(row["metric"])
    value = with_unit(sheet, metric, shown(sheet, row))
    name = row["name"] or sheet.context.area_name
    lines = [text("metric.explained.value", name=name, label=meaning["label"], value=value)]
    if meaning["note"]:
        lines.append(meaning["note"])
    if row["numerator"] is not None or row["denominator"] is not None:
        numbers = {"numerator": written.number(row["numerator"]), "denominator": written.number(row["denominator"])}
        lines.append(text("metric.explained.share", **numbers))
    if row["start_at"] is not None and row["end_at"] is not None:
        start, end = (written.clock(row[one], sheet.context.zone, "%m-%d %H:%M") for one in ("start_at", "end_at"))
        lines.append(text("metric.explained.period", start=start, end=end))
    if row["at"] is not None:
        when = written.clock(row["at"], sheet.context.zone, "%m-%d %H:%M")
        # No age here: what grows older by itself would have every cell sent again each minute.
        lines.append(text("metric.explained.at", time=when))
    lines.append(_origin(sheet, row, meaning))
    if target := target_words(sheet, row):
        lines.append(target)
    lines += [flag_words(sheet, row, flag, full=True) for flag in flags_of(row)]
    if "suppressed" in (row["flags"] or ()):
        lines.append(text("metric.flag.suppressed", n=written.number(meaning["suppress"])))
    return "\n".join(lines)


def expected_of(sheet: Sheet, metric: str) -> str:
    """Who should report a metric, or the two that it is the ratio of, and how often."""
    text, meaning = sheet.context.text, sheet.meaning(metric)
    every = written.duration(text, None if meaning["fresh"] is None else meaning["fresh"] / SECOND)
    level: Any = meaning["level"] or text("metric.places")
    awaited = " / ".join(meaning["ratio"] or (metric,))
    return text("metric.expected", label=meaning["label"], metric=awaited, level=level, every=every)


def _two(row: Row) -> tuple[str, str]:
    """The columns of the own report and of the parts' sum: the one shown may be either."""
    return ("value", "other") if row["own"] else ("other", "value")


def _origin(sheet: Sheet, row: Row, meaning: dict[str, Any]) -> str:
    """Whether the area said so itself or the figure adds up what those below said."""
    text = sheet.context.text
    if row["own"]:
        return text("metric.explained.own")
    covered = {"reported": written.number(row["reported"]), "expected": written.number(row["expected"])}
    rule = text(f"metric.rollup.{meaning['rollup']}")
    return text("metric.explained.rolled", rule=rule, **covered)
