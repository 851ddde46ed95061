"""`gridscope export panel` and `gridscope export scene`: what is on the screen, as files."""

import getpass
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from plotly.utils import PlotlyJSONEncoder

from dashboard.commands.export_event import event
from dashboard.settings import Settings, load_settings
from data_access.view import View

if TYPE_CHECKING:
    from dashboard.export.exports import Exports, File
    from dashboard.export.wishes import Wish

app = typer.Typer(help="What is on the screen, as files.", no_args_is_help=True)
app.command()(event)

ViewOption = Annotated[str, typer.Option("--view", help="The view, as in the page's address: area=...&window=7d")]
FormatOption = Annotated[str, typer.Option("--format", help="What to make; without it by the ending of --out")]
OutOption = Annotated[Path | None, typer.Option("--out", help="File or folder; without it a name is made here")]
ScaleOption = Annotated[float | None, typer.Option(help="Pixels of a picture to the page's pixel, 1 to 4")]
ThemeOption = Annotated[str | None, typer.Option(help="Of a picture: wall (dark) or brief (light)")]
WidthOption = Annotated[int | None, typer.Option(help="Width of the page in pixels")]
HeightOption = Annotated[int | None, typer.Option(help="Height of the page in pixels")]


class ExportError(ValueError):
    """An export that cannot be made; the message says why."""


@app.command()
def panel(
    name: Annotated[str, typer.Argument(help="Panel, as GET /api/v1/panels lists them")],
    view: ViewOption = "",
    form: FormatOption = "",
    out: OutOption = None,
    scale: ScaleOption = None,
    theme: ThemeOption = None,
    width: WidthOption = None,
    height: HeightOption = None,
) -> None:
    """Export one panel as json, csv, xlsx, png or svg."""
    from dashboard.export.wishes import PANEL_FORMATS, take_wish

    wish = take_wish(_given(form, out, scale, theme, width, height), PANEL_FORMATS)
    _export(f"panel {name}", wish, view, out, lambda exports, seen: exports.panel(name, seen, wish, getpass.getuser()))


@app.command()
def scene(
    name: Annotated[str, typer.Argument(help="Scene, as in the page's address")],
    view: ViewOption = "",
    form: FormatOption = "",
    out: OutOption = None,
    scale: ScaleOption = None,
    theme: ThemeOption = None,
    width: WidthOption = None,
    height: HeightOption = None,
) -> None:
    """Export a whole scene as png or pdf."""
    from dashboard.export.wishes import SCENE_FORMATS, take_wish

    wish = take_wish(_given(form, out, scale, theme, width, height), SCENE_FORMATS)
    _export(f"scene {name}", wish, view, out, lambda exports, seen: exports.scene(seen.replaced(scene=name), wish))


def _given(
    form: str, out: Path | None, scale: float | None, theme: str | None, width: int | None, height: int | None
) -> dict[str, Any]:
    suffix = "" if out is None or out.is_dir() else out.suffix.removeprefix(".").lower()
    told = {"format": form or suffix, "scale": scale, "theme": theme, "width": width, "height": height}
    return {name: value for name, value in told.items() if value not in (None, "")}


def _export(subject: str, wish: "Wish", view: str, out: Path | None, make: Callable[["Exports", View], "File"]) -> None:
    """Make the export and write it whole; what cannot be made is an ExportError."""
    from dashboard.commands.delivering import Asked, Made, deliver
    from dashboard.export.directory import UnknownPanel
    from dashboard.export.exports import PanelFailedError
    from dashboard.printing.chromium import NoBrowserError
    from dashboard.printing.press import IncompleteError, PressError
    from dashboard.printing.vector import NoConverterError

    seen = View.from_query(view)
    if out is not None and not (out.parent if out.suffix or not out.is_dir() else out).is_dir():
        raise ExportError(f"folder {str(out.parent)!r} does not exist; expected one that does")
    try:
        with _exports(wish.drawn) as (settings, exports):

            def made() -> Made:
                file = make(exports, seen)
                return Made(_bytes(file.content), file.name, file.version)

            asked = Asked(subject, wish.form, seen.to_query())
            typer.echo(deliver(exports.store, settings, asked, made, out))
    except (NoBrowserError, NoConverterError, PressError, IncompleteError, PanelFailedError, UnknownPanel) as error:
        raise ExportError(str(error)) from None


def _bytes(content: Any) -> bytes:
    if isinstance(content, bytes):
        return content
    return json.dumps(content, cls=PlotlyJSONEncoder, ensure_ascii=False, separators=(",", ":")).encode()


@contextmanager
def _exports(drawn: bool) -> "Iterator[tuple[Settings, Exports]]":
    """The settings and the exports of their store; for pictures with the program served to their browser."""
    from dashboard.build import build_id
    from dashboard.export.exports import Exports
    from dashboard.opening import open_store
    from dashboard.printing.press import Press
    from layouts.panels import EVERY

    settings = load_settings()
    store = open_store(settings, announcing=False)
    try:
        if not drawn:
            with Press(settings.own_url) as idle:
                yield settings, Exports(store, EVERY, idle, build_id())
            return
        from dashboard.printing.serving import local_server

        with (
            local_server(settings, store) as address,
            Press(address, limit=120.0, chromium=settings.chromium) as press,
        ):
            yield settings, Exports(store, EVERY, press, build_id())
    finally:
        store.close()
