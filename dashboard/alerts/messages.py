"""What a webhook is sent: JSON for programs, short text for the robots of WeCom and DingTalk.

Texts hold labels of areas, departments, sources and categories, and who acknowledged; never the title of a case, which
is free text that may name somebody. Whatever a robot would read as markup, or as calling somebody, is written in its
full-width form.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote_plus
from zoneinfo import ZoneInfo

from dashboard.alerts.targets import Target
from data_access.clock import MILLISECOND, Micros, format_instant
from layouts import format as written
from layouts.text import Text
from layouts.warning_words import grounds, headline

LIMITS: Final = {"wecom": 4000, "dingtalk": 18_000}
"""Bytes of text that the robots take (4096 and 20000), with room for the end mark."""

MORE: Final = "\n\N{HORIZONTAL ELLIPSIS}"

_MARKUP: Final = str.maketrans({one: chr(ord(one) + 0xFEE0) for one in "\\`*_{}[]()<>#+!|~@&"})


@dataclass(frozen=True, slots=True)
class Telling:
    """A change to be told: `row` is the warning as the frame has it, without a title."""

    change: str
    number: int
    at: Micros
    severity: str
    person: str | None
    note: str | None
    row: dict[str, Any]


def address(target: Target, now: Micros) -> str:
    """The address to post to; that of a DingTalk robot with a secret is signed with the time."""
    if target.secret is None:
        return target.url
    stamp = str(now // MILLISECOND)
    digest = hmac.new(target.secret.encode(), f"{stamp}\n{target.secret}".encode(), hashlib.sha256).digest()
    joint = "&" if "?" in target.url else "?"
    return f"{target.url}{joint}timestamp={stamp}&sign={quote_plus(base64.b64encode(digest))}"


def payload(target: Target, tellings: Sequence[Telling], site: str, zone: ZoneInfo) -> dict[str, Any]:
    """The JSON body that tells some changes at once, as the kind of target takes it."""
    if target.kind == "json":
        return {"site": site, "changes": [_as_json(one, Text(target.language), zone) for one in tellings]}
    text = Text(target.language)
    title = text("warning.message.title", site=plain(site), count=written.number(len(tellings)))
    return robot_body(target, title, [_lines(one, text, zone) for one in tellings])


def trial(target: Target, site: str) -> dict[str, Any]:
    """A body that says that it is a test."""
    text = Text(target.language)
    words = text("warning.message.test")
    if target.kind == "json":
        return {"site": site, "test": True, "text": words, "changes": []}
    return robot_body(target, plain(site), [(words, "")])


def plain(words: str | None) -> str:
    """Text on one line in which a robot finds no markup, no address and nobody to call."""
    return " ".join((words or "").translate(_MARKUP).replace("://", "：//").split())


def _as_json(one: Telling, text: Text, zone: ZoneInfo) -> dict[str, Any]:
    names = ("id", "rule", "rules_version", "kind", "subject", "area", "area_path", "department", "source", "category")
    told = {name: one.row[name] for name in names}
    told |= {"raised_at": format_instant(one.row["raised_at"]), "evidence": one.row["evidence"]}
    told |= {"headline": headline(one.row, text), "grounds": grounds(one.row, text, zone)}
    head = {"id": f"{one.row['id']}-{one.number}", "change": one.change, "at": format_instant(one.at)}
    return {**head, "severity": one.severity, "by": one.person, "note": one.note, "warning": told}


def _lines(one: Telling, text: Text, zone: ZoneInfo) -> tuple[str, str]:
    first = text(
        "warning.message.line",
        status=text(f"status.{one.severity}"),
        change=text(f"warning.change.{one.change}"),
        headline=plain(headline(one.row, text)),
    )
    when = written.clock(one.at, zone, "%m-%d %H:%M")
    second = f"{when} {plain(grounds(one.row, text, zone))}"
    if one.person is not None:
        second = text("warning.message.by", by=plain(one.person), note=plain(one.note) or written.UNKNOWN)
    return first, second


def robot_body(target: Target, title: str, lines: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """What a robot is sent: a title, and lines with a second line each ("" for none), cut to what it takes."""
    limit = LIMITS[target.kind]
    if target.form == "text":
        words = _cut("\n".join([title, *(f"{first}\n{second}".rstrip() for first, second in lines)]), limit)
        return {"msgtype": "text", "text": {"content": words}}
    if target.kind == "wecom":
        parts = [f"**{title}**", *(f"{first}\n> {second}" if second else first for first, second in lines)]
        return {"msgtype": "markdown", "markdown": {"content": _cut("\n".join(parts), limit)}}
    parts = [f"#### {title}", *(f"- {first}\n\n  {second}".rstrip() for first, second in lines)]
    return {"msgtype": "markdown", "markdown": {"title": title, "text": _cut("\n\n".join(parts), limit)}}


def _cut(words: str, limit: int) -> str:
    """Text within a number of bytes, cut between letters."""
    found = words.encode()
    return words if len(found) <= limit else found[:limit].decode(errors="ignore") + MORE
