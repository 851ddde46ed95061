"""Colours and chart defaults, read from the one file of tokens that the style sheets are checked against."""

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Self

_TOKENS: Final = Path(__file__).parents[1] / "assets" / "tokens.json"
_TEMPLATE: Final = Path(__file__).with_name("plotly_template.json")

THEMES: Final = ("wall", "brief")


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """A named set of colours; sizes in figures are design units (1920 x 1080) until the browser scales them."""

    name: str
    colours: Mapping[str, str]
    layout: Mapping[str, Any]

    @classmethod
    def named(cls, name: str) -> Self:
        """The theme of that name; KeyError for another."""
        if name not in THEMES:
            raise KeyError(f"theme {name!r} is not known; expected one of {', '.join(THEMES)}")
        return cls(name, _read(_TOKENS)[name], _read(_TEMPLATE)[name]["layout"])

    def __getitem__(self, token: str) -> str:
        return self.colours[token]

    def figure(self, traces: list[dict[str, Any]], *, x: tuple[float, float], y: tuple[float, float]) -> dict[str, Any]:
        """A plain figure that fills its box: marks only, no axes, no text; x and y are the ranges shown."""
        kept = ("paper_bgcolor", "plot_bgcolor", "font", "showlegend", "hovermode", "uirevision")
        bare = {"visible": False, "fixedrange": True}
        layout = {
            **{key: deepcopy(self.layout[key]) for key in kept},
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0},
            "autosize": True,
            "bargap": 0,
            "xaxis": {**bare, "range": list(x)},
            "yaxis": {**bare, "range": list(y)},
        }
        return {"data": traces, "layout": layout}


@cache
def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content
