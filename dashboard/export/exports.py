"""Every export of a panel or a scene, from one place: the HTTP interface and the command line differ only in where the
file goes."""

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from dashboard.api.csv_text import csv_text
from dashboard.api.numbers import head, records, written
from dashboard.export.about import Export, about
from dashboard.export.directory import Directory
from dashboard.export.names import file_name
from dashboard.export.tables import records_of, table_of
from dashboard.export.wishes import TABLES, TYPES, Wish, WishError
from dashboard.export.xlsx import workbook_of
from dashboard.printing.chromium import Frame
from dashboard.printing.press import IncompleteError, Press, placing
from data_access.clock import Micros
from data_access.frames.feeds import samples
from data_access.reader import WHOLE, open_reader
from data_access.store.store import Store
from data_access.view import View
from layouts.drawer import PANELS as DRAWN_OUT
from layouts.panel import Panel
from layouts.scenes import scene_of
from layouts.text import Text

KEPT: Final = 24
"""Pictures that are kept, for who asks for the same again while the data stand."""

DRAWERS: Final = tuple(f"{panel}:" for panel in DRAWN_OUT)
"""What is opened beside the scene; it stands on none of the panels."""


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
        self.press = press
        self.build = build
        self._kept: OrderedDict[Hashable, File] = OrderedDict()
        self._lock = threading.Lock()

    def panel(self, name: str, view: View, wish: Wish, by: str) -> File:
        """A panel of a view as the wish says; `by` is who asks. UnknownPanel, ViewError, and of pictures what the
        press raises."""
        panel = self.directory.find(name)
        scene_of(view)
        if wish.drawn and panel.id in DRAWN_OUT:
            offered = ", ".join(TABLES)
            raise WishError(
                f"format {wish.form!r} is not offered of {name!r}, which stands in no scene; expected {offered}"
            )
        if wish.drawn:
            return self._picture(placing(view, str(panel.id)), panel, wish)
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
            frame = panel.frame(reader, frozen)
            title = frame.attrs["title"] if name in self.directory.placed else text(f"panel.{name}.title")
            newest = frame.attrs.get("data_time", reader.version.newest_at)
            area = reader.area_label(reader.area(view).code, view.language)
            version, zone = reader.version.version, reader.zone
            if wish.form == "json":
                told = {"panel": name, "title": title, **head(reader, view, moment)}
                content: Any = {**told, "data_time": written(newest), "rows": records(frame)}
            else:
                table = table_of(name, title, frame, text, zone)
                if wish.form == "csv":
                    content = csv_text([column.title for column in table.columns], records_of(table)).encode()
                else:
                    sample = bool(samples(reader, frozen))
                    newest = None if newest is None or newest != newest else int(newest)
                    placed = frozen if name in DRAWN_OUT else placing(frozen, name)
                    export = Export(placed, moment, version, newest, by, self.store.clock(), self.build, sample)
                    content = workbook_of(table, about(reader, export, table, text), text)
            code = reader.area(view).code
        shown = file_name(title, area, moment, zone, wish.form)
        return File(content, shown, file_name(name, code, moment, zone, wish.form), TYPES[wish.form], moment, version)

    def _picture(self, view: View, panel: Panel | None, wish: Wish) -> File:
        text = Text(view.language)
        with open_reader(self.store, WHOLE) as reader:
            moment = view.as_of if view.as_of is not None else reader.now
            code = reader.area(view).code
            area, version, zone = reader.area_label(code, view.language), reader.version.version, reader.zone
        frozen = view.replaced(as_of=moment)
        if panel is not None and frozen.focus.startswith(DRAWERS):
            frozen = frozen.replaced(focus="")
        name = view.scene if panel is None else str(panel.id)
        key = (frozen.to_query(), name, panel is None, wish, version)
        found = self._find(key)
        if found is not None:
            return found
        frame = Frame(wish.width, wish.height, wish.scale)
        if panel is None:
            shot = self.press.scene(frozen.to_query(), frame, theme=wish.theme, form=wish.form)
            title = text(f"scene.{view.scene}")
        else:
            shot = self.press.panel(frozen.to_query(), name, frame, theme=wish.theme, form=wish.form)
            title = self.directory.title(name, text)
        if shot.missing:
            raise IncompleteError(shot)
        names = [file_name(one, where, moment, zone, wish.form) for one, where in ((title, area), (name, code))]
        made = File(shot.content, names[0], names[1], TYPES[wish.form], moment, shot.version)
        self._keep((*key[:-1], shot.version), made)
        return made

    def _find(self, key: Hashable) -> File | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: Hashable, made: File) -> None:
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
