"""What makes the page an app on a phone: its manifest, icons, and a worker that says plainly when there is no network.

The worker keeps static files of its own build alone. Pages and data always come from the server: a picture of an hour
ago would look like one of now.
"""

import html
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Response, request

from data_access.view import LANGUAGES
from layouts.text import Text
from layouts.theme import Theme

ICONS: Final = "/assets/icons"
WORKER: Final = "/worker.js"
MANIFEST: Final = "/manifest.webmanifest"
OFFLINE: Final = "/offline"

_SCRIPT: Final = Path(__file__).with_name("worker.js")
_PAGE: Final = Path(__file__).with_name("offline.html")

INDEX: Final = f"""<!DOCTYPE html>
<html>
    <head>
        {{%metas%}}
        <title>{{%title%}}</title>
        <link rel="icon" type="image/svg+xml" href="{ICONS}/icon.svg">
        <link rel="apple-touch-icon" href="{ICONS}/apple-180.png">
        <link rel="manifest" href="{MANIFEST}">
        {{%css%}}
    </head>
    <body>
        {{%app_entry%}}
        <footer>
            {{%config%}}
            {{%scripts%}}
            {{%renderer%}}
        </footer>
    </body>
</html>
"""
"""Dash's page with our icons and the manifest."""


def meta_tags() -> list[dict[str, str]]:
    """What the page's head says of itself: it reaches under the notch, and its bar has the wall's colour."""
    return [
        {"name": "viewport", "content": "width=device-width, initial-scale=1, viewport-fit=cover"},
        {"name": "theme-color", "content": Theme.named("wall")["canvas"]},
        {"name": "mobile-web-app-capable", "content": "yes"},
        {"name": "apple-mobile-web-app-capable", "content": "yes"},
        {"name": "apple-mobile-web-app-status-bar-style", "content": "black"},
    ]


def manifest(titles: Mapping[str, str], language: str) -> dict[str, Any]:
    """The web app manifest in a language; `titles` by language."""
    text, theme = Text(language), Theme.named("wall")
    icons = [
        {"src": f"{ICONS}/icon.svg", "type": "image/svg+xml", "sizes": "any"},
        {"src": f"{ICONS}/icon-192.png", "type": "image/png", "sizes": "192x192"},
        {"src": f"{ICONS}/icon-512.png", "type": "image/png", "sizes": "512x512"},
        {"src": f"{ICONS}/maskable-512.png", "type": "image/png", "sizes": "512x512", "purpose": "maskable"},
    ]
    return {
        "id": "/",
        "name": titles[language],
        "short_name": text("installing.short"),
        "description": text("installing.description"),
        "lang": "zh-CN" if language == "zh" else language,
        "start_url": "/" if language == LANGUAGES[0] else f"/?lang={language}",
        "scope": "/",
        "display": "standalone",
        "background_color": theme["canvas"],
        "theme_color": theme["canvas"],
        "icons": icons,
    }


def blueprint(titles: Mapping[str, str], build: str) -> Blueprint:
    """The manifest (`?lang=`, else by what the browser prefers), the worker of this build, and the page that it shows
    without a network."""
    routes = Blueprint("installing", __name__)
    worker = _SCRIPT.read_text(encoding="utf-8").replace("__BUILD__", build).replace("__OFFLINE__", OFFLINE)
    page = _offline()

    @routes.get(MANIFEST)
    def told() -> Response:
        asked = request.args.get("lang", "")
        preferred = request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]
        content = json.dumps(manifest(titles, asked if asked in LANGUAGES else preferred), ensure_ascii=False)
        return _fresh(Response(content, mimetype="application/manifest+json"))

    @routes.get(WORKER)
    def script() -> Response:
        return _fresh(Response(worker, mimetype="text/javascript"))

    @routes.get(OFFLINE)
    def offline() -> Response:
        return _fresh(Response(page, mimetype="text/html"))

    return routes


def _fresh(found: Response) -> Response:
    found.headers["Cache-Control"] = "no-cache"
    return found


def _offline() -> str:
    """The page without a network, in every language: it cannot ask which one is meant."""
    theme = Theme.named("wall")
    parts = []
    for language in LANGUAGES:
        words = {key: html.escape(phrase) for key, phrase in Text(language).section("offline").items()}
        spoken = "zh-CN" if language == "zh" else language
        parts.append(
            f'<section lang="{spoken}"><h1>{words["title"]}</h1><p>{words["told"]}</p>'
            f"<button>{words['again']}</button></section>"
        )
    page = _PAGE.read_text(encoding="utf-8").replace("__PARTS__", "".join(parts))
    for token in ("canvas", "t1", "t2", "s3", "warn"):
        page = page.replace(f"__{token}__", theme[token])
    return page
