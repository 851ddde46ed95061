"""`gridscope moments`: what it records and prints, and its exit codes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.cli import main
from data_access.store.store import Store
from tests.data_access.worlds import prepare


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path / 'moments.db'}"
    monkeypatch.setenv("GRIDSCOPE_DATABASE_URL", url)
    found = Store(url)
    prepare(found)
    yield found
    found.close()


def run(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    with pytest.raises(SystemExit) as caught:
        main(["moments", *arguments])
    printed = capsys.readouterr()
    assert caught.value.code == code, printed
    return printed.err if code == 2 else printed.out


def test_add_list_and_remove(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    given = ("add", "2026-11-20T09:00:00+08:00", "新规施行", "--kind=policy", "--category=city")
    assert run(capsys, *given) == "moment 1 recorded\n"
    assert run(capsys, *given) == "moment 1 stands already\n"
    span = ("--end=2026-11-19T21:00:00+08:00", "--area=s1", "--en=Rain", "--by=值班长")
    assert run(capsys, "add", "2026-11-19T20:00:00+08:00", "暴雨", "--kind=weather", *span) == "moment 2 recorded\n"
    assert run(capsys, "list").splitlines() == [
        "2  2026-11-19 20:00  2026-11-19 21:00  weather  s1  暴雨",
        "1  2026-11-20 09:00  —  policy  —  新规施行",
        "2 moments",
    ]
    assert run(capsys, "list", "--area=s2").splitlines()[-1] == "1 moments"
    assert run(capsys, "remove", "2") == "moment 2 removed\n"
    assert run(capsys, "list").splitlines()[-1] == "1 moments"


def test_what_cannot_be_is_said(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert "expected one of policy" in run(capsys, "add", "2026-11-20T09:00:00+08:00", "x", "--kind=party", code=2)
    assert "start: 'yesterday'" in run(capsys, "add", "yesterday", "x", "--kind=policy", code=2)
    assert "area 's9'" in run(capsys, "add", "2026-11-20T09:00:00Z", "x", "--kind=policy", "--area=s9", code=2)
    assert "moment 7 is not known" in run(capsys, "remove", "7", code=2)
    assert run(capsys, "list") == "0 moments\n"
