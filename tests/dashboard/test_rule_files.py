"""Rule files that cannot be used: told before anything starts, by file, field, value and what was expected."""

from pathlib import Path

import pytest

from dashboard.cli import main
from data_access.alerts.rules import SHIPPED as WARNINGS
from data_access.risk.index_rules import SHIPPED as RISK
from data_access.scores.rules import SHIPPED as SCORES
from data_access.walls.book import SHIPPED as WALLS

FILES = {"SCORE_RULES": SCORES, "RISK_RULES": RISK, "WARNING_RULES": WARNINGS, "WALLS": WALLS}


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRIDSCOPE_DATABASE_URL", f"sqlite:///{tmp_path / 'none' / 'wall.db'}")


def told(capsys: pytest.CaptureFixture[str], command: str) -> tuple[int, str]:
    """The exit code of a command and all that it printed."""
    with pytest.raises(SystemExit) as caught:
        main([command])
    out, err = capsys.readouterr()
    assert isinstance(caught.value.code, int)
    return caught.value.code, out + err


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("SCORE_RULES", "closure = 30", "closure = 31", ("department", "31", "make 101; expected 100")),
        ("SCORE_RULES", "closure = 30", "closing = 30", ("'closing' is not known; expected one of volume, closure",)),
        ("SCORE_RULES", "closure = 30", "closure = -30", ("department.closure: -30", "greater than or equal to 0")),
        ("SCORE_RULES", "closure = 30", 'closure = "30"', ("department.closure: '30'", "valid number")),
        ("SCORE_RULES", "closure = 30", "closure = nan", ("department.closure: nan", "finite")),
        ("SCORE_RULES", "least_cases = 5", "least_cases = true", ("least_cases: True", "valid integer")),
        ("SCORE_RULES", "least_cases = 5", "least_cases =", ("not TOML", "line 6")),
        ("SCORE_RULES", "pass_line = 85", "passing = 85", ("passing", "not known; expected one of docs/scores.md")),
        ("SCORE_RULES", "from = 51", "from = 52", ("begins at 52; expected 51",)),
        ("RISK_RULES", "[index.anomaly]", "[index.anomalie]", ("index.anomalie: {", "expected one of docs/risk.md")),
        ("RISK_RULES", "bandwidth = ", "bandwidth = -", ("surface.bandwidth: -", "greater than 0")),
        ("RISK_RULES", "warn = ", 'warn = "', ("not TOML",)),
        ("RISK_RULES", "days = ", "days = 0.5 # ", ("index.days: 0.5", "valid integer")),
        ("WARNING_RULES", 'kind = "surge"', 'kind = "sorge"', ("rule 4 'surge'", "'sorge'", "expected one of")),
        (
            "WARNING_RULES",
            "minutes = ",
            "minutes = -",
            ("rule 2 'deadline-near'", "minutes = -", "greater than or equal to 0"),
        ),
        (
            "WARNING_RULES",
            "minutes = ",
            "minuets = ",
            ("rule 2 'deadline-near'", "minuets is not known; expected a field"),
        ),
        (
            "WARNING_RULES",
            "minutes = ",
            "minutes = true # ",
            ("rule 2 'deadline-near'", "minutes = True", "valid integer"),
        ),
        (
            "WALLS",
            "seconds = 60",
            "seconds = 1",
            ("playlist 1 'duty' entry 1 seconds = 1", "greater than or equal to 3"),
        ),
        ("WALLS", 'scene = "flow"', 'scene = "flou"', ("entry 2 scene 'flou' is not known; expected one of overview",)),
        ("WALLS", "level = 0.25", "level = 25", ("wall 1 'main' dim 1 level = 25", "less than or equal to 0.8")),
    ],
)
@pytest.mark.parametrize("command", ["check", "serve"])
def test_a_rule_that_cannot_be_used_ends_the_start(
    command: str,
    name: str,
    old: str,
    new: str,
    words: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    content = FILES[name].read_text("utf-8")
    assert old in content
    path = tmp_path / "mine.toml"
    path.write_text(content.replace(old, new, 1), "utf-8")
    monkeypatch.setenv(f"GRIDSCOPE_{name}", str(path))
    code, text = told(capsys, command)
    assert code == (1 if command == "check" else 2)
    assert "Traceback" not in text
    for part in (f"GRIDSCOPE_{name}=", str(path), *words):
        assert part in text
    assert text.count("\n") == 1, "one line"


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    "content", [None, b"", b"\xff\xfe\x00", b"version = 3\n", b"rules = 3\nrule = 3\n", b"[[[", b"x=1"]
)
def test_a_file_that_is_none(
    name: str,
    content: bytes | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "mine.toml"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setenv(f"GRIDSCOPE_{name}", str(path))
    code, text = told(capsys, "check")
    assert code == 1
    assert f"fail settings: GRIDSCOPE_{name}=" in text
    assert str(path) in text.partition(": ")[2]
    assert "Traceback" not in text


def test_a_folder_is_no_rule_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in FILES:
        monkeypatch.setenv(f"GRIDSCOPE_{name}", str(tmp_path))
    code, text = told(capsys, "serve")
    assert code == 2
    assert text.count("expected a TOML file") == len(FILES), "every variable that is wrong is named"
