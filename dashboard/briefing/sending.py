"""Telling recipients of a briefing: mail with what fits attached, a message to a webhook; tried again for a while."""

import logging
import smtplib
import ssl
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import urlencode

from dashboard.alerts.messages import address, plain, robot_body
from dashboard.alerts.posting import PostError, post
from dashboard.alerts.targets import Target
from dashboard.briefing.making import STEM, Made
from dashboard.briefing.noting import Notes
from dashboard.briefing.order import KINDS
from dashboard.briefing.places import MANIFEST, Place, folder_of
from dashboard.briefing.plan import Plan, Recipient, Smtp
from data_access.clock import Micros, from_micros
from layouts.text import Text

log = logging.getLogger(__name__)

PAUSES: Final = (5.0, 30.0, 120.0, 600.0)
"""Seconds between tries: five of them within a quarter of an hour."""

TIMEOUT: Final = 30.0

Wait = Callable[[float], object]
Clock = Callable[[], Micros]


class MailError(RuntimeError):
    """A mail that was not taken; the message never holds a password."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A briefing for a recipient by one way, and how it is handed over; MailError or PostError where it is not
    taken."""

    place: Place
    recipient: str
    way: Literal["mail", "webhook"]
    hand_over: Callable[[], None]

    @property
    def what(self) -> str:
        """In words."""
        return f"{self.way} to {self.recipient}"


def parcels(plan: Plan, recipient: Recipient, made: Made, password: str | None, clock: Clock) -> list[Parcel]:
    """A briefing for a recipient, by every way that he has."""
    found = []
    if recipient.mail and plan.smtp is not None:
        mail, smtp = letter(plan, plan.smtp, recipient, made, clock()), plan.smtp
        found.append(Parcel(made.place, recipient.name, "mail", lambda: send(smtp, mail, password)))
    if recipient.webhook is not None:
        target, body = recipient.webhook, message(plan, recipient.webhook, made)
        robot = target.kind != "json"
        # It is signed with the time at which it is tried.

        def work() -> None:
            post(address(target, clock()), body, robot=robot)

        found.append(Parcel(made.place, recipient.name, "webhook", work))
    return found


def hand_over(some: Iterable[Parcel], notes: Notes) -> list[tuple[Parcel, str]]:
    """Hand over parcels, each once; those that were not taken, and why."""
    left = []
    for parcel in some:
        try:
            parcel.hand_over()
        except (MailError, PostError) as error:
            log.warning("%s was not taken: %s", parcel.what, error)
            notes.sent(parcel.place, parcel.recipient, parcel.way, error)
            left.append((parcel, str(error)))
        else:
            notes.sent(parcel.place, parcel.recipient, parcel.way)
    return left


def try_again(left: Sequence[tuple[Parcel, str]], notes: Notes, wait: Wait) -> list[str]:
    """Try what was not taken again, all of it together, after each of PAUSES; what could not be sent even so, in
    words."""
    for pause in PAUSES:
        if not left:
            return []
        wait(pause)
        left = hand_over([parcel for parcel, _ in left], notes)
    for parcel, _ in left:
        log.error("%s is given up after %s tries", parcel.what, len(PAUSES) + 1)
    return [f"{parcel.what}: {why}" for parcel, why in left]


