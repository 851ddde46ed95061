"""The TOML file that goes with an area file: `[areas]` says where the fields are, `[vocabulary]` names levels."""

from dataclasses import dataclass
from pathlib import Path

from data_access.areas.mapping import AreaMapping
from data_access.feeds.tables import MappingError, Section, read_toml
from data_access.feeds.words import read_terms
from data_access.store.vocabulary import Term


@dataclass(frozen=True, slots=True)
class AreaFileMapping:
    """How an area file is read, and the words it brings."""

    areas: AreaMapping
    terms: tuple[Term, ...]


def load_area_mapping(path: str | Path) -> AreaFileMapping:
    """The mapping of a TOML file; MappingError naming file and key, OSError where it cannot be read."""
    file = Path(path)
    values = read_toml(file)
    try:
        section = Section(values, "", ("areas", "vocabulary"))
        areas = Section(values.get("areas", {}), section.name("areas"))
        return AreaFileMapping(AreaMapping.from_table(areas.values), read_terms(values.get("vocabulary", {})))
    except ValueError as error:
        raise MappingError(f"mapping {file.name}: {error}") from None
