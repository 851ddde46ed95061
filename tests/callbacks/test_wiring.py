"""The wiring as Dash sees it: every id exists, outputs are unique, browser functions are there."""

import re
from pathlib import Path

import pytest
from dash import Dash

from callbacks import filters, navigation
from layouts.ids import PageId
from layouts.shell import page
from layouts.text import Text
from tests.layouts.reading import ids_of

ASSETS = Path(__file__).parents[2] / "assets"


@pytest.fixture
def app() -> Dash:
    made = Dash("wiring", assets_folder=str(ASSETS))
    made.layout = page(Text("zh"), "wall")
    navigation.register(made)
    filters.register(made)
    return made


def _named(app: Dash) -> set[str]:
    names = set()
    for entry in app._callback_list:
        names |= {one["id"] for one in (*entry["inputs"], *entry["state"])}
        names |= {part.rpartition(".")[0] for part in entry["output"].strip(".").split("...") if "." in part}
    return names


def test_every_id_that_a_callback_names_is_on_the_page(app: Dash) -> None:
    assert _named(app) <= set(ids_of(app.layout))
    assert str(PageId.SCREEN) in _named(app)


def test_outputs_are_unique(app: Dash) -> None:
    outputs = [entry["output"] for entry in app._callback_list if entry["output"]]
    assert len(outputs) == len(set(outputs))


def test_browser_functions_are_in_the_assets(app: Dash) -> None:
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in ASSETS.glob("*.js"))
    wanted = [entry["clientside_function"] for entry in app._callback_list if entry.get("clientside_function")]
    assert len(wanted) == 3
    for function in wanted:
        assert re.search(rf"\b{function['namespace']}: {{", scripts)
        assert re.search(rf"\b{function['function_name']}\(", scripts)


def test_assets_ask_nobody_else() -> None:
    for path in ASSETS.iterdir():
        if path.suffix in (".js", ".css"):
            assert not re.search(r"https?://(?!www\.w3\.org)", path.read_text(encoding="utf-8")), path.name
