"""Every export of a panel or a scene, from one place: the HTTP interface and the command line differ only in where the
file goes."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from dashboard.api.csv_text import csv_text
from dashboard.api.numbers import head, records, written
from dashboard.export.about import Export, about
from dashboard.export.directory import Directory
from dashboard.export.names import file_name
from dashboard.export.pictures import Pictures
from dashboard.export.tables import records_of, table_of
from dashboard.export.wishes import TYPES, Wish
from dashboard.export.xlsx import workbook_of
from dashboard.printing.placing import placing
from dashboard.printing.press import Press
from data_access.clock import Micros
from data_access.frames.feeds import samples
from data_access.reader import WHOLE, Reader, open_reader
from data_access.store.store import NoAreasError, Store
from data_access.view import View, ViewError
from layouts import drawer
from layouts.panel import Panel
from layouts.scenes import scene_of
from layouts.text import Text

log = logging.getLogger(__name__)


class PanelFailedError(RuntimeError):
    """A panel that cannot give its rows, through a fault of ours, which is logged."""


@dataclass(frozen=True, slots=True)
class File:
    """An export: its bytes (of JSON the value itself), its name and the plain one, and what it shows."""

    content: Any
    name: str
    plain: str
    mimetype: str
    as_of: Micros
    version: int


class Exports:
    """The exports of a store; pictures by a press that starts with the first of them."""

    def __init__(self, store: Store, panels: Iterable[Panel], press: Press, build: str) -> None:
        self.store = store
        self.directory = Directory(store, panels)
        self.pictures = Pictures(press)
        self.build = build

    def panel(self, name: str, view: View, wish: Wish, by: str) -> File:
        """A panel of a view as the wish says; `by` is who asks. UnknownPanel, ViewError, PanelFailedError, and of
        pictures what dashboard/export/pictures.py raises."""
        panel = self.directory.find(name)
        scene_of(view)
        if wish.drawn:
            return self._picture(view, panel, wish)
        return self._table(panel, view, wish, by)

    def scene(self, view: View, wish: Wish) -> File:
        """A whole view as a picture."""
        scene_of(view)
        return self._picture(view, None, wish)

    def _table(self, panel: Panel, view: View, wish: Wish, by: str) -> File:
        text = Text(view.language)
        name = str(panel.id)
        with open_reader(self.store, WHOLE) as reader:
            moment = view.as_of if view.as_of is not None else reader.now
            frozen = view.replaced(as_of=moment)
            frame = _framed(panel, reader, frozen)
            title = frame.attrs["title"] if name in self.directory.placed else text(f"panel.{name}.title")
            newest = frame.attrs.get("data_time", reader.version.newest_at)
            area = reader.area_label(reader.area(view).code, view.language)
            version, zone = reader.version.version, reader.zone
            if wish.form == "json":
                told = {"panel": name, "title": title, **head(reader, view, moment)}
                content: Any = {**told, "data_time": written(newest), "rows": records(frame)}
            else:
                table = table_of(name, title, frame, text, zone, _levels(reader, view.language))
                if wish.form == "csv":
                    content = csv_text([column.title for column in table.columns], records_of(table)).encode()
                else:
                    sample = bool(samples(reader, frozen))
                    newest = None if newest is None or newest != newest else int(newest)
                    shown = frozen if name in drawer.PANELS else placing(frozen, name)
                    export = Export(shown, moment, version, newest, by, self.store.clock(), self.build, sample)
                    content = workbook_of(table, about(reader, export, table, text), text)
            code = reader.area(view).code
        chinese = file_name(title, area, moment, zone, wish.form)
        return File(content, chinese, file_name(name, code, moment, zone, wish.form), TYPES[wish.form], moment, version)

    def _picture(self, view: View, panel: Panel | None, wish: Wish) -> File:
        text = Text(view.language)
        with open_reader(self.store, WHOLE) as reader:
            moment = view.as_of if view.as_of is not None else reader.now
            code = reader.area(view).code
            area, version, zone = reader.area_label(code, view.language), reader.version.version, reader.zone
        frozen = view.replaced(as_of=moment)
        if panel is None:
            shot, name, title = self.pictures.scene(frozen, wish, version), view.scene, text(f"scene.{view.scene}")
        else:
            name = str(panel.id)
            shot, title = self.pictures.panel(frozen, name, wish, version), self.directory.title(name, text)
        names = [file_name(one, where, moment, zone, wish.form) for one, where in ((title, area), (name, code))]
        return File(shot.content, names[0], names[1], TYPES[wish.form], moment, shot.version)


def _levels(reader: Reader, language: str) -> dict[str, str]:
    return {term.code: reader.vocabulary.label("level", term.code, language) for term in reader.vocabulary.of("level")}


def _framed(panel: Panel, reader: Reader, view: View) -> Any:
    """The rows of a panel; what is not the view's or the database's fault is ours, and told by the panel's name."""
    try:
        return panel.frame(reader, view)
    except (ViewError, NoAreasError, SQLAlchemyError):
        raise
    except Exception as error:
        log.exception("panel %s failed", panel.id)
        raise PanelFailedError(f"panel {str(panel.id)!r} failed ({type(error).__name__}); it was logged") from error
