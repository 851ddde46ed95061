"""`gridscope audit list`."""

import csv
import io
from pathlib import Path

import pytest

from dashboard.cli import main
from data_access.audit.journal import Action, Entry, Journal, Proof, Result
from data_access.clock import format_instant
from data_access.store.store import Store

LINES = (
    Entry("hotline", Proof.TOKEN, "10.0.0.7", Action.EXPORT, "panel areas", "csv", "area=s1", Result.GIVEN),
    Entry("", Proof.NONE, "10.0.0.8", Action.EVENT, "event hotline =1", "page", "focus=x", Result.REFUSED, "403: no"),
)


@pytest.fixture(autouse=True)
def journal(store: Store, monkeypatch: pytest.MonkeyPatch) -> Journal:
    monkeypatch.setenv("GRIDSCOPE_DATABASE_URL", store.url)
    found = Journal(store)
    for entry in LINES:
        found.record(entry)
    return found


def run(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    with pytest.raises(SystemExit) as caught:
        main(["audit", "list", *arguments])
    printed = capsys.readouterr()
    assert caught.value.code == code, printed
    return printed.err if code == 2 else printed.out


def test_the_newest_first_and_how_many(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    at = format_instant(store.clock())
    assert run(capsys).splitlines() == [
        f"{at}  anonymous  10.0.0.8  event  event hotline =1  page  refused (403: no)  ?focus=x",
        f"{at}  hotline (token)  10.0.0.7  export  panel areas  csv  given  ?area=s1",
        "2 of 2, kept 365 days",
    ]
    assert run(capsys, "--action=export", f"--since={at}").splitlines()[-1] == "1 of 2, kept 365 days"
    assert run(capsys, f"--until={at}").splitlines() == ["0 of 2, kept 365 days"]


def test_as_a_table_for_a_spreadsheet(capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(run(capsys, "--format=csv").removeprefix("\ufeff"))))
    assert [row["who"] for row in rows] == ["", "hotline"]
    assert rows[0]["reason"] == "403: no"


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("--action=look", "action 'look' is not known; expected one of export, event"),
        ("--format=pdf", "format 'pdf' is not offered; expected one of text, csv"),
        ("--since=then", "then"),
    ],
)
def test_what_is_not_known_is_named(capsys: pytest.CaptureFixture[str], option: str, words: str) -> None:
    assert words in run(capsys, option, code=2)


def test_days_that_are_too_few_are_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GRIDSCOPE_AUDIT_DAYS", "30")
    assert "GRIDSCOPE_AUDIT_DAYS='30'" in run(capsys, code=2)
