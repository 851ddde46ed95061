"""What an export is to be: its format, and of a picture its size, scale and theme."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from dashboard.printing.chromium import LARGEST

PANEL_FORMATS: Final = ("json", "csv", "xlsx", "png", "svg")
SCENE_FORMATS: Final = ("png", "pdf")
TABLES: Final = ("json", "csv", "xlsx")

THEMES: Final = ("wall", "brief")

TYPES: Final = {
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
}

_SIZES: Final = {"width": (320, 7680), "height": (320, 4320)}
_PICTURE: Final = ("scale", "theme", *_SIZES)


class WishError(ValueError):
    """A parameter that cannot be met; the message names it, its value and what was expected."""


@dataclass(frozen=True, slots=True)
class Wish:
    """`form` is one of TYPES; the rest matters to pictures alone: `width` and `height` of the page in CSS pixels,
    `scale` pixels to each of them."""

    form: str
    theme: str = "wall"
    scale: float = 1.0
    width: int = 1920
    height: int = 1080

    @property
    def drawn(self) -> bool:
        """Whether it is a picture."""
        return self.form not in TABLES


def take_wish(given: dict[str, Any], offered: tuple[str, ...]) -> Wish:
    """Take the wish out of decoded parameters, which keep the rest; WishError for what is not offered."""
    form = given.pop("format", "") or offered[0]
    if form not in offered:
        raise WishError(f"format {form!r} is not offered; expected one of {', '.join(offered)}")
    found = {name: given.pop(name) for name in _PICTURE if given.get(name) not in (None, "")}
    if found and form in TABLES:
        name, value = next(iter(found.items()))
        raise WishError(f"{name} {value!r} means nothing to format {form!r}; expected it with png, svg or pdf")
    return wish_of(form, found)


def wish_of(form: str, found: Mapping[str, Any]) -> Wish:
    """The wish of a format and what is said of the picture; WishError for a value out of range."""
    theme = str(found.get("theme", "wall"))
    if theme not in THEMES:
        raise WishError(f"theme {theme!r} is not known; expected one of {', '.join(THEMES)}")
    scale = _number("scale", found.get("scale", 1), 1, 4)
    sizes = {name: int(_number(name, found.get(name, default), *_SIZES[name])) for name, default in _DEFAULTS.items()}
    if sizes["width"] * sizes["height"] * scale**2 > LARGEST:
        size = f"{sizes['width']} x {sizes['height']} at scale {scale:g}"
        raise WishError(f"the picture of {size} is too large; expected at most {LARGEST:,} pixels")
    return Wish(form, theme, scale, **sizes)


_DEFAULTS: Final = {"width": 1920, "height": 1080}


def _number(name: str, value: Any, least: float, most: float) -> float:
    try:
        number = float(value)
    except ValueError:
        number = float("nan")
    if not least <= number <= most:
        raise WishError(f"{name} {str(value)[:20]!r} is out of range; expected a number from {least:g} to {most:g}")
    return number
