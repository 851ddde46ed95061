"""The tables in the documents that follow from the code. `python -m tests.docs.tables` writes them anew."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from dashboard.commands.systems import metrics_table, systems_table
from dashboard.settings import table as settings_table
from data_access.view import View
from layouts.panels import PANELS
from layouts.text import Text
from tests.data_access.worlds import reading, world

ROOT: Final = Path(__file__).parents[2]


def panels_table() -> str:
    """The panels as a Markdown table, in the order in which they are rendered."""
    lines = [
        "| id | 中文 | English | expects data every | at most | columns of its frame |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    with world() as store, reading(store) as reader:
        for panel in PANELS:
            zh, en = (Text(language)(f"panel.{panel.id}.title") for language in ("zh", "en"))
            columns = ", ".join(f"`{name}`" for name in panel.frame(reader, View()).columns)
            lines.append(f"| `{panel.id}` | {zh} | {en} | {panel.cadence} s | {panel.hertz:g} a second | {columns} |")
    return "\n".join(lines)


TABLES: Final[Mapping[tuple[str, str], Callable[[], str]]] = {
    ("README.md", "settings"): settings_table,
    ("docs/wall.md", "panels"): panels_table,
    ("docs/systems.md", "systems"): systems_table,
    ("docs/systems.md", "metrics"): metrics_table,
}
"""The table that stands between `<!-- name -->` and `<!-- /name -->` in a file."""


def between(text: str, name: str) -> str:
    """What stands between the markers of a name; ValueError where they are not there exactly once."""
    found = re.findall(f"<!-- {name} -->\n(.*?)<!-- /{name} -->", text, re.DOTALL)
    if len(found) != 1:
        raise ValueError(f"markers of {name!r}: found {len(found)} pairs; expected one")
    return str(found[0]).strip()


def write() -> None:
    """Put every table into its file."""
    for (file, name), table in TABLES.items():
        path = ROOT / file
        text = path.read_text(encoding="utf-8")
        between(text, name)
        start, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        head, _, rest = text.partition(start)
        path.write_text(f"{head}{start}{table()}\n{end}{rest.partition(end)[2]}", encoding="utf-8")


if __name__ == "__main__":
    write()
