"""The plan carried out: who gets which briefing, made in whose scope, and what happens when something fails."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from dashboard.briefing import schedule
from dashboard.briefing.making import make
from dashboard.briefing.order import Order
from dashboard.briefing.places import kept
from dashboard.briefing.plan import Plan, Recipient, Smtp
from dashboard.briefing.schedule import missed, run_plan
from dashboard.settings import Settings
from data_access.briefing.weeks import Week
from data_access.clock import HOUR
from data_access.store.store import Store
from tests.dashboard.briefing.cameras import Camera
from tests.dashboard.briefing.conftest import TEXTS, WEEK
from tests.dashboard.briefing.mailing import MailServer, mail_server
from tests.data_access.worlds import moment

FORMS = ("md", "xlsx")
MONDAY = moment("23 00:00") + 8 * HOUR


@pytest.fixture
def settings(store: Store) -> Settings:
    return Settings(database_url=store.url)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as found:
        yield found


def _one(name: str, **given: Any) -> Recipient:
    return Recipient(**({"name": name, "forms": FORMS, "mail": (f"{name}@example.gov",), "attach": ("md",)} | given))


def _plan(server: MailServer, *recipients: Recipient, **changes: Any) -> Plan:
    smtp = Smtp(host="127.0.0.1", port=server.port, sender="briefing@example.gov", tls="none")
    return Plan(**({"smtp": smtp, "recipient": recipients} | changes))


def test_everyone_gets_the_briefing_of_his_area_and_no_other(
    store: Store, settings: Settings, server: MailServer, tmp_path: Path
) -> None:
    plan = _plan(server, _one("leader"), _one("office"), _one("south", area="s2"), _one("guest", language="en"))
    assert run_plan(settings, store, plan, tmp_path) == []
    assert [(one.area, one.name) for one in kept(tmp_path)] == [
        ("d", "2026-W46"),
        ("d", "2026-W46-en"),
        ("s2", "2026-W46"),
    ]
    told = {mail["To"].split("@")[0]: mail for mail in server.mails}
    assert told.keys() == {"leader", "office", "south", "guest"}
    (attached,) = told["south"].iter_attachments()
    content = attached.get_content()
    assert "名s2" in content
    assert "名s1" not in content, "what lies outside is not in it"
    assert "Name d" in told["guest"]["Subject"]


def test_one_that_fails_does_not_keep_the_others_from_theirs(
    store: Store, settings: Settings, server: MailServer, tmp_path: Path
) -> None:
    plan = _plan(server, _one("lost", area="nowhere"), _one("leader"))
    (wrong,) = run_plan(settings, store, plan, tmp_path)
    assert wrong.startswith("lost: ViewError: area 'nowhere' is not in the area tree")
    assert [mail["To"] for mail in server.mails] == ["leader@example.gov"]


def test_a_server_that_takes_nothing_yet_holds_up_nobody(
    store: Store, settings: Settings, server: MailServer, tmp_path: Path
) -> None:
    server.answers = ["451 later"]
    waited: list[float] = []
    plan = _plan(server, _one("leader"), _one("south", area="s2"))
    assert run_plan(settings, store, plan, tmp_path, wait=waited.append) == []
    assert [mail["To"] for mail in server.mails] == ["south@example.gov", "leader@example.gov"]
    assert len(waited) == 1


def test_one_browser_for_all_and_what_is_incomplete_is_said(
    store: Store, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Camera] = []

    @contextmanager
    def one(*_: Any, **__: Any) -> Iterator[Camera]:
        opened.append(Camera({"flow": [("sankey", "gone")]}))
        yield opened[-1]

    monkeypatch.setattr(schedule, "studio", one)
    plan = Plan(recipient=(Recipient(name="a", forms=("png",)), Recipient(name="b", area="s1", forms=("png",))))
    wrong = run_plan(settings, store, plan, tmp_path)
    assert len(opened) == 1
    assert wrong == [
        f"{name}: the briefing of 2026-W46 is incomplete; see {tmp_path / area / '2026-W46'}"
        for name, area in (("a", "d"), ("b", "s1"))
    ]
    assert {view.area for view, _ in opened[0].asked} == {"d", "s1"}


def test_old_briefings_of_the_areas_of_the_plan_go(
    store: Store, settings: Settings, server: MailServer, tmp_path: Path
) -> None:
    for week in (Week(2026, 45), WEEK):
        make(store, Order(week, forms=TEXTS), tmp_path)
    make(store, Order(Week(2026, 45), "s1", forms=TEXTS), tmp_path)
    assert run_plan(settings, store, _plan(server, _one("leader"), keep_weeks=1), tmp_path) == []
    assert [(one.area, one.name) for one in kept(tmp_path)] == [("d", "2026-W46"), ("s1", "2026-W45")]


def test_a_run_that_was_missed_is_made_up_for_within_some_hours(
    store: Store, settings: Settings, server: MailServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = _plan(server, _one("leader"))
    when = {"clock": MONDAY}
    monkeypatch.setattr(store, "clock", lambda: when["clock"])
    for clock, expected in ((MONDAY - HOUR, False), (MONDAY + HOUR, True), (MONDAY + 7 * HOUR, False)):
        when["clock"] = clock
        assert missed(store, plan, tmp_path, settings.zone) is expected
    when["clock"] = MONDAY + HOUR
    assert run_plan(settings, store, plan, tmp_path) == []
    assert not missed(store, plan, tmp_path, settings.zone), "it is there now"
