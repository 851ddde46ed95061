"""`gridscope export panel` and `export scene`: a file and a line in the audit, or a clear end and none."""

import json
from pathlib import Path

import openpyxl
import pytest

from dashboard.cli import main
from dashboard.commands import delivering
from dashboard.export.files import write_whole
from data_access.audit.journal import Journal, Proof, Result
from data_access.store.store import Store
from tests.dashboard.export.disks import small_disk
from tests.data_access.worlds import accept, said

VIEW = "--view=area=s1&window=7d&as_of=2026-11-22T12:00:00%2B08:00"


@pytest.fixture(autouse=True)
def world(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("GRIDSCOPE_DATABASE_URL", store.url)
    accept(store, [said("1", "collected", "22 09:00"), said("2", "collected", "22 10:00", title="=1+1")])
    return store


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, which is the one worked in."""
    made = tmp_path / "out"
    made.mkdir()
    monkeypatch.chdir(made)
    return made


def run(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    with pytest.raises(SystemExit) as caught:
        main(["export", *arguments])
    printed = capsys.readouterr()
    assert caught.value.code == code, printed
    return printed.err if code == 2 else printed.out


def test_a_table_is_written_and_named_by_what_it_shows(
    folder: Path, capsys: pytest.CaptureFixture[str], store: Store
) -> None:
    printed = run(capsys, "panel", "areas", "--format=xlsx", VIEW)
    (file,) = folder.iterdir()
    assert file.name == "下级区域_名s1_2026-11-22T1200.xlsx"
    assert file.name in printed
    assert openpyxl.load_workbook(file).sheetnames == ["数据", "说明"]
    (line,) = Journal(store).lines()
    entry = line.entry
    assert (entry.subject, entry.form, entry.result, entry.proof) == ("panel areas", "xlsx", Result.GIVEN, Proof.LOGIN)
    assert entry.who
    assert entry.origin.startswith("command line of ")
    assert "area=s1" in entry.query


def test_the_ending_of_the_file_says_the_format(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "panel", "areas", f"--out={folder / 'a.json'}", VIEW)
    told = json.loads((folder / "a.json").read_text("utf-8"))
    assert (told["panel"], told["view"]["area"]) == ("areas", "s1")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("panel", "nothing", "--format=csv"), "panel 'nothing' is not known; expected one of"),
        (
            ("panel", "areas", "--format=docx"),
            "format 'docx' is not offered; expected one of json, csv, xlsx, png, svg",
        ),
        (("panel", "areas", "--format=csv", "--view=area=x"), "area 'x' is not in the area tree"),
        (("panel", "areas", "--format=csv", "--view=window=9d"), "window '9d'"),
        (("panel", "areas", "--format=csv", "--out=nowhere/a.csv"), "folder 'nowhere' does not exist"),
        (("panel", "areas", "--format=png", "--scale=9"), "scale '9.0' is out of range; expected a number from 1 to 4"),
        (("scene", "flow", "--format=csv"), "format 'csv' is not offered; expected one of png, pdf"),
        (("scene", "nothing"), "scene 'nothing' is not known; expected one of"),
    ],
)
def test_what_cannot_be_made_leaves_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], reason: str
) -> None:
    assert reason in run(capsys, *arguments, code=2)
    assert list(folder.iterdir()) == []


def test_without_a_browser_it_is_said_how_to_get_one(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, store: Store
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    for asked in (("scene", "flow"), ("panel", "areas", "--format=svg")):
        assert "apt-get install chromium" in run(capsys, *asked, code=2)
    assert list(folder.iterdir()) == []
    assert [line.entry.result for line in Journal(store).lines()] == [Result.FAILED, Result.FAILED]
    run(capsys, "panel", "areas", "--format=csv")
    assert len(list(folder.iterdir())) == 1, "tables need none"


def test_a_disk_that_fills_up_leaves_what_was_there(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, store: Store
) -> None:
    def on_a_small_disk(path: Path, content: bytes) -> None:
        with small_disk(1024):
            write_whole(path, content)

    monkeypatch.setattr(delivering, "write_whole", on_a_small_disk)
    file = folder / "a.xlsx"
    file.write_bytes(b"of last week")
    assert "File too large" in run(capsys, "panel", "areas", f"--out={file}", VIEW, code=2)
    assert [(one.name, one.read_bytes()) for one in folder.iterdir()] == [("a.xlsx", b"of last week")]
    failed, _ = Journal(store).lines()
    assert failed.entry.result == Result.FAILED
    assert "File too large" in failed.entry.reason
