"""Tables that follow from the code are those of the code."""

import re

import pytest

from dashboard.settings import table
from tests.docs.documents import ROOT, text_of
from tests.docs.tables import TABLES, between


@pytest.mark.parametrize(("file", "name"), TABLES)
def test_is_up_to_date(file: str, name: str) -> None:
    # `python -m tests.docs.tables` writes it.
    assert between(text_of(ROOT / file), name) == TABLES[file, name]()


def test_the_chinese_settings_name_the_same_variables_and_defaults() -> None:
    def heads(text: str) -> list[tuple[str, str]]:
        rows = [re.split(r" *\| *", line.strip("| ")) for line in text.splitlines()[2:]]
        return [(row[0], row[1].replace("无", "none")) for row in rows]

    assert heads(between(text_of(ROOT / "README.zh-CN.md"), "settings")) == heads(table())


def test_markers_that_are_missing_are_named() -> None:
    with pytest.raises(ValueError, match="'settings': found 0 pairs"):
        between("no table here", "settings")
