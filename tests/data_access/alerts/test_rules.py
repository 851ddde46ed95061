from pathlib import Path
from typing import Any

import pytest

from data_access.alerts.rules import SHIPPED, RuleError, load_rules, read_rules
from tests.data_access.alerts.grounds import rules

SURGE = 'id = "a"\nkind = "surge"\nseverity = "warn"\nleast = 5\nratio = 2\np = 0.01\nkeep_p = 0.1\n'


def written(tmp_path: Path, *tables: str, version: str = '"1"') -> Path:
    path = tmp_path / "rules.toml"
    path.write_text(f"version = {version}\n" + "".join(f"[[rule]]\n{table}" for table in tables), "utf-8")
    return path


def test_the_shipped_rules_hold_one_of_each_kind() -> None:
    found = load_rules()
    assert len({rule.kind for rule in found.rules}) == 12
    assert all(rule.enabled for rule in found.rules)
    assert load_rules(SHIPPED).version == found.version


def test_no_two_contents_share_a_version(tmp_path: Path) -> None:
    first = load_rules(written(tmp_path, SURGE))
    second = load_rules(written(tmp_path, SURGE.replace("least = 5", "least = 6")))
    assert first.version != second.version
    assert first.version.startswith("1-")
    assert read_rules(first.written()) == first


def test_rules_that_are_off_are_not_in_force(tmp_path: Path) -> None:
    found = load_rules(written(tmp_path, SURGE, SURGE.replace('"a"', '"b"') + "enabled = false\n"))
    assert list(found.enabled()) == ["a"]
    assert list(found.without("surge").enabled()) == []


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        ([SURGE.replace("surge", "flood")], "rule 1 'a' kind 'flood' is not known; expected one of deadline_near"),
        ([SURGE.replace('kind = "surge"\n', "")], "rule 1 'a' kind None is not known"),
        ([SURGE.replace("least = 5", "least = -1")], "rule 1 'a' least = -1: Input should be greater than or equal"),
        ([SURGE.replace("ratio = 2", "ratio = nan")], "rule 1 'a' ratio = nan: Input should be a finite number"),
        ([SURGE.replace("ratio = 2", "ratio = -2")], "rule 1 'a' ratio = -2: "),
        ([SURGE.replace("least = 5", 'least = "5"')], "rule 1 'a' least = '5': Input should be a valid integer"),
        ([SURGE.replace("least = 5", "least = true")], "rule 1 'a' least = True: "),
        ([SURGE + "foo = 1\n"], "rule 1 'a' foo is not known; expected a field of this kind of rule"),
        ([SURGE.replace("least = 5\n", "")], "rule 1 'a' least: Field required"),
        ([SURGE.replace('"warn"', '"fatal"')], "rule 1 'a' severity = 'fatal': Input should be 'note', 'warn' or"),
        ([SURGE, SURGE], "rule id 'a' stands twice"),
        ([SURGE.replace('"a"', '"A b"')], "rule 1 'A b' id = 'A b': "),
        ([SURGE + "level = -1\n"], "rule 1 'a' level: -1 is no level; expected a depth of 0 to 20"),
        ([SURGE + "level = 1.5\n"], "rule 1 'a' level: 1.5 is no level"),
        ([SURGE + 'level = ""\n'], "rule 1 'a' level: '' is no level"),
        ([SURGE + "clear_minutes = -5\n"], "rule 1 'a' clear_minutes = -5: "),
        ([SURGE.replace("keep_p = 0.1", "keep_p = 0.001")], "rule 1 'a': keep_p 0.001 is below p 0.01"),
        ([SURGE.replace('"warn"', '"crit"') + 'worse = "note"\n'], "worse 'note' is milder than severity 'crit'"),
        (['id = "s"\nkind = "stuck_case"\nseverity = "note"\nminutes = 5\nstages = ["gone"]\n'], "'gone' is no stage"),
        (
            ['id = "s"\nkind = "stuck_case"\nseverity = "note"\nminutes = 5\nstages = []\n'],
            "stages: [] is no list with",
        ),
        (['id = "s"\nkind = "department_backlog"\nseverity = "note"\nleast = 5\n'], "neither days nor overdue_share"),
    ],
)
def test_an_error_names_file_rule_field_and_what_was_expected(tmp_path: Path, tables: list[str], words: str) -> None:
    path = written(tmp_path, *tables)
    with pytest.raises(RuleError) as caught:
        load_rules(path)
    assert str(path) in str(caught.value)
    assert words in str(caught.value)


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(RuleError) as caught:
        load_rules(written(tmp_path, SURGE.replace("least = 5", "least = 0"), SURGE.replace("ratio = 2", "ratio = 0")))
    assert "rule 1 'a' least = 0" in str(caught.value)
    assert "rule 2 'a' ratio = 0" in str(caught.value)


@pytest.mark.parametrize("content", ["version = ", "\xff", "version = 1\nrule = []\n", 'version = "1"\nrule = 3\n', ""])
def test_a_file_that_is_none(tmp_path: Path, content: str) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(content, "latin-1")
    with pytest.raises(RuleError, match=r"rules\.toml"):
        load_rules(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="No such file or directory; expected a TOML file"):
        load_rules(tmp_path / "none.toml")
    with pytest.raises(RuleError, match="Is a directory"):
        load_rules(tmp_path)


@pytest.mark.parametrize("level", [0, 3, "street"])
def test_a_level_is_a_depth_or_a_name(level: Any) -> None:
    assert rules({"kind": "surge", "level": level}).rules[0].level == level
