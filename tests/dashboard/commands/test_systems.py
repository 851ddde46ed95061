"""`gridscope systems`: the table of what is shown where."""

from pathlib import Path

import pytest

from dashboard.cli import main
from dashboard.commands.systems import SYSTEMS, metrics_table, systems_table
from data_access.alerts.rules import load_rules
from data_access.statistics.catalogue import shipped
from layouts.panels import PANELS

OWN = """
[metric."noise.level"]
zh = "噪声"
en = "Noise"
system = 9
unit = "percent"
period = "PT1H"
fresh = "PT1H"

[panel.noise]
scene = "operations"
system = 9
zh = "噪声监测"
en = "Noise"
kind = "number"
metrics = ["noise.level"]
"""


def test_every_row_names_a_panel() -> None:
    rows = systems_table().splitlines()[2:]
    assert [int(row.split("|")[1]) for row in rows] == list(SYSTEMS) == list(range(1, 31))
    for row in rows:
        assert "`" in row.split("|")[4], row


def test_every_panel_of_the_catalogue_is_named_with_its_scene() -> None:
    table = systems_table()
    for panel in shipped().panels.values():
        assert f"{panel.zh} `{panel.id}` ({panel.scene})" in table


def test_panels_and_rules_of_the_program_are_there() -> None:
    known, rules = {panel.id for panel in PANELS}, load_rules().enabled()
    for system in SYSTEMS.values():
        assert set(system.panels) <= known
        assert set(system.rules) <= set(rules)
        assert system.en.isascii()


def test_the_metrics_say_how_they_add_up() -> None:
    rows = metrics_table().splitlines()
    assert len(rows) == 2 + len(shipped().metrics)
    assert "| `handset.contact` | 距上次联络 | Since last contact | min | mean by handset.total |" in metrics_table()
    assert "camera.online ÷ camera.total" in metrics_table()


def test_a_site_s_own_catalogue_is_in_the_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own.toml"
    own.write_text(OWN, encoding="utf-8")
    monkeypatch.setenv("GRIDSCOPE_METRICS", str(own))
    with pytest.raises(SystemExit) as caught:
        main(["systems"])
    assert caught.value.code == 0
    printed = capsys.readouterr().out
    assert "噪声监测 `noise` (operations)" in printed
    assert "`noise.level`" in printed
    assert "noise" not in systems_table()
