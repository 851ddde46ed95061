"""Reading a mapping's TOML tables: every key is known or refused by name, every value has the kind expected."""

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any


class MappingError(ValueError):
    """A mapping that cannot be used; the message names the key, its value and what is allowed."""


class Section:
    """One TOML table under its path in the file, e.g. `fields.area`; only the `allowed` keys may be in it."""

    def __init__(self, value: object, path: str, allowed: Collection[str] | None = None) -> None:
        if not isinstance(value, Mapping):
            raise MappingError(f"{path}: {value!r}: expected a table")
        self.path = path
        self.values: Mapping[str, Any] = value
        for key in value if allowed is not None else ():
            if key not in (allowed or ()):
                raise MappingError(
                    f"{self.name(key)}: not a key known here; expected one of {', '.join(allowed or ())}"
                )

    def name(self, key: str) -> str:
        """The path of a key of this table."""
        return f"{self.path}.{key}" if self.path else key

    def text(self, key: str) -> str | None:
        """Text that is not empty, or None where the key is not there."""
        value = self.values.get(key)
        if value is not None and (not isinstance(value, str) or not value):
            raise MappingError(f"{self.name(key)}: {value!r}: expected text that is not empty")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """One text or a list of texts; () where the key is not there."""
        value = self.values.get(key, [])
        found = value if isinstance(value, list) else [value]
        if not all(isinstance(one, str) for one in found):
            raise MappingError(f"{self.name(key)}: {value!r}: expected text or a list of texts")
        return tuple(found)

    def choice(self, key: str, choices: Collection[str]) -> str | None:
        """One of the choices, or None where the key is not there."""
        value = self.text(key)
        if value is not None and value not in choices:
            raise MappingError(f"{self.name(key)}: {value!r}: expected one of {', '.join(choices)}")
        return value

    def flag(self, key: str, default: bool) -> bool:
        """true or false."""
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            raise MappingError(f"{self.name(key)}: {value!r}: expected true or false")
        return value

    def scalar(self, key: str) -> str | None:
        """Text, a number or a flag as text; None where the key is not there."""
        return None if key not in self.values else scalar(self.values[key], self.name(key))

    def pairs(self, key: str) -> dict[str, str]:
        """A table of texts; {} where the key is not there."""
        inner = Section(self.values.get(key, {}), self.name(key))
        return {name: scalar(value, inner.name(name)) for name, value in inner.values.items()}


def scalar(value: object, path: str) -> str:
    """A constant of the mapping as text; MappingError for a list, a table or a date."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str | int | float):
        raise MappingError(f"{path}: {value!r}: expected text, a number, true or false")
    return str(value)


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file; MappingError naming file and place where it is not TOML in UTF-8."""
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise MappingError(f"mapping {path.name} is not UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise MappingError(f"mapping {path.name} is not TOML: {error}") from None
