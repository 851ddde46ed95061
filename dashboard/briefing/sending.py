"""Telling recipients of a briefing: mail with what fits attached, a message to a webhook; tried again for a while."""

import logging
import mimetypes
import smtplib
import ssl
import threading
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Final

from dashboard.alerts.messages import address, plain, robot_body
from dashboard.alerts.posting import PostError, post
from dashboard.alerts.targets import Target
from dashboard.briefing.making import STEM, Made
from dashboard.briefing.places import MANIFEST, folder_of
from dashboard.briefing.plan import Plan, Recipient, Smtp
from data_access.clock import Micros
from layouts.text import Text

log = logging.getLogger(__name__)

PAUSES: Final = (5.0, 30.0, 120.0, 600.0)
"""Seconds between tries: five of them within a quarter of an hour."""

TIMEOUT: Final = 30.0

Wait = Callable[[float], object]


class MailError(RuntimeError):
    """A mail that was not taken; the message never holds a password."""


def tell(
    plan: Plan, recipient: Recipient, made: Made, password: str | None, now: Micros, *, wait: Wait | None = None
) -> list[str]:
    """Send a briefing to a recipient by every way it has; what could not be sent in spite of all tries, in words."""
    pause: Wait = threading.Event().wait if wait is None else wait
    failures = []
    if recipient.mail and plan.smtp is not None:
        mail, smtp = letter(plan, plan.smtp, recipient, made), plan.smtp
        failures += _tried(f"mail to {recipient.name}", lambda: send(smtp, mail, password), pause)
    if recipient.webhook is not None:
        target = recipient.webhook
        body = message(plan, target, made)
        failures += _tried(
            f"webhook {recipient.name}",
            lambda: post(address(target, now), body, robot=target.kind != "json"),
            pause,
        )
    return failures


def letter(plan: Plan, smtp: Smtp, recipient: Recipient, made: Made) -> EmailMessage:
    """The mail: what is said in the briefing, and the files that fit within the server's limit."""
    document, text = made.document, Text(recipient.language)
    mail = EmailMessage()
    area = document.subtitle.partition(" \N{MIDDLE DOT} ")[0]
    subject = text("briefing.mail.subject", heading=document.heading, area=area)
    mail["Subject"] = " ".join(subject.split())
    mail["From"], mail["To"] = smtp.sender, ", ".join(recipient.mail)
    files = [made.folder / f"{STEM}.{form}" for form in recipient.attach]
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
    for section in document.sections:
        lines += ["", section.title, *section.sentences]
    names = text("briefing.list_join")
    lines.append("")
    if attached:
        lines.append(text("briefing.mail.attached", files=names.join(one.name for one in attached)))
    if too_large:
        lines.append(text("briefing.mail.not_attached", files=names.join(one.name for one in too_large)))
    if plan.url:
        lines.append(text("briefing.mail.place", url=_url(plan.url, made)))
    mail.set_content("\n".join(lines) + "\n")
    for file in attached:
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        main, _, sub = kind.partition("/")
        mail.add_attachment(file.read_bytes(), maintype=main, subtype=sub, filename=file.name)
    return mail


def message(plan: Plan, target: Target, made: Made) -> dict[str, Any]:
    """The body for a webhook: of kind json all that is said, for a robot its text."""
    document = made.document
    url = _url(plan.url, made) if plan.url else None
    if target.kind == "json":
        said = {section.id: list(section.sentences) for section in document.sections}
        place = {"area": made.place.area, "week": str(made.place.week), "language": made.place.language}
        return {**place, "heading": document.heading, "complete": made.complete, "said": said, "url": url}
    lines = [(plain(document.subtitle), "")]
    lines += [(plain(section.title), plain(" ".join(section.sentences))) for section in document.sections]
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


def _tried(what: str, work: Callable[[], None], wait: Wait) -> list[str]:
    said = ""
    for pause in (*PAUSES, None):
        try:
            work()
        except (MailError, PostError) as error:
            said = f"{what}: {error}"
            log.warning("%s was not taken: %s", what, error)
            if pause is not None:
                wait(pause)
        else:
            return []
    log.error("%s is given up after %s tries", what, len(PAUSES) + 1)
    return [said]


def _url(base: str, made: Made) -> str:
    """Where the briefing's manifest and, beside it, its files can be fetched."""
    return f"{base.rstrip('/')}/api/v1/briefings/{folder_of(made.place.area)}/{made.place.name}/{MANIFEST}"
