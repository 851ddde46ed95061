"""`gridscope briefing`: what it prints, and by which exit code a script knows how it went."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from dashboard.briefing.places import Place, replacing
from dashboard.cli import main
from dashboard.commands import briefing
from dashboard.printing.press import PressError
from data_access.audit.journal import Journal, Result
from data_access.briefing.weeks import Week
from data_access.store.store import Store
from tests.dashboard.briefing.cameras import Camera
from tests.dashboard.export.disks import small_disk
from tests.data_access.worlds import accept, said

WEEK = "2026-W45"
PLAN = """
[[recipient]]
name = "leader"
forms = ["md"]
"""


@pytest.fixture(autouse=True)
def world(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    # Opened with the clock of the world, which shows 2026-11-22.
    monkeypatch.setattr(briefing, "open_store", lambda *_, **__: store)
    monkeypatch.setenv("GRIDSCOPE_DATABASE_URL", store.url)
    accept(store, [said(str(number), "collected", f"{2 + number:02d} 09:00") for number in range(14)])
    return store


@pytest.fixture
def camera(monkeypatch: pytest.MonkeyPatch) -> Camera:
    """Stands for the browser."""
    found = Camera()

    @contextmanager
    def studio(*_: Any, **__: Any) -> Iterator[Camera]:
        yield found

    monkeypatch.setattr(briefing, "studio", studio)
    return found


def run(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    with pytest.raises(SystemExit) as caught:
        main(["briefing", *arguments])
    printed = capsys.readouterr()
    assert caught.value.code == code, printed
    return printed.err if code in (2, 4) else printed.out


def test_a_set_is_made_and_said(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, camera: Camera, store: Store
) -> None:
    printed = run(capsys, f"--week={WEEK}", f"--out={tmp_path}")
    assert printed.startswith(f"{tmp_path}/d/{WEEK}: 29 files, ")
    assert (tmp_path / "d" / WEEK / "briefing.pdf").read_bytes().startswith(b"%PDF")
    (line,) = Journal(store).lines(about="briefing")
    assert (line.entry.subject, line.entry.result) == (f"briefing d/{WEEK}", Result.GIVEN)
    assert line.entry.who


def test_without_a_week_it_is_the_last_that_is_over(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert f"{tmp_path}/d/2026-W46" in run(capsys, "--no-pictures", f"--out={tmp_path}")


def test_what_is_incomplete_is_named_and_ends_with_3(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, camera: Camera
) -> None:
    camera.missing["flow"] = [("sankey", "the database did not answer")]
    printed = run(capsys, f"--week={WEEK}", f"--out={tmp_path}", code=3)
    assert "  incomplete flow-a4.png: sankey: the database did not answer" in printed.splitlines()


def test_two_at_once_end_with_4(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with replacing(tmp_path, Place("d", Week.parse(WEEK), "zh")):
        printed = run(capsys, f"--week={WEEK}", "--no-pictures", f"--out={tmp_path}", code=4)
    assert f"the briefing {WEEK} of d is being written by another process" in printed


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--week=2026-W54"], "week '2026-W54' does not exist; 2026 has the weeks W01 to W53"),
        (["--week=next"], "week 'next' is not known; expected an ISO week such as 2026-W47"),
        (["--week=2026-W48"], "week 2026-W48 has not begun; expected 2026-W47 or an earlier one"),
        (["--week=2026-W44"], "week 2026-W44 lies before the history; expected 2026-W45 or a later one"),
        (["--area=nowhere"], "area 'nowhere' is not in the area tree"),
        (["--lang=fr"], "lang 'fr' is not known; expected one of zh, en"),
        (["--only=exe"], "only 'exe' is not known; expected some of png, pdf, pptx, docx, md, xlsx"),
        (["--only=png", "--no-pictures"], "only 'png' names pictures alone"),
        (["--as-of=yesterday"], "--as-of: time 'yesterday' is not ISO 8601"),
        (["--send"], "no recipients are planned; expected them in the file that GRIDSCOPE_BRIEFING_PLAN names"),
        (["--send", "--area=s1"], "--area 's1' does not go with --send; the plan says"),
        (["--watch", f"--week={WEEK}"], f"--week '{WEEK}' does not go with --watch; the plan says"),
    ],
)
def test_what_cannot_be_made_says_why_and_ends_with_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, camera: Camera, arguments: list[str], words: str
) -> None:
    assert words in run(capsys, *arguments, f"--out={tmp_path}", code=2)
    assert list(tmp_path.iterdir()) == []
    assert camera.asked == []


def test_no_browser(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    out = tmp_path / "out"
    printed = run(capsys, f"--week={WEEK}", f"--out={out}", code=2)
    assert "no browser is installed" in printed
    assert "or make it with --no-pictures" in printed
    assert not out.exists()
    assert "6 files" in run(capsys, f"--week={WEEK}", "--no-pictures", f"--out={out}")


def test_a_browser_that_is_lost_leaves_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, camera: Camera, monkeypatch: pytest.MonkeyPatch, store: Store
) -> None:
    def lost(*_: Any) -> None:
        raise PressError("the browser was lost: Target closed")

    monkeypatch.setattr(camera, "shot", lost)
    printed = run(capsys, f"--week={WEEK}", f"--out={tmp_path}", code=2)
    assert "the pictures could not be taken: the browser was lost: Target closed" in printed
    assert [one for one in tmp_path.rglob("*") if one.is_file() and one.suffix != ".lock"] == []
    (line,) = Journal(store).lines(about="briefing")
    assert line.entry.reason.endswith("Target closed")


def test_a_full_disk(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with small_disk(20_000):
        printed = run(capsys, f"--week={WEEK}", "--only=docx", f"--out={tmp_path}", code=2)
    assert f"the briefing {WEEK} of d was not made: " in printed
    assert "File too large" in printed
    assert [one for one in tmp_path.rglob("*") if one.is_file() and one.suffix != ".lock"] == []


def test_the_plan_is_carried_out(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, out = tmp_path / "plan.toml", tmp_path / "out"
    plan.write_text(PLAN)
    monkeypatch.setenv("GRIDSCOPE_BRIEFING_PLAN", str(plan))
    assert run(capsys, "--send", f"--week={WEEK}", f"--out={out}") == ""
    assert (out / "d" / WEEK / "briefing.md").is_file()
    plan.write_text(PLAN.replace('name = "leader"', 'name = "lost"\narea = "nowhere"'))
    printed = run(capsys, "--send", f"--week={WEEK}", f"--out={out}", code=1)
    assert printed.startswith("lost: ViewError: area 'nowhere'")
