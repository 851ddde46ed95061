import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from data_access.clock import to_micros
from data_access.scores.rules import KINDS, SHIPPED, ScoreRulesError, load_rules, shipped

ZONE = ZoneInfo("Asia/Shanghai")
DOCUMENT = Path(__file__).parents[3] / "docs" / "scores.md"
TEXT = SHIPPED.read_text(encoding="utf-8")


def _file(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


def _dated(*versions: tuple[str, str | None]) -> str:
    """A file of the shipped rules under several versions and days."""
    parts = []
    for version, day in versions:
        text = TEXT.replace('version = "2026-11"', f'version = "{version}"')
        parts.append(text if day is None else text.replace("least_cases", f"valid_from = {day}\nleast_cases"))
    return "\n".join(parts)


def test_the_shipped_rules_are_those_of_the_field() -> None:
    (rules,) = shipped().versions
    assert dict(rules.weights("department")) == {"volume": 10, "closure": 30, "on_time": 30, "rework": 30}
    street = {"on_time": 40, "satisfaction": 25, "diversity": 15, "evidence": 10, "acceptance": 10}
    assert dict(rules.weights("area")) == street
    assert rules.grades == {"A": 90, "B": 75, "C": 60, "D": 40}
    assert rules.least_cases == 5
    assert [sum(rules.weights(kind).values()) for kind in KINDS] == [100, 100, 100]


@pytest.mark.parametrize(
    ("cases", "points"),
    [
        (0, 100),
        (50, 100),
        (51, 90),
        (100, 90),
        (101, 75),
        (200, 75),
        (201, 60),
        (500, 60),
        (501, 40),
        (1000, 40),
        (1001, 0),
        (10**9, 0),
    ],
)
def test_volume_by_band(cases: int, points: float) -> None:
    assert shipped().versions[0].volume_of("any").points(cases) == points


@pytest.mark.parametrize(
    ("score", "grade"),
    [(100, "A"), (90, "A"), (89.999, "B"), (75, "B"), (74.9, "C"), (60, "C"), (59.9, "D"), (40, "D"), (39.9, "E")],
)
def test_grades_begin_at_their_line(score: float, grade: str) -> None:
    assert shipped().versions[0].grade(score) == grade


def test_a_group_has_bands_of_its_own(tmp_path: Path) -> None:
    group = """
[[rules.volume]]
group = "large"
departments = ["chengguan"]
bands = [{ from = 0, to = 5000, points = 100 }, { from = 5001, points = 50 }]
"""
    (rules,) = load_rules(_file(tmp_path, TEXT + group)).versions
    assert (rules.volume_of("chengguan").points(1001), rules.volume_of("gongan").points(1001)) == (100, 0)
    assert rules.volume_of(None).group == "default"


def test_the_version_in_force_at_the_end_of_the_window(tmp_path: Path) -> None:
    text = _dated(("third", "2026-11-08"), ("first", None), ("second", "2026-11-01"))
    book = load_rules(_file(tmp_path, text))

    def at(*moment: int) -> str:
        return book.at(to_micros(datetime(*moment, tzinfo=ZONE)), ZONE).version  # type: ignore[misc,arg-type]

    assert [one.version for one in book.versions] == ["first", "second", "third"]
    assert at(2020, 1, 1) == "first"
    assert at(2026, 11, 1) == "first", "a window that ends at midnight lies before it"
    assert at(2026, 11, 1, 0, 0, 1) == "second"
    assert at(2026, 11, 8) == "second"
    assert at(2027, 1, 1) == "third"


def test_a_day_begins_at_local_midnight(tmp_path: Path) -> None:
    book = load_rules(_file(tmp_path, _dated(("old", None), ("new", "2026-11-01"))))
    end = to_micros(datetime(2026, 10, 31, 20, tzinfo=UTC))
    assert (book.at(end, ZONE).version, book.at(end, ZoneInfo("UTC")).version) == ("new", "old")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("closure = 30\non_time = 30", "closure = 30\non_time = 31", ["rules.0.department", "101", "expected 100"]),
        ("diversity = 15", "variety = 15", ["rules.0.area", "'variety'", "expected one of volume"]),
        ("satisfaction = 25", "satisfaction = -25", ["rules.0.area.satisfaction", "-25", "greater than or equal to 0"]),
        ("{ from = 51, to = 100", "{ from = 52, to = 100", ["rules.0.volume.0.bands", "begins at 52; expected 51"]),
        ("{ from = 51, to = 100", "{ from = 50, to = 100", ["begins at 50; expected 51"]),
        ("from = 0, to = 50", "from = 1, to = 50", ["begins at 1; expected 0"]),
        ("from = 51, to = 100", "from = 51, to = 49", ["ends at 49; expected 51 or more"]),
        ("{ from = 1001, points = 0 },", "", ["the last band ends at 1000; expected a last band without an end"]),
        ("from = 51, to = 100", "from = 51", ["band 2 has no end"]),
        ("points = 90", "points = 190", ["rules.0.volume.0.bands.1.points", "190", "less than or equal to 100"]),
        ("least_cases = 5", "fewest = 5", ["rules.0.fewest", "5", "not known", "docs/scores.md"]),
        ("least_cases = 5", "least_cases = 0", ["rules.0.least_cases", "0", "greater than or equal to 1"]),
        ("pass_line = 85", "pass_line = 50", ["alarm_line 60 is above pass_line 50"]),
        ("A = 90, B = 75", "A = 70, B = 75", ["rules.0.grades", "the lines do not fall"]),
        ("resolution = 35", "resolution = 30", ["rules.0.hotline", "95", "expected 100"]),
        ("resolution = 35", "", ["rules.0.hotline.resolution is missing"]),
        ('version = "2026-11"', "version = 2026-11-01", ["rules.0.version", "string"]),
        (
            'version = "2026-11"',
            'version = "2026-11"\nvalid_from = 2026-11-01',
            ["expected exactly one version without"],
        ),
        ("least_cases = 5", "valid_from = 2026-11-01T00:00:00Z", ["rules.0.valid_from", "expected a day"]),
        ("least_cases = 5", 'valid_from = "2026-11-01"', ["rules.0.valid_from", "expected a day"]),
        ("[[rules]]", "[[rulez]]", ["rules: ", "tuple"]),
        ("[[rules]]", "[[rules]", ["not TOML"]),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, old: str, new: str, words: list[str]) -> None:
    assert old in TEXT
    path = _file(tmp_path, TEXT.replace(old, new, 1))
    with pytest.raises(ScoreRulesError) as raised:
        load_rules(path)
    message = str(raised.value)
    assert message.startswith(f"{path}: ")
    assert [word for word in words if word not in message] == []


