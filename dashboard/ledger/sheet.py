"""The record of an event as a document of A4 to print and sign."""

import html
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from dashboard.ledger.markup import css_text, document, shown, table
from dashboard.ledger.record import Exported
from data_access.cases.nearby import Neighbour
from data_access.cases.story import Holder, Stay
from data_access.cases.telling import Told
from data_access.clock import Micros
from data_access.store.store import DERIVATION
from layouts import format as written
from layouts.case_words import (
    STAMP,
    apart_words,
    department_words,
    fields,
    holder_marks,
    neighbour_state,
    remarks,
    step_words,
)
from layouts.elements import percent
from layouts.names import BETWEEN, stage_name
from layouts.text import Text
from layouts.warning_words import headline

_STYLE: Final = Path(__file__).with_name("sheet.css")
RELATED: Final = 10
"""Related cases listed at most: those of the same matter first, then the nearest."""

Rows = list[Sequence[str]]


def sheet(told: Told, exported: Exported, checksum: str, text: Text, zone: ZoneInfo) -> str:
    """The document as HTML with its own style; instants in local time."""
    return _Sheet(told, exported, checksum, text, zone).html()


class _Sheet:
    """One record being written."""

    def __init__(self, told: Told, exported: Exported, checksum: str, text: Text, zone: ZoneInfo) -> None:
        self.told = told
        self.story = told.story
        self.exported = exported
        self.checksum = checksum
        self.text = text
        self.zone = zone

    def html(self) -> str:
        """Head, parts, signatures."""
        title = f"{self.text('ledger.title')} {self.story.event_id}"
        parts = [self._head(), *(f'<p class="remark">{shown(words)}</p>' for words in self._remarks())]
        for name in ("fields", "steps", "stays", "holders", "warnings", "related"):
            parts += [f"<h2>{html.escape(self.text(f'ledger.{name}'))}</h2>", getattr(self, f"_{name}")()]
        return document(self.text.language, title, self._style(), "".join([*parts, self._end()]))

    def _style(self) -> str:
        numbers = " ".join(
            (css_text(self.text("ledger.page")), '" "', "counter(page)", '" "', css_text(self.text("ledger.of")))
        )
        numbers += f' " " counter(pages) " " {css_text(self.text("ledger.pages"))}'
        corner = css_text(f"{self.text('ledger.title')} {self.story.event_id}")
        small = "font: 8pt 'Noto Sans CJK SC', sans-serif; color: #444;"
        page = (
            f"@page {{ size: A4; margin: 16mm 15mm 18mm; @top-right {{ content: {corner}; {small} }} "
            f"@bottom-center {{ content: {numbers}; {small} }} }}"
        )
        return page + _STYLE.read_text(encoding="utf-8")

    def _remarks(self) -> list[str]:
        found = remarks(self.told, self.text, self.zone)
        return [self.text("event.value.sample"), *found] if self.told.sample else found

    def _head(self) -> str:
        story, told = self.story, self.told
        name = story.title or told.label("category", story.state.category) or self.text("panel.event.untitled")
        facts = (
            f"{self.text('event.field.event_id')} {story.event_id}",
            self.text("ledger.as_of", time=self._time(self.exported.as_of)),
            self.text("ledger.version", version=self.exported.version, derivation=DERIVATION),
            self.text("ledger.exported", time=self._time(self.exported.at), by=self.exported.by),
        )
        lines = "".join(f"<span>{shown(fact)}</span>" for fact in facts)
        heading = f"<h1>{html.escape(self.text('ledger.title'))}</h1>"
        return f'{heading}<p class="name">{shown(name)}</p><div class="facts">{lines}</div>'

    def _fields(self) -> str:
        pairs = fields(self.told, self.text, self.zone)
        cells = [cell for key, words in pairs for cell in (self._words(f"event.field.{key}"), shown(words))]
        rows = [cells[first : first + 4] for first in range(0, len(cells), 4)]
        rows = [[*row, *[""] * (4 - len(row))] for row in rows]
        body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
        return f'<table class="fields"><tbody>{body}</tbody></table>'

    def _steps(self) -> str:
        rows: Rows = []
        for number, step in enumerate(self.story.steps, start=1):
            more = step_words(self.told, step, self.text, self.zone)
            rows.append(
                (
                    str(number),
                    shown(self._time(step.at)),
                    shown(stage_name(step.stage, None, self.text)),
                    shown(self.told.label("department", step.department) or written.UNKNOWN),
                    shown(self.told.label("post", step.post) or written.UNKNOWN),
                    "<br>".join(shown(words) for words in more) or written.UNKNOWN,
                )
            )
        return self._table(("number", "at", "stage", "department", "post", "note"), rows, "steps")

    def _stays(self) -> str:
        longest = max((max(one.seconds, one.limit or 0.0) for one in self.story.stays), default=0.0) or 1.0
        rows = [self._stay(one, longest) for one in self.story.stays]
        return self._table(("stage", "entered", "left", "age", "limit", "judged"), rows, "stays")

    def _stay(self, one: Stay, longest: float) -> Sequence[str]:
        judged = "unlimited" if one.limit is None else "over" if one.over else "within"
        limit = "" if one.limit is None else f'<b style="left:{percent(one.limit / longest)}"></b>'
        bar = f'<div class="bar"><i style="width:{percent(max(one.seconds, 0) / longest)}"></i>{limit}</div>'
        words = shown(self.text(f"ledger.judged.{judged}"))
        return (
            shown(stage_name(one.stage, None, self.text)),
            shown(self._time(one.entered)),
            shown(self.text("event.stays.lasting") if one.left is None else self._time(one.left)),
            shown(written.duration(self.text, one.seconds)) + bar,
            shown(written.UNKNOWN if one.limit is None else written.duration(self.text, one.limit)),
            f'<span class="over">◆ {words}</span>' if one.over else words,
        )

    def _holders(self) -> str:
        rows = [self._holder(one) for one in self.story.holders]
        return self._table(("department", "since", "until", "age", "how", "marks"), rows, "holders")

    def _holder(self, one: Holder) -> Sequence[str]:
        until = self.text("event.holders.now") if one.until is None else self._time(one.until)
        return (
            shown(department_words(self.told, one.department, self.text)),
            shown(self._time(one.since)),
            shown(until),
            shown(written.duration(self.text, one.seconds)),
            shown(stage_name(one.how, None, self.text)),
            shown(holder_marks(one, self.text) or written.UNKNOWN),
        )

    def _warnings(self) -> str:
        rows: Rows = []
        for row in self.told.warnings:
            state = self.text("event.warnings.standing")
            if row["cleared_at"] is not None:
                state = self.text("event.warnings.cleared", time=self._time(row["cleared_at"]))
            by = row["acknowledged_by"]
            known = None if by is None else self.text("event.warnings.acknowledged", by=by)
            said = BETWEEN.join(filter(None, (state, known)))
            rows.append((shown(self._time(row["raised_at"])), shown(headline(row, self.text)), shown(said)))
        return self._table(("raised", "what", "state"), rows, "warnings")

    def _related(self) -> str:
        around = (*self.told.same, *self.told.near)
        rows = [self._neighbour(one) for one in around[:RELATED]]
        listed = self._table(("kind", "title", "apart", "state"), rows, "related")
        more = len(around) - RELATED
        return listed if more <= 0 else f'{listed}<p class="none">{shown(self.text("event.near.more", n=more))}</p>'

    def _neighbour(self, one: Neighbour) -> Sequence[str]:
        kind = self.text(f"event.{'same' if one.same else 'near'}.heading")
        title = one.title or self.told.label("category", one.category) or written.UNKNOWN
        source = self.told.label("source", one.source) or one.source
        return (
            shown(kind),
            f"{shown(title)}<br>{shown(f'{source} {one.event_id}')}",
            shown(apart_words(one, self.text)),
            shown(self.text(f"event.near.{neighbour_state(one)}")),
        )

    def _end(self) -> str:
        signs = "".join(
            f"<span>{html.escape(self.text(f'ledger.{name}'))}</span>"
            for name in ("sign_handler", "sign_checker", "sign_date")
        )
        lines = f"<p>{shown(self.text('ledger.limits'))}</p>"
        lines += f'<p>{shown(self.text("ledger.hash"))} <span class="sum">{self.checksum}</span></p>'
        return f'<div class="end">{lines}</div><div class="signs">{signs}</div>'

    def _table(self, names: Sequence[str], rows: Sequence[Sequence[str]], classes: str) -> str:
        if not rows:
            return f'<p class="none">{html.escape(self.text("ledger.none"))}</p>'
        return table([self.text(f"ledger.column.{name}") for name in names], rows, classes)

    def _words(self, key: str) -> str:
        return html.escape(self.text(key))

    def _time(self, instant: Micros) -> str:
        return written.clock(instant, self.zone, STAMP)