def letter(plan: Plan, smtp: Smtp, recipient: Recipient, made: Made, now: Micros) -> EmailMessage:
    """The mail: what is said in the briefing, and the files that fit within the server's limit."""
    document, text = made.document, Text(recipient.language)
    mail = EmailMessage()
    area = document.subtitle.partition(" \N{MIDDLE DOT} ")[0]
    subject = text("briefing.mail.subject", heading=document.heading, area=area)
    mail["Subject"] = " ".join(subject.split())
    mail["From"], mail["To"] = smtp.sender, ", ".join(recipient.mail)
    mail["Date"] = format_datetime(from_micros(now))
    mail["Message-ID"] = make_msgid(domain=smtp.sender.rpartition("@")[2])
    files = [made.folder / f"{STEM}.{form}" for form in recipient.attach if form in recipient.forms]
    room = smtp.attach_mb * 1_000_000
    attached: list[Path] = []
    too_large: list[Path] = []
    for file in (one for one in files if one.exists()):
        # Base64 makes four bytes of three.
        need = file.stat().st_size * 4 // 3
        (attached if need <= room else too_large).append(file)
        room -= need if need <= room else 0
    lines = [document.subtitle, *document.remarks]
    if not made.complete:
        lines.append(text("briefing.incomplete"))
    for title, sentences in document.chapters():
        lines += ["", title, *sentences]
    names = text("briefing.list_join")
    called = {file: f"{area}-{made.place.week}{file.suffix}" for file in (*attached, *too_large)}
    lines.append("")
    if attached:
        lines.append(text("briefing.mail.attached", files=names.join(called[one] for one in attached)))
    if too_large:
        lines.append(text("briefing.mail.not_attached", files=names.join(called[one] for one in too_large)))
    if plan.url:
        lines.append(text("briefing.mail.place", url=page_of(plan.url, made)))
    mail.set_content("\n".join(lines) + "\n")
    for file in attached:
        main, _, sub = KINDS[file.suffix].partition("/")
        told = {"charset": "utf-8"} if main == "text" else None
        mail.add_attachment(file.read_bytes(), maintype=main, subtype=sub, filename=called[file], params=told)
    return mail


def message(plan: Plan, target: Target, made: Made) -> dict[str, Any]:
    """The body for a webhook: of kind json all that is said, for a robot its text."""
    document = made.document
    url = page_of(plan.url, made) if plan.url else None
    if target.kind == "json":
        said = {section.id: list(section.sentences) for section in document.sections}
        said["total"] += [document.unchanged] if document.unchanged else []
        place = {"area": made.place.area, "week": str(made.place.week), "language": made.place.language}
        told = {"heading": document.heading, "complete": made.complete, "said": said}
        return {**place, **told, "url": url, "manifest": manifest_of(plan.url, made) if plan.url else None}
    lines = [(plain(document.subtitle), "")]
    lines += [(plain(title), plain(" ".join(sentences))) for title, sentences in document.chapters()]
    if url is not None:
        # Of the program's own making, so it may stay what a robot can follow.
        lines.append((url, ""))
    return robot_body(target, plain(document.heading), lines)


def send(smtp: Smtp, mail: EmailMessage, password: str | None) -> None:
    """Hand a mail to the server; MailError where it does not take it, or not for everyone."""
    try:
        with _connected(smtp) as server:
            if smtp.tls == "starttls":
                server.starttls(context=ssl.create_default_context())
            if smtp.user is not None:
                server.login(smtp.user, password or "")
            refused = server.send_message(mail)
    except smtplib.SMTPResponseException as error:
        said = error.smtp_error.decode(errors="replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        raise MailError(f"{smtp.host}:{smtp.port} answered {error.smtp_code} {said[:200]}") from None
    except smtplib.SMTPRecipientsRefused as error:
        raise MailError(f"{smtp.host}:{smtp.port} refused every recipient: {', '.join(error.recipients)}") from None
    except (smtplib.SMTPException, OSError) as error:
        raise MailError(f"{smtp.host}:{smtp.port} could not be used: {error or type(error).__name__}") from None
    if refused:
        raise MailError(f"{smtp.host}:{smtp.port} refused {', '.join(refused)}")


def _connected(smtp: Smtp) -> smtplib.SMTP:
    if smtp.tls == "tls":
        return smtplib.SMTP_SSL(smtp.host, smtp.port, timeout=TIMEOUT, context=ssl.create_default_context())
    return smtplib.SMTP(smtp.host, smtp.port, timeout=TIMEOUT)


def page_of(base: str, made: Made) -> str:
    """The page where the briefing and those before it can be fetched."""
    place = made.place
    return f"{base.rstrip('/')}/briefings?{urlencode({'area': place.area, 'lang': place.language})}#{place.name}"


def manifest_of(base: str, made: Made) -> str:
    """Where its manifest and, beside it, its files can be fetched."""
    return f"{base.rstrip('/')}/api/v1/briefings/{folder_of(made.place.area)}/{made.place.name}/{MANIFEST}"
