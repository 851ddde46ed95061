import tomllib
from pathlib import Path
from typing import Any

import pytest

from data_access.risk.index_rules import CLASSES, PARTS, SHIPPED, RiskRulesError, load_rules, shipped

TEXT = SHIPPED.read_text(encoding="utf-8")


def test_the_shipped_rules_are_whole() -> None:
    rules = shipped()
    assert list(rules.index.weights) == list(PARTS)
    assert sum(rules.index.weights.values()) == 100
    assert rules.surface.bandwidth_of("district") == 250
    assert rules.surface.bandwidth_of("street") == 150
    assert {name: 0 < rules.index.hot_spot.of(name) <= 1 for name in CLASSES} == dict.fromkeys(CLASSES, True)
    assert rules.index.hot_spot.of("none") == 0


def test_a_score_rises_from_nothing_by_halves() -> None:
    part = shipped().index.overdue
    assert [part.score(times * part.half) for times in (0, 1, 2, 3)] == [0, 0.5, 0.75, 0.875]
    assert part.score(1e9) == 1


@pytest.mark.parametrize(("value", "status"), [(None, "n"), (79.9, "n"), (80, "warn"), (89.9, "warn"), (90, "crit")])
def test_the_status_of_an_index(value: float | None, status: str) -> None:
    assert shipped().index.status(value) == status


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("weight = 30.0", "weight = 31.0", "index: the weights make 101; expected 100"),
        ("[index.repeat]", "[index.repeats]", "index.repeats: "),
        ("half = 0.5", "half = 0", "index.anomaly.half: 0: "),
        ("half = 0.5", "half = nan", "index.anomaly.half: nan: "),
        ("bandwidth = 250.0", "bandwidth = -1", "surface.bandwidth: -1: "),
        ("bandwidth = 250.0", "radius = 250.0", "surface.radius: 250.0: this key is not known"),
        ("bandwidth = 250.0", "", "surface.bandwidth is missing; expected a value"),
        ("street = 150.0", "street = 0", "surface.levels.street: 0: "),
        ('per = "hectare"', 'per = "people"', "surface.per: 'people': "),
        ("short = 4.0", "short = 5.0", "spots: short 5 does not divide a day"),
        ("long = 24.0", "long = 36.0", "spots: long 36 is not whole days"),
        ("crit = 3.0", "crit = 1.0", "spots: crit 1 is below warn 1.5; expected warn or more"),
        ("crit = 90.0", "crit = 70.0", "index: crit 70 is below warn 80; expected warn or more"),
        ("new = 1.0", "new = 1.5", "index.hot_spot.new: 1.5: "),
        ('version = "2026.1"', 'version = ""', "version: '': "),
        ("q = 0.05", "q = 'often'", "spots.q: 'often': "),
        ("q = 0.05", "q = ", "not TOML: "),
    ],
)
def test_rules_that_cannot_be_used_say_why(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert TEXT.count(old) >= 1
    path = tmp_path / "risk.toml"
    path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RiskRulesError) as raised:
        load_rules(path)
    assert str(raised.value).startswith(f"{path}: {words}")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RiskRulesError, match="expected a TOML file of risk rules"):
        load_rules(tmp_path / "none.toml")


def test_the_document_names_every_key() -> None:
    document = (Path(__file__).parents[3] / "docs" / "risk.md").read_text(encoding="utf-8")

    def keys(table: dict[str, Any], prefix: str = "") -> list[str]:
        return [
            path
            for key, value in table.items()
            for path in (keys(value, f"{prefix}{key}.") if isinstance(value, dict) else [f"{prefix}{key}"])
        ]

    missing = [key for key in keys(tomllib.loads(TEXT)) if f"`{key}`" not in document and ".levels." not in key]
    assert missing == []
