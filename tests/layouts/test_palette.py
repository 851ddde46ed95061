"""The colours themselves: legible on every ground, apart for every kind of eye, in both themes and by night."""

import json
import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from layouts.theme import THEMES
from tests.layouts.colours import CVD, contrast, delta, difference

ASSETS = Path(__file__).parents[2] / "assets"
TOKENS = json.loads((ASSETS / "tokens.json").read_text(encoding="utf-8"))
GROUNDS = ("canvas", "s1", "s2")
TEXTS = ("t1", "t2", "t3", "crit-text", "warn-text", "note-text", "accent")
STATUSES = ("crit", "warn", "note")


def night(theme: str) -> dict[str, str]:
    """The colours of a theme on a wall that is dimmed."""
    sheet = (ASSETS / "walled.css").read_text(encoding="utf-8")
    selector = "html[data-night]" + ("[data-theme='brief']" if theme == "brief" else "")
    rules = re.search(rf"^{re.escape(selector)} \{{(.*?)\}}", sheet, re.MULTILINE)
    assert rules
    return {**TOKENS[theme], **dict(re.findall(r"--([\w-]+): (#\w+);", rules[1]))}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, -1.0, 2.0), (50.0, 0.0, 0.0), 2.3669),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_difference_is_that_of_the_published_pairs(one, other, expected) -> None:  # type: ignore[no-untyped-def]
    assert delta(one, other) == pytest.approx(expected, abs=1e-4)
    assert delta(other, one) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("colours", [*(TOKENS[theme] for theme in THEMES), *(night(theme) for theme in THEMES)])
def test_text_that_informs_is_legible_on_every_ground(colours: dict[str, str]) -> None:
    found = {(text, ground): contrast(colours[text], colours[ground]) for text in TEXTS for ground in GROUNDS}
    assert {pair: ratio for pair, ratio in found.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_text_on_filled_grounds_is_legible(theme: str) -> None:
    colours = TOKENS[theme]
    assert contrast(colours["on-crit"], colours["crit-fill"]) >= 4.5
    assert contrast(colours["on-warn"], colours["warn"]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_marks_stand_out_from_the_canvas(theme: str) -> None:
    colours = TOKENS[theme]
    marks = ("crit", "crit-fill", "warn", "note", "d-strong", "d", "d-dim", "accent")
    assert {
        name: contrast(colours[name], colours["canvas"])
        for name in marks
        if contrast(colours[name], colours["canvas"]) < 3
    } == {}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eye", CVD)
def test_statuses_are_told_apart_by_every_eye(theme: str, eye: str) -> None:
    """Red and amber are the closest pair to a green-blind eye; shapes go with them all the same."""
    colours = TOKENS[theme]
    apart = {pair: difference(colours[pair[0]], colours[pair[1]], eye) for pair in combinations(STATUSES, 2)}
    assert min(apart.values()) >= 10, apart
    assert apart["crit", "warn"] >= 15, apart


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eye", ["normal", "deutan", "protan"])
def test_the_steps_of_the_ramps_are_told_apart(theme: str, eye: str) -> None:
    colours = TOKENS[theme]
    for ramp, count, least in (("q", 5, 5.0), ("k", 9, 3.5), ("v", 9, 8.0)):
        steps = [colours[f"{ramp}{place}"] for place in range(1, count + 1)]
        assert min(difference(one, other, eye) for one, other in pairwise(steps)) >= least, ramp


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eye", CVD)
def test_the_categories_are_told_apart(theme: str, eye: str) -> None:
    colours = [TOKENS[theme][f"c{place}"] for place in range(1, 7)]
    assert min(difference(one, other, eye) for one, other in combinations(colours, 2)) >= 12


@pytest.mark.parametrize("theme", THEMES)
def test_a_dimmed_wall_keeps_its_warnings(theme: str) -> None:
    assert all(
        night(theme)[name] == TOKENS[theme][name] for name in TOKENS[theme] if name.startswith(("crit", "warn", "note"))
    )
