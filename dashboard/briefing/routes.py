"""The page of downloads at /briefings, GET /api/v1/briefings, and the files."""

from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from flask import Blueprint, Response, request, send_file

from dashboard.api.answers import answer, refusal
from dashboard.api.errors import refuse_alike
from dashboard.briefing.library import Kept, file_of, visible
from dashboard.briefing.order import KINDS
from dashboard.briefing.places import MANIFEST, folder_of
from data_access.clock import SECOND, format_instant, parse_instant
from data_access.reader import Scope, open_reader
from data_access.store.store import Store
from data_access.view import LANGUAGES, View, ViewError
from layouts import format as written
from layouts.names import BETWEEN
from layouts.text import Text

_FIRST: Final = ("pdf", "pptx", "docx", "xlsx", "md", "json")


def blueprint(store: Store, out: Path) -> Blueprint:
    """The routes of the briefings under `out`. `area` narrows to an area and what is below it, and is checked like
    that of any view."""
    routes = Blueprint("briefings", __name__)

    def listed(language: str = "zh") -> tuple[list[Kept], Text]:
        area = request.args.get("area") or ""
        with open_reader(store, Scope(area)) as reader:
            reader.area(View(area=area))
            return list(visible(reader, out, area or None)), Text(language)

    @routes.get("/briefings")
    def page() -> Response:
        language = request.args.get("lang") or "zh"
        if language not in LANGUAGES:
            raise ViewError(f"lang {language[:20]!r} is not known; expected one of {', '.join(LANGUAGES)}")
        found, text = listed(language)
        return Response(_page(found, text, store), mimetype="text/html")

    @routes.get("/api/v1/briefings")
    def listing() -> Response:
        found, _ = listed()
        return answer({"rows": [_row(one) for one in found]})

    @routes.get("/api/v1/briefings/<folder>/<name>/<file>")
    def one_file(folder: str, name: str, file: str) -> Response:
        area = request.args.get("area") or ""
        with open_reader(store, Scope(area)) as reader:
            reader.area(View(area=area))
            path = file_of(reader, out, folder, name, file)
        if path is None:
            return refusal(404, f"briefing file {f'{folder}/{name}/{file}'[:80]!r} is not known; see /api/v1/briefings")
        shown = request.args.get("download") is None and path.suffix in (".png", ".pdf", ".json")
        called = f"{folder}-{name}-{file}"
        return send_file(path.resolve(), KINDS.get(path.suffix), as_attachment=not shown, download_name=called)

    refuse_alike(routes)
    return routes


def _row(one: Kept) -> dict[str, Any]:
    told = {key: value for key, value in one.manifest.items() if key != "files"}
    files = [{**file, "url": _url(one, file["name"])} for file in one.manifest["files"]]
    made = format_instant(int(one.made) * SECOND)
    return {**told, "made_at": made, "manifest": _url(one, MANIFEST), "files": files}


def _url(one: Kept, file: str) -> str:
    return f"/api/v1/briefings/{quote(folder_of(one.place.area), safe='')}/{one.place.name}/{quote(file, safe='')}"


def _page(found: Iterable[Kept], text: Text, store: Store) -> str:
    by_area: dict[str, list[Kept]] = {}
    for one in found:
        by_area.setdefault(one.place.area, []).append(one)
    parts = []
    for area, briefings in sorted(by_area.items()):
        label = briefings[0].manifest.get("label") or {}
        parts.append(f"<h2>{escape(str(label.get(text.language) or area))}</h2>")
        parts += [_article(one, text, store, opened=place == 0) for place, one in enumerate(briefings)]
    body = "".join(parts) or f'<p class="none">{escape(text("briefing.page.empty"))}</p>'
    other = "en" if text.language == "zh" else "zh"
    title = escape(text("briefing.page.heading"))
    links = (
        f'<a href="?{escape(_query(lang=other))}" lang="{other}">{escape(text(f"language.{other}"))}</a>'
        f'<a href="/?lang={text.language}">{escape(text("briefing.page.back"))}</a>'
    )
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title>"
        '<link rel="stylesheet" href="/assets/tokens.css"><link rel="stylesheet" href="/assets/briefing.css">'
    )
    language = "zh-CN" if text.language == "zh" else "en"
    return (
        f'<!doctype html><html lang="{language}" data-theme="brief"><head>{head}</head>'
        f'<body class="downloads"><main><header><h1>{title}</h1>{links}</header>{body}</main></body></html>'
    )


def _query(**changes: str) -> str:
    given = {name: value for name, value in request.args.items() if name in ("area", "lang")} | changes
    return "&".join(f"{name}={quote(value, safe='')}" for name, value in given.items())


def _article(one: Kept, text: Text, store: Store, *, opened: bool) -> str:
    """A briefing: its week, state and files, and what it says; the newest says it at once."""
    manifest, week = one.manifest, one.place.week
    whole = bool(manifest.get("complete"))
    state = text("briefing.complete") if whole else f"\N{WARNING SIGN} {text('briefing.incomplete')}"
    until = written.clock(parse_instant(manifest["as_of"]), store.zone, "%Y-%m-%d %H:%M")
    span = text("briefing.page.whole") if manifest.get("whole_week") else text("briefing.page.unfinished", time=until)
    made = written.clock(int(one.made) * SECOND, store.zone, "%Y-%m-%d %H:%M")
    start, end = parse_instant(manifest["start"]), parse_instant(manifest["end"]) - 1
    days = " - ".join(written.clock(instant, store.zone, "%m-%d") for instant in (start, end))
    when = BETWEEN.join((days, span, f"{text('briefing.page.made')} {made}"))
    language = text(f"language.{one.place.language}")
    main = sorted((name for name in one.files if not name.endswith(".png") and name != "figures.json"), key=_order)
    pictures = [name for name in one.files if name.endswith(".png")]
    links = "".join(_link(one, name, text(f"briefing.file.{name.rpartition('.')[2]}")) for name in (*main, MANIFEST))
    more = ""
    if pictures:
        inner = "".join(_link(one, name, name) for name in pictures)
        more = f"<details><summary>{escape(text('briefing.file.png'))}</summary><ul>{inner}</ul></details>"
    told = f"{text('briefing.page.of', year=week.year, week=week.number)}{BETWEEN}{language}"
    return (
        f'<article id="{escape(one.place.name)}"><h3>{escape(told)}'
        f'<span class="when">{escape(when)}</span>'
        f'<span class="state{"" if whole else " wrong"}">{escape(state)}</span></h3>'
        f"<ul>{links}</ul>{_said(manifest, text, opened=opened)}{more}</article>"
    )


def _said(manifest: Mapping[str, Any], text: Text, *, opened: bool) -> str:
    chapters = manifest.get("said") or []
    inner = "".join(
        f"<h4>{escape(str(one['title']))}</h4>" + "".join(f"<p>{escape(str(said))}</p>" for said in one["sentences"])
        for one in chapters
    )
    if not inner:
        return ""
    summary = escape(text("briefing.topic.summary"))
    return f'<details{" open" if opened else ""}><summary>{summary}</summary><div class="said">{inner}</div></details>'


def _link(one: Kept, name: str, label: str) -> str:
    size = one.files.get(name)
    shown = "" if size is None else f"<span>{_size(size)}</span>"
    return f'<li><a href="{escape(_url(one, name))}">{escape(label)}</a>{shown}</li>'


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e5 else f"{max(1, round(size / 1e3))} kB"


def _order(name: str) -> int:
    form = name.rpartition(".")[2]
    return _FIRST.index(form) if form in _FIRST else len(_FIRST)
