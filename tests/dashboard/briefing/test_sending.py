"""Briefings that are sent: to a mail server and a webhook of this machine, both real."""

from collections.abc import Iterator
from dataclasses import replace
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest

from dashboard.alerts.targets import Target
from dashboard.briefing.making import Made
from dashboard.briefing.noting import Notes
from dashboard.briefing.plan import Plan, Recipient, Smtp
from dashboard.briefing.sending import PAUSES, MailError, Parcel, hand_over, letter, parcels, send, try_again
from dashboard.settings import Settings
from data_access.audit.journal import Journal, Result
from data_access.clock import from_micros
from data_access.store.store import Store
from tests.dashboard.alerts.receiving import receiver
from tests.dashboard.briefing.mailing import PASSWORD, USER, MailServer, certificate_of, mail_server
from tests.data_access.worlds import NOW
from tests.ports import free_port

SENDER = "briefing@example.gov"
WHOLE = Recipient(name="leader", mail=("leader@example.gov", "office@example.gov"), attach=("docx", "xlsx", "pdf"))


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as found:
        yield found


@pytest.fixture
def notes(store: Store) -> Notes:
    return Notes(store, Settings(database_url=store.url))


def _smtp(server: MailServer, **changes: Any) -> Smtp:
    return Smtp(host="127.0.0.1", port=server.port, sender=SENDER, **({"tls": "none"} | changes))


def _plan(server: MailServer, recipient: Recipient = WHOLE, **changes: Any) -> Plan:
    given = {"url": "https://wall.example.gov/", "smtp": _smtp(server), "recipient": (recipient,)}
    return Plan(**(given | changes))


def _parcels(plan: Plan, made: Made) -> list[Parcel]:
    return parcels(plan, plan.recipient[0], made, None, lambda: NOW)


def test_a_mail_holds_what_is_said_and_the_files_that_are_there(
    server: MailServer, notes: Notes, made: Made, store: Store
) -> None:
    assert hand_over(_parcels(_plan(server), made), notes) == []
    (mail,) = server.mails
    assert server.recipients == [["leader@example.gov", "office@example.gov"]]
    assert mail["Subject"] == "社会治理态势简报 · 2026 年第 46 周（名d）"
    assert (mail["From"], mail["To"]) == (SENDER, "leader@example.gov, office@example.gov")
    assert parsedate_to_datetime(mail["Date"]) == from_micros(NOW).replace(microsecond=0)
    assert mail["Message-ID"].endswith("@example.gov>")
    body = mail.get_body()
    assert body is not None
    told = body.get_content().splitlines()
    for title, sentences in made.document.chapters():
        assert told[told.index(title) + 1 :][: len(sentences)] == list(sentences)
    assert "附件：名d-2026-W46.docx、名d-2026-W46.xlsx" in told
    assert "下载：https://wall.example.gov/briefings?area=d&lang=zh#2026-W46" in told
    files = {one.get_filename(): one.get_content() for one in mail.iter_attachments()}
    assert files == {
        f"名d-2026-W46.{form}": (made.folder / f"briefing.{form}").read_bytes() for form in ("docx", "xlsx")
    }
    kinds = {one.get_content_type().rpartition(".")[2] for one in mail.iter_attachments()}
    assert kinds == {"document", "sheet"}
    (line, *_) = Journal(store).lines(about="briefing d/2026-W46")
    assert (line.entry.who, line.entry.form, line.entry.result) == ("leader", "mail", Result.GIVEN)


def test_what_is_too_large_is_named_but_not_attached(server: MailServer, made: Made) -> None:
    with_room = _smtp(server, attach_mb=1)
    big = made.folder / "briefing.pdf"
    big.write_bytes(b"x" * 800_000)
    try:
        # As Base64 it is 1.07 MB, and the others still fit.
        mail = letter(_plan(server), with_room, WHOLE, made, NOW)
    finally:
        big.unlink()
    assert [one.get_filename() for one in mail.iter_attachments()] == ["名d-2026-W46.docx", "名d-2026-W46.xlsx"]
    body = mail.get_body()
    assert body is not None
    assert "以下文件过大未附：名d-2026-W46.pdf" in body.get_content()
    none = letter(_plan(server), _smtp(server, attach_mb=0), WHOLE, made, NOW)
    assert list(none.iter_attachments()) == []


def test_only_what_a_recipient_is_to_have_is_attached(server: MailServer, made: Made) -> None:
    """Who shares the briefing with others does not get their forms."""
    own = Recipient(name="one", mail=("a@b",), forms=("md",), attach=("docx", "md"))
    mail = letter(_plan(server, own), _smtp(server), own, made, NOW)
    assert [one.get_filename() for one in mail.iter_attachments()] == ["名d-2026-W46.md"]


def test_a_briefing_that_is_incomplete_says_so(server: MailServer, made: Made) -> None:
    mail = letter(_plan(server), _smtp(server), WHOLE, replace(made, missing_glyphs="\U0002f800"), NOW)
    body = mail.get_body()
    assert body is not None
    assert "不完整" in body.get_content().splitlines()


