"""The words of the interface, from one catalogue a language: a folder of files. No other file holds any."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, Final

from dash import html

from data_access.view import LANGUAGES
from layouts.elements import Child

_FOLDER: Final = Path(__file__).with_name("catalogue")


class _Filled(Formatter):
    """Fills braces; `{n:case|cases}` is the first word for one and the second for any other number."""

    def format_field(self, value: Any, format_spec: str) -> str:
        one, bar, several = format_spec.partition("|")
        if bar:
            return one if str(value) == "1" else several
        written: str = super().format_field(value, format_spec)
        return written


_FILLED: Final = _Filled()


@dataclass(frozen=True, slots=True)
class Text:
    """`text("panel.flow.title")` is that phrase; named values fill its braces. KeyError names a missing key."""

    language: str
    phrases: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "phrases", catalogue(self.language))

    def __call__(self, key: str, **values: Any) -> str:
        return _FILLED.vformat(self._phrase(key), (), values)

    def has(self, key: str) -> bool:
        """Whether the catalogue has the key."""
        return key in self.phrases

    def rich(self, key: str, parts: Mapping[str, Child] | None = None, /, **values: Any) -> list[Child]:
        """The phrase with its `**emphasis**` as bold elements, some of its braces filled by `parts`; values are never
        read as markup."""
        found: list[Child] = []
        for place, run in enumerate(self._phrase(key).split("**")):
            filled = _woven(run, parts or {}, values)
            if filled:
                found += [html.B(filled if len(filled) > 1 else filled[0])] if place % 2 else filled
        return found

    def woven(self, key: str, parts: Mapping[str, Child], /, **values: Any) -> list[Child]:
        """The phrase with some of its braces filled by elements, the others and their plurals by values."""
        return _woven(self._phrase(key), parts, values)

    def section(self, prefix: str) -> dict[str, str]:
        """The unfilled phrases under a prefix, by the rest of their key: for the browser's own words."""
        start = f"{prefix}."
        return {key.removeprefix(start): phrase for key, phrase in self.phrases.items() if key.startswith(start)}

    def _phrase(self, key: str) -> str:
        try:
            return self.phrases[key]
        except KeyError:
            raise KeyError(f"phrase {key!r} is not in the catalogue {self.language!r}") from None


def _woven(phrase: str, parts: Mapping[str, Child], values: Mapping[str, Any]) -> list[Child]:
    """Words run together, elements stand by themselves."""
    found: list[Child] = []
    for words, name, spec, _ in _FILLED.parse(phrase):
        held: list[Child] = [words]
        if name is not None:
            woven = name in parts and not spec
            held.append(parts[name] if woven else _FILLED.format_field(values[name], spec or ""))
        for one in held:
            if isinstance(one, str) and found and isinstance(found[-1], str):
                found[-1] += one
            elif one not in (None, ""):
                found.append(one)
    return found


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """All phrases of a language by dotted key; KeyError for a language without a catalogue."""
    if language not in LANGUAGES:
        raise KeyError(f"language {language!r} has no catalogue; expected one of {', '.join(LANGUAGES)}")
    phrases: dict[str, str] = {}
    for path in sorted((_FOLDER / language).glob("*.toml")):
        found = _flat(tomllib.loads(path.read_text(encoding="utf-8")))
        if twice := sorted(phrases.keys() & found.keys()):
            raise KeyError(f"phrase {twice[0]!r} stands twice in the catalogue {language!r}, again in {path.name}")
        phrases |= found
    return phrases


def _flat(table: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    phrases: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, Mapping):
            phrases |= _flat(value, f"{prefix}{key}.")
        else:
            phrases[f"{prefix}{key}"] = str(value)
    return phrases
