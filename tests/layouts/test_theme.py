import json
import re
from pathlib import Path

import pytest

from layouts.theme import Theme

ASSETS = Path(__file__).parents[2] / "assets"
RULES = {"wall": r":root \{(.*?)\n\}", "brief": r":root\[data-theme='brief'\] \{(.*?)\n\}"}


@pytest.mark.parametrize("name", ["wall", "brief"])
def test_the_style_sheet_and_the_charts_share_their_colours(name: str) -> None:
    sheet = (ASSETS / "tokens.css").read_text(encoding="utf-8")
    found = re.search(RULES[name], sheet, re.DOTALL)
    assert found
    colours = dict(re.findall(r"--([\w-]+): (#\w+);", found[1]))
    tokens = json.loads((ASSETS / "tokens.json").read_text(encoding="utf-8"))[name]
    assert {key: colours.get(key) for key in tokens} == tokens


def test_figures_hold_marks_only() -> None:
    figure = Theme.named("wall").figure([], x=(0, 1), y=(0, 1))
    assert figure["layout"]["xaxis"]["visible"] is False
    assert figure["layout"]["margin"]["l"] == 0


def test_an_unknown_theme_is_named() -> None:
    with pytest.raises(KeyError, match="night"):
        Theme.named("night")