def test_starttls_and_a_login(made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = certificate_of(tmp_path)
    with mail_server(certificate) as server:
        smtp = _smtp(server, tls="starttls", user=USER)
        mail = letter(_plan(server), smtp, WHOLE, made, NOW)
        with pytest.raises(MailError, match=r"could not be used: .*certificate verify failed"):
            send(smtp, mail, PASSWORD)
        # An authority of one's own is named by OpenSSL's variable.
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
        send(smtp, mail, PASSWORD)
        assert len(server.mails) == 1
        with pytest.raises(MailError, match="answered 535") as refused:
            send(smtp, mail, "wrong")
        assert "wrong" not in str(refused.value)
        with pytest.raises(MailError, match="answered 530"):
            send(_smtp(server), mail, None)


def test_a_server_without_starttls_gets_no_password(server: MailServer, made: Made) -> None:
    smtp = _smtp(server, tls="starttls", user=USER)
    with pytest.raises(MailError, match="STARTTLS extension not supported"):
        send(smtp, letter(_plan(server), smtp, WHOLE, made, NOW), PASSWORD)
    assert server.mails == []


def test_a_recipient_that_is_not_known_is_named_and_the_others_have_theirs(server: MailServer, made: Made) -> None:
    server.refused = frozenset({"office@example.gov"})
    mail = letter(_plan(server), _smtp(server), WHOLE, made, NOW)
    with pytest.raises(MailError, match=r"refused office@example\.gov"):
        send(_smtp(server), mail, None)
    assert server.recipients == [["leader@example.gov"]]
    server.refused = frozenset({"office@example.gov", "leader@example.gov"})
    with pytest.raises(MailError, match=r"refused every recipient: leader@example\.gov, office@example\.gov"):
        send(_smtp(server), mail, None)


def test_what_is_not_taken_is_tried_again(server: MailServer, notes: Notes, made: Made, store: Store) -> None:
    server.answers = ["451 try again later", "451 try again later"]
    waited: list[float] = []
    left = hand_over(_parcels(_plan(server), made), notes)
    assert [why for _, why in left] == [f"127.0.0.1:{server.port} answered 451 try again later"]
    assert try_again(left, notes, waited.append) == []
    assert (waited, len(server.mails)) == (list(PAUSES[:2]), 1)
    results = [line.entry.result for line in Journal(store).lines(who="leader", limit=2)]
    assert results == [Result.GIVEN, Result.FAILED]


def test_after_the_last_try_it_is_given_up(server: MailServer, notes: Notes, made: Made) -> None:
    nobody = free_port()
    plan = _plan(server, smtp=Smtp(host="127.0.0.1", port=nobody, sender=SENDER, tls="none"))
    waited: list[float] = []
    (told,) = try_again(hand_over(_parcels(plan, made), notes), notes, waited.append)
    assert told.startswith(f"mail to leader: 127.0.0.1:{nobody} could not be used: ")
    assert waited == list(PAUSES)


def test_a_webhook_of_a_program_is_told_everything_that_is_said(notes: Notes, made: Made) -> None:
    with receiver() as found:
        target = Target(name="leader", kind="json", url=found.url)
        plan = Plan(url="https://wall.example.gov", recipient=(Recipient(name="leader", webhook=target),))
        assert hand_over(_parcels(plan, made), notes) == []
    (body,) = found.bodies
    assert (body["area"], body["week"], body["complete"]) == ("d", "2026-W46", True)
    assert body["said"]["total"][0] == made.document.sections[0].sentences[0]
    assert body["manifest"] == "https://wall.example.gov/api/v1/briefings/d/2026-W46/manifest.json"


def test_a_robot_is_told_in_text_without_markup(notes: Notes, made: Made) -> None:
    with receiver() as found:
        target = Target(name="leader", kind="wecom", url=found.url)
        plan = Plan(url="https://wall.example.gov", recipient=(Recipient(name="leader", webhook=target),))
        assert hand_over(_parcels(plan, made), notes) == []
    text = found.bodies[0]["markdown"]["content"]
    assert text.startswith("**社会治理态势简报 · 2026 年第 46 周**")
    assert "本周名d上报事件 200 件" in text
    assert text.endswith("https://wall.example.gov/briefings?area=d&lang=zh#2026-W46")


def test_a_webhook_that_fails_is_tried_again_and_its_address_stays_secret(notes: Notes, made: Made) -> None:
    with receiver() as found:
        found.answers = [(500, b"no")]
        target = Target(name="leader", kind="json", url=f"{found.url}?key=secret")
        plan = Plan(recipient=(Recipient(name="leader", webhook=target),))
        left = hand_over(_parcels(plan, made), notes)
        (told,) = try_again(left, notes, lambda _: None)
    assert told == "webhook to leader: answered 500 Internal Server Error"
    assert len(found.bodies) == 1 + len(PAUSES)
