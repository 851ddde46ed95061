"""What the synthetic cases say, from texts.toml: titles by category, notes by stage."""

import tomllib
from importlib.resources import files
from random import Random
from typing import Final

_TEXTS: Final = tomllib.loads(files("dashboard.demo").joinpath("texts.toml").read_text("utf-8"))
_PLACES: Final[dict[str, list[str]]] = _TEXTS["places"]
_NOTES: Final[dict[str, list[str]]] = _TEXTS["notes"]
_EMERGENCIES: Final[dict[str, list[str]]] = _TEXTS["emergencies"]
EMERGENCIES: Final = tuple(_EMERGENCIES)
"""The categories that have emergencies."""

_TITLES: Final[dict[str, tuple[list[str], list[str]]]] = {
    category: (_PLACES[entry["place"]], entry["texts"]) for category, entry in _TEXTS["titles"].items()
}


def title(category: str, rng: Random) -> str:
    """A title, a place and what is wrong there, for a second-level category; KeyError for another."""
    places, troubles = _TITLES[category]
    return _one(places, rng) + _one(troubles, rng)


def emergency(category: str, rng: Random) -> str:
    """What is wrong in an emergency of a category; KeyError for one that has none."""
    return _one(_EMERGENCIES[category], rng)


def note(kind: str, rng: Random) -> str:
    """A remark for a stage (or `self_handled`); KeyError for a kind without remarks."""
    return _one(_NOTES[kind], rng)


def _one(texts: list[str], rng: Random) -> str:
    return texts[int(rng.random() * len(texts))]
