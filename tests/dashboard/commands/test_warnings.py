"""`gridscope warnings`: what it prints, and its exit codes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.cli import main
from data_access.clock import MINUTE, now_micros
from data_access.store.schema import delivery, warning
from data_access.store.store import Store
from tests.dashboard.alerts.receiving import receiver
from tests.data_access.alerts.boards import RULES, raise_all, rows
from tests.data_access.alerts.grounds import finding
from tests.data_access.worlds import prepare


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path / 'warnings.db'}"
    monkeypatch.setenv("GRIDSCOPE_DATABASE_URL", url)
    found = Store(url)
    prepare(found)
    yield found
    found.close()


def run(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    with pytest.raises(SystemExit) as caught:
        main(["warnings", *arguments])
    printed = capsys.readouterr()
    assert caught.value.code == code, printed
    return printed.err if code == 2 else printed.out


def test_listing(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "list") == "not evaluated yet\n"
    evidence = {"count": 41, "expected": 9.0, "hours": 1, "ratio": 4.6}
    raise_all(store, finding(evidence=evidence), finding("b", area="s2"), at=now_micros() - MINUTE)
    lines = run(capsys, "list", "--area", "s1").splitlines()
    assert lines[0].startswith("1  warn  raised  20")
    assert lines[0].endswith("  名s1激增，近 1 小时 41 件  常态 9 件 · 4.6 倍")
    assert lines[1] == "1 standing, kept"
    assert "Surge in Name s1" in run(capsys, "list", "--lang=en")
    assert run(capsys, "list", "--state=cleared") == "0 cleared, kept\n"


def test_listing_what_cannot_be(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert "state 'gone' is not known" in run(capsys, "list", "--state=gone", code=2)
    assert "area 'nowhere' is not in the area tree" in run(capsys, "list", "--area=nowhere", code=2)
    assert "as_of" in run(capsys, "list", "--as-of=yesterday", code=2)


def test_acknowledging(store: Store, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path(store.engine.url.database or "").with_name("webhooks.toml")
    path.write_text('[[webhook]]\nname = "a"\nkind = "json"\nurl = "http://h/"\nchanges = ["acknowledged"]\n', "utf-8")
    monkeypatch.setenv("GRIDSCOPE_WEBHOOKS", str(path))
    raise_all(store, finding(), at=now_micros() - MINUTE)
    assert run(capsys, "acknowledge", "1", "--by", "值班长", "--note", "在路上") == "acknowledged 1 by 值班长\n"
    (row,) = rows(store, warning)
    assert (row["state"], row["acknowledged_note"]) == ("acknowledged", "在路上")
    assert [row["target"] for row in rows(store, delivery)] == ["a"]
    assert "was acknowledged already" in run(capsys, "acknowledge", "1", "--by", "x", code=2)
    assert "warning 9 is not known" in run(capsys, "acknowledge", "9", "--by", "x", code=2)
    assert "by is missing or blank" in run(capsys, "acknowledge", "1", "--by", " ", code=2)
    assert "--by" in run(capsys, "acknowledge", "1", code=2)


def test_rules(store: Store, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    printed = run(capsys, "rules")
    assert "surge  surge  warn  in force" in printed
    assert f"version {RULES.version}, from the program" in printed
    path = Path(store.engine.url.database or "").with_name("rules.toml")
    path.write_text('version = "mine"\n[[rule]]\nid = "x"\nkind = "surge"\nseverity = "warn"\nleast = 0\n', "utf-8")
    monkeypatch.setenv("GRIDSCOPE_WARNING_RULES", str(path))
    refused = run(capsys, "rules", code=2)
    assert f"GRIDSCOPE_WARNING_RULES={str(path)!r}" in refused
    assert "rule 1 'x' least = 0" in refused


def test_a_trial_of_the_webhooks(
    store: Store, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "no webhook is configured" in run(capsys, "test-webhook", code=2)
    with receiver() as server:
        monkeypatch.setenv("GRIDSCOPE_WEBHOOKS", f"duty=wecom:{server.url},ops=json:{server.url}")
        assert "webhook 'x' is not configured" in run(capsys, "test-webhook", "x", code=2)
        assert run(capsys, "test-webhook") == "duty: taken\nops: taken\n"
        assert "测试" in server.bodies[0]["markdown"]["content"]
        assert server.bodies[1]["test"] is True
        server.answers = [(200, b'{"errcode": 93000, "errmsg": "invalid webhook url"}')]
        assert run(capsys, "test-webhook", "duty", code=1) == "duty: refused with errcode 93000: invalid webhook url\n"


def test_settings_never_repeat_the_address_of_a_robot(
    store: Store, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRIDSCOPE_WEBHOOKS", "duty=slack:https://robot.example/send?key=very-secret")
    printed = run(capsys, "test-webhook", code=2)
    assert "GRIDSCOPE_WEBHOOKS=(not shown)" in printed
    assert "very-secret" not in printed
