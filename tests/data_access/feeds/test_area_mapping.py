from pathlib import Path

import pytest

from data_access.areas.mapping import AreaMapping
from data_access.feeds.area_mapping import load_area_mapping
from data_access.feeds.tables import MappingError
from data_access.store.vocabulary import Term


def test_fields_and_words(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text(
        '[areas]\ncode = "id"\nlevel_constant = "zone"\n[vocabulary.level]\nzone = { zh = "片区", en = "Zone" }\n'
    )
    found = load_area_mapping(path)
    assert found.areas == AreaMapping(code="id", level_constant="zone")
    assert found.terms == (Term("level", "zone", "片区", "Zone"),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[area]\ncode = "id"', "mapping m.toml: area: not a key known here; expected one of areas, vocabulary"),
        ('[areas]\ncod = "id"', "mapping m.toml: areas mapping key 'cod': expected one of code"),
        ('[areas]\ndatum = "x"', "mapping m.toml: datum 'x': expected one of wgs84"),
        ("areas = 3", "mapping m.toml: areas: 3: expected a table"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "m.toml"
    path.write_text(text)
    with pytest.raises(MappingError, match=words):
        load_area_mapping(path)
