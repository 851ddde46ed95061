"""`gridscope export event`: a file, or a clear end and none."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.cli import main
from data_access.store.store import Store
from tests.data_access.worlds import accept, prepare, said


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path / 'world.db'}"
    monkeypatch.setenv("GRIDSCOPE_DATABASE_URL", url)
    found = Store(url)
    prepare(found)
    accept(found, [said("SJ/1 甲", "collected", "22 09:00"), said("SJ/1 甲", "handled", "22 10:00")])
    yield found
    found.close()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, which is the one worked in."""
    made = tmp_path / "out"
    made.mkdir()
    monkeypatch.chdir(made)
    return made


def run(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    with pytest.raises(SystemExit) as caught:
        main(["export", "event", *arguments])
    printed = capsys.readouterr()
    assert caught.value.code == code, printed
    return printed.err if code == 2 else printed.out


@pytest.mark.usefixtures("store")
def test_a_record_is_written_whole(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said_ = run(capsys, "hotline", "SJ/1 甲", "--as-of=2026-11-22T12:00:00+08:00")
    (file,) = folder.iterdir()
    assert file.name == "过程台账_SJ-1-甲_2026-11-22T1200.json"
    assert file.name in said_
    assert json.loads(file.read_text("utf-8"))["content"]["event"]["event_id"] == "SJ/1 甲"
    run(capsys, "hotline", "SJ/1 甲", "--out", str(folder / "a.json"), "--lang=en")
    assert json.loads((folder / "a.json").read_text("utf-8"))["view"]["language"] == "en"


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("hotline", "2"), "event '2' of source 'hotline' is not known as of"),
        (("hotline", "SJ/1 甲", "--format=docx"), "format 'docx' is not offered; expected one of json, pdf"),
        (("hotline", "SJ/1 甲", "--out=nowhere/a.json"), "folder 'nowhere' does not exist"),
        (("hotline", "SJ/1 甲", "--as-of=then"), "as_of"),
        (("hotline", "SJ/1 甲", "--as-of=2026-11-22T00:00:00Z"), "expected as_of from 2026-11-22T01:00:00Z on"),
    ],
)
def test_what_cannot_be_made_leaves_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], reason: str
) -> None:
    assert reason in run(capsys, *arguments, code=2)
    assert list(folder.iterdir()) == []


@pytest.mark.usefixtures("store")
def test_without_a_browser_there_is_no_pdf(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert "chromium" in run(capsys, "hotline", "SJ/1 甲", "--format=pdf", code=2)
    assert list(folder.iterdir()) == []
