"""A number's explanation in words: its name, definition, formula, and what it rests on."""

from collections.abc import Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

import pandas as pd
from dash.development.base_component import Component

from data_access.clock import SECOND
from data_access.reader import UNASSIGNED, UNLOCATED
from layouts import format as written
from layouts.context import Context
from layouts.elements import Child, span

Facts = list[tuple[str, Child]]
"""(what, its words), in the order in which they are told."""

STAMP: Final = "%Y-%m-%d %H:%M:%S"
_PERCENT: Final = "percent"


class Why:
    """The attributes of the frame `why` as its drawing reads them."""

    def __init__(self, frame: pd.DataFrame, context: Context) -> None:
        self.context = context
        self.text = context.text
        self.attrs: Mapping[Any, Any] = frame.attrs
        self.kind: str = frame.attrs.get("kind") or ""
        self.measure: str = frame.attrs.get("measure") or ""
        self.group: str = frame.attrs.get("group") or self.measure
        self.part: str = frame.attrs.get("part") or ""
        self.about: dict[str, Any] = frame.attrs.get("about") or {}

    @property
    def told(self) -> bool:
        """Whether there is a number to explain."""
        return bool(self.measure) and not self.attrs.get("missing")

    @property
    def name(self) -> str:
        """What the number is called."""
        if self.kind == "metric":
            return str(self.about.get("label") or self.part)
        if self.part:
            part = {"score": "score.part", "index": "panel.index.part"}[self.group]
            return f"{self.text(f'why.measure.{self.group}')}{self.text('why.joint')}{self.text(f'{part}.{self.part}')}"
        return self.text(f"why.measure.{self.measure}")

    @property
    def where(self) -> str:
        """Whose number it is: the row of the panel, else the area looked at."""
        cut = self.attrs.get("cut") or []
        words = [self._cut(name, key, label) for name, key, label in cut]
        return self.text("why.joint").join(words or [str(self.attrs.get("area") or self.context.area_name)])

    @property
    def definition(self) -> str:
        """The definition in full."""
        text, about = self.text, self.about
        if self.kind == "metric":
            if not about.get("note") and about.get("ratio"):
                return text("why.definition.metric_ratio", over=about["ratio"][0], under=about["ratio"][1])
            return str(about.get("note") or text("why.definition.metric_none"))
        if self.group == "score" and self.part:
            return text(f"why.score.{self.part}")
        if self.group == "index" and self.part:
            numbers = {name: written.number(about.get(name)) for name in ("days", "hours", "metres", "unplaced")}
            return text(f"panel.index.definition.{self.part}", **numbers)
        return text(f"why.definition.{self.measure}")

    def figure(self, value: Any) -> tuple[str, str]:
        """A value of the number's own kind as (figure, unit)."""
        text = self.text
        if self.kind == "rate" or (self.group == "score" and self.part):
            return written.rate(value), "" if not written.known(value) else "%"
        if self.kind == "duration":
            return written.duration_parts(text, value)
        if self.kind in ("count", "times"):
            return written.number(value), text("unit.case" if self.kind == "count" else "why.times")
        if self.kind == "metric":
            if self.about.get("unit_code") == _PERCENT:
                return written.rate(value), "%" if written.known(value) else ""
            digits = self.about.get("digits") or 0
            whole = not written.known(value) or float(value).is_integer()
            unit = str(self.about.get("unit") or "") if written.known(value) else ""
            return written.number(value, digits or (0 if whole else 1)), unit
        digits = 2 if self.kind == "variety" or self.part else 1
        return written.number(value, digits), ""

    @property
    def shown(self) -> tuple[str, str]:
        """The number as the screen shows it, as (figure, unit): a part of a score or an index in points."""
        if self.part and self.group in ("score", "index"):
            known = self.attrs.get("value") is not None and not self.about.get("left_out")
            points = written.number(self.about.get("points") if known else None, 1)
            return points, f"/ {written.number(self.about.get('weight'))}"
        return self.figure(self.attrs.get("value"))

    def worded(self, value: Any) -> str:
        """A value with its unit in running text."""
        figure, unit = self.figure(value)
        return f"{figure}{unit}" if unit in ("", "%") else f"{figure} {unit}"

    @property
    def formula(self) -> str:
        """How the number comes about, with its figures."""
        attrs, text, about = self.attrs, self.text, self.about
        value, over, under = self.worded(attrs.get("value")), attrs.get("numerator"), attrs.get("denominator")
        share = {"numerator": _count(over), "denominator": _count(under), "value": value}
        if self.kind == "count":
            return text("why.made.count", value=written.number(attrs.get("value")))
        if self.kind == "times":
            return text("why.made.times", denominator=_count(under), value=written.number(attrs.get("value")))
        if self.kind == "rate":
            names = {"over": text(f"why.over.{self.measure}"), "under": text(f"why.under.{self.measure}")}
            made = "share_times" if attrs.get("rows") is None and under else "rate"
            return text(f"why.made.{made}", **names, **share) + _few(self, under)
        if self.kind == "duration":
            percentile = text(f"why.made.{self.measure.rpartition('_')[2]}")
            words = {"under": text(f"why.under.{self.measure}"), "denominator": _count(under)}
            if self.measure == "lifetime_p50":
                return text("why.made.lifetime", **words) + _few(self, under)
            return text("why.made.duration", **words, percentile=percentile) + _few(self, under)
        if self.kind == "variety":
            return text("why.made.variety", under=text(f"why.under.{self.measure}"), denominator=_count(under))
        if self.kind == "metric":
            return self._metric(share)
        if not self.part:
            return text(f"why.made.{self.group}", value=value, points=attrs.get("pieces") or written.UNKNOWN)
        if about.get("left_out"):
            return text("why.made.score_out", reason=self.reason(about["left_out"]))
        weighed = {name: written.number(about.get(name), 2) for name in ("points", "lost")}
        weighed["weight"] = _count(about.get("weight"))
        if self.group == "index":
            share["value"] = written.number(about.get("score"), 2)
            return text("why.made.index_part", **share, weight=weighed["weight"], points=weighed["points"])
        return text("why.made.score_part", **share, **weighed)

    def reason(self, code: str) -> str:
        """Why a part is left out."""
        return self.text(f"panel.index.missing.{code}" if self.group == "index" else f"score.left_out.{code}")

    def piece(self, row: dict[str, Any]) -> str:
        """The name of a piece: an area below, or a part of a score."""
        if self.kind in ("score", "index"):
            return self.text(f"{'score.part' if self.group == 'score' else 'panel.index.part'}.{row['key']}")
        return self.text("why.unlocated") if row["key"] == UNLOCATED else str(row["label"] or row["key"])

    def facts(self) -> Facts:
        """What the number rests on: window, instant, filters, age, versions; of a metric its report."""
        attrs, text, zone = self.attrs, self.text, self.context.zone
        found: Facts = [(text("why.fact.area"), str(attrs.get("area") or written.UNKNOWN))]
        if self.kind == "metric":
            found += self._reports()
        elif self.kind != "index":
            found.append((text("why.fact.window"), self._span(attrs)))
        moment = stamp(attrs.get("moment"), zone)
        now = "" if self.context.view.as_of is not None else f" ({text('why.fact.live')})"
        found.append((text("why.fact.as_of"), f"{moment}{now}"))
        filters = [
            f"{text(f'filter.{name}')} {label if label != UNASSIGNED else text('why.unassigned')}"
            for name, label in attrs.get("filters") or []
        ]
        found.append((text("why.fact.filters"), text("why.joint").join(filters) or text("why.fact.no_filters")))
        if attrs.get("limit") is not None:
            found.append((text("why.fact.limit"), self._limit(attrs["limit"])))
        if self.kind in ("count", "times", "rate", "duration", "variety"):
            exact = "histogram" if attrs.get("rounded") else "exact"
            found.append((text("why.fact.exactness"), text(f"why.fact.{exact}")))
        if self.kind == "score":
            found.append((text("why.fact.basis"), written.number(self.about.get("cases"))))
        newest = attrs.get("newest_at") if self.kind != "metric" else self.about.get("at")
        found.append((text("why.fact.age"), stamp(newest, zone)))
        found.append((text("why.fact.version"), str(attrs.get("version") or written.UNKNOWN)))
        found.append((text("why.fact.rules"), self._rules()))
        return found

    def _span(self, held: Mapping[Any, Any]) -> Component:
        start, end = (stamp(held.get(name), self.context.zone) for name in ("start", "end"))
        return span("", span("at", start), " \N{EN DASH} ", span("at", end))

    def _rules(self) -> str:
        version = self.about.get("rules")
        if self.kind in ("score", "index", "metric"):
            key = {"score": "score_rules", "index": "index_rules", "metric": "metrics"}[self.kind]
            return self.text(f"why.fact.{key}", version=version or written.UNKNOWN)
        return self.text("why.fact.derivation", version=self.attrs.get("derivation") or written.UNKNOWN)

    def _reports(self) -> Facts:
        text, about = self.text, self.about
        covered = {"reported": _count(about.get("reported")), "expected": _count(about.get("expected"))}
        fresh = about.get("fresh")
        found: Facts = [
            (text("why.fact.period"), self._span(about)),
            (text("why.fact.rollup"), text(f"metric.rollup.{about.get('rollup') or 'none'}")),
            (text("why.fact.coverage"), text("why.fact.covered", **covered)),
            (text("why.fact.fresh"), written.duration(text, None if fresh is None else fresh / SECOND)),
        ]
        if about.get("weight"):
            found.append((text("why.fact.weights"), str(about["weight"])))
        if about.get("level"):
            found.append((text("why.fact.source"), str(about["level"])))
        if about.get("target") is not None:
            found.append((text("why.fact.target"), self.worded(about["target"])))
        return found

    def _metric(self, share: dict[str, Any]) -> str:
        about, text = self.about, self.text
        if self.attrs.get("denominator") is not None:
            return text("why.made.metric_share", **share)
        if about.get("own"):
            return text("why.made.metric_own")
        rule = text(f"metric.rollup.{about.get('rollup') or 'none'}")
        covered = {"reported": _count(about.get("reported")), "expected": _count(about.get("expected"))}
        return text("why.made.metric", rule=rule, **covered)

    def _limit(self, limit: float) -> str:
        """The limit that the lengths are held against, and how many times it a percentile is."""
        words, value = written.duration(self.text, limit), self.attrs.get("value")
        if self.kind != "duration" or value is None or not limit:
            return words
        return self.text("why.fact.limited", limit=words, ratio=written.number(value / limit, 2))

    def _cut(self, name: str, key: str, label: str | None) -> str:
        text = self.text
        if name == "severity":
            return text(f"panel.punctuality.severity.{key}")
        if name == "window":
            return self._window(key)
        if name == "due":
            first, last = (written.duration(text, int(seconds)) for seconds in key.split("-"))
            return text("why.soon" if key.startswith("0-") else "why.due", **{"from": first, "until": last})
        if name == "stage":
            return text(f"stage.{key}") if text.has(f"stage.{key}") else key
        if key == UNLOCATED:
            return text("why.unlocated")
        if key == UNASSIGNED:
            return text("why.unassigned")
        return label or key

    def _window(self, key: str) -> str:
        """Another window than the view's: the last hours, or from when until when."""
        if key.endswith("h") and key[:-1].isdigit():
            return self.text("why.hour") if key == "1h" else self.text("why.hours", n=key[:-1])
        zone, pattern = self.context.zone, "%m-%d %H:%M"
        return "\N{EN DASH}".join(written.clock(self.attrs.get(name), zone, pattern) for name in ("start", "end"))


def stamp(instant: Any, zone: ZoneInfo) -> str:
    """An instant in full."""
    return written.clock(instant, zone, STAMP)


def _count(value: Any) -> str:
    whole = not written.known(value) or float(value).is_integer()
    return written.number(value, 0 if whole else 2)


def _few(why: Why, under: Any) -> str:
    return f" {why.text('why.made.few')}" if written.few(under) and under else ""