@pytest.mark.parametrize(
    ("versions", "words"),
    [
        ((("a", None), ("b", None)), "rules.valid_from: missing in a, b; expected exactly one"),
        ((("a", "2026-01-01"), ("b", "2026-02-01")), "rules.valid_from: missing in none"),
        ((("a", None), ("a", "2026-02-01")), "rules.version: a is there twice"),
        ((("a", None), ("b", "2026-02-01"), ("c", "2026-02-01")), "rules.valid_from: 2026-02-01 is there twice"),
    ],
)
def test_versions_that_contradict_each_other(tmp_path: Path, versions: Any, words: str) -> None:
    with pytest.raises(ScoreRulesError, match=words):
        load_rules(_file(tmp_path, _dated(*versions)))


def test_groups_that_contradict_each_other(tmp_path: Path) -> None:
    again = TEXT[TEXT.index("[[rules.volume]]") :]
    with pytest.raises(ScoreRulesError, match="exactly one group without departments"):
        load_rules(_file(tmp_path, f"{TEXT}\n{again}"))
    named = again.replace('group = "default"', 'group = "large"\ndepartments = ["a", "a"]')
    with pytest.raises(ScoreRulesError, match="department 'a' is in two groups"):
        load_rules(_file(tmp_path, f"{TEXT}\n{named}"))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ScoreRulesError, match="No such file"):
        load_rules(tmp_path / "none.toml")


def test_every_key_is_documented() -> None:
    documented = DOCUMENT.read_text(encoding="utf-8")

    def keys(table: dict[str, Any]) -> set[str]:
        found = set()
        for name, value in table.items():
            found.add(name)
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, dict) and name != "grades":
                    found |= keys(one)
        return found

    every = keys(tomllib.loads(TEXT)) | {"valid_from", "lowest_grade", "departments"}
    assert sorted(name for name in every if f"`{name}`" not in documented) == []


def test_the_documented_file_can_be_used(tmp_path: Path) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    book = load_rules(_file(tmp_path, example))
    assert [rules.version for rules in book.versions] == ["2026-11", "2027"]
    assert book.versions[0].volume_of("chengguan").points(1000) == 100
