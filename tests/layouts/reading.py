"""Reading a drawing as a viewer would: its text, its links, its components."""

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import unquote

from dash.development.base_component import Component

_WHY: Final = "focus=why:"


def components(node: Any) -> Iterator[Component]:
    """Every component in a tree of components, lists and text, from the top."""
    if isinstance(node, Component):
        yield node
        yield from components(getattr(node, "children", None))
    elif isinstance(node, list | tuple):
        for one in node:
            yield from components(one)


def text_of(node: Any) -> str:
    """The text of a tree, run together."""
    if isinstance(node, Component):
        return text_of(getattr(node, "children", None))
    if isinstance(node, list | tuple):
        return "".join(text_of(one) for one in node)
    return "" if node is None else str(node)


def links_of(node: Any) -> list[str]:
    """The addresses that a tree leads to, but for those of explanations."""
    return [address for address in _addresses(node) if _WHY not in address]


def explained_in(node: Any) -> list[str]:
    """The numbers that a tree explains, as measure or measure/cut."""
    named = (address.partition(_WHY)[2].partition("&")[0] for address in _addresses(node) if _WHY in address)
    return [unquote(one) for one in named]


def _addresses(node: Any) -> list[str]:
    return [one.href for one in components(node) if getattr(one, "href", None) is not None]


def drawn_text(drawing: dict[str, dict[str, Any]]) -> str:
    """All text that a drawing sets."""
    return "".join(text_of(properties.get("children")) for properties in drawing.values())


def ids_of(node: Any) -> list[str]:
    """All ids in a tree."""
    return [str(one.id) for one in components(node) if getattr(one, "id", None) is not None]
