"""What leads and mail servers answer in the demonstration: whole mails, one for each class of the inbox."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from mauntic.delivery.messages.domain.letters import reply_subject
from mauntic.delivery.models import Message

TEXTS: Mapping[str, str] = {
    "positive": "Yes, this sounds interesting. Let's talk. Does Thursday afternoon work for you?",
    "question": "Does it work with our Salesforce, and what does it cost for 20 users?",
    "referral": "I am not the right person for this. Please contact my colleague Dana Fischer.",
    "later": "Not now, we are in the middle of our budget round. Please get back to me in March.",
    "neutral": "Thank you for your message. Noted.",
    "negative": "Thank you, but we are not interested.",
    "unsubscribe": "Please remove me from your list.",
}
"""What people write, by the class that it is."""
AWAY_FOR = timedelta(days=6)


def reply(message: Message, text: str, at: datetime, **headers: str) -> bytes:
    """Return an answer to a message, with the message quoted."""
    mail = _mail(message, at)
    mail["From"] = f"{message.contact.name} <{message.to_address}>"
    mail["Subject"] = reply_subject(message.sent_subject)
    mail["In-Reply-To"] = mail["References"] = message.header_id
    for name, value in headers.items():
        mail[name.replace("_", "-").title()] = value
    quoted = "\n".join(f"> {line}" for line in message.sent_text.split("\n"))
    sent = f"On {message.handed_at:%a, %b %d, %Y at %H:%M} {message.mailbox.from_name} wrote:"
    mail.set_content(f"{text}\n\n{message.contact.first_name}\n\n{sent}\n{quoted}\n")
    return mail.as_bytes()


def away(message: Message, at: datetime) -> bytes:
    """Return an automatic reply that names the day of return."""
    until = at + AWAY_FOR
    text = f"Thank you for your email. I am out of the office until {until:%B} {until.day}, {until.year}."
    return reply(message, text, at, auto_submitted="auto-replied")


def ticket(message: Message, at: datetime) -> bytes:
    """Return what a help desk answers to everybody."""
    text = "We have received your request. Your ticket number is #48213."
    return reply(message, text, at, auto_submitted="auto-generated")


def accepted(message: Message, at: datetime) -> bytes:
    """Return what a calendar answers to an invitation."""
    mail = _mail(message, at)
    mail["From"] = f"{message.contact.name} <{message.to_address}>"
    mail["Subject"] = "Accepted: Intro call"
    mail["In-Reply-To"] = message.header_id
    mail.set_content("")
    calendar = (
        "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nPRODID:-//Calendar//EN\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n"
        f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{message.to_address}\r\nUID:{message.pk}@acme-demo.example\r\n"
        f"SUMMARY:Intro call\r\nDTSTART:{at + timedelta(days=3):%Y%m%dT140000Z}\r\n"
        f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    mail.add_alternative(calendar, subtype="calendar", params={"method": "REPLY"})
    return mail.as_bytes()


def bounce(message: Message, at: datetime, *, status: str, words: str) -> bytes:
    """Return what a mail server says of a message that it could not deliver."""
    head = (
        "From: Mail Delivery System <mailer-daemon@mx.acme-demo.example>\n"
        f"To: {message.mailbox.address}\nSubject: Undelivered Mail Returned to Sender\n"
        f"Date: {format_datetime(at)}\nMessage-ID: <bounce-{message.pk}@mx.acme-demo.example>\n"
        "Auto-Submitted: auto-replied\nReturn-Path: <>\n"
    )
    report = (
        f"Reporting-MTA: dns; mx.acme-demo.example\n\nFinal-Recipient: rfc822; {message.to_address}\n"
        f"Action: failed\nStatus: {status}\nDiagnostic-Code: smtp; 550 {status} {words}\n"
    )
    return _report(head, "delivery-status", f"<{message.to_address}>: {words}", report, message)


def complaint(message: Message, at: datetime) -> bytes:
    """Return what a provider reports when a person presses "spam" (ARF)."""
    head = (
        f"From: feedback@isp.example\nTo: {message.mailbox.address}\nSubject: FW: {message.sent_subject}\n"
        f"Date: {format_datetime(at)}\nMessage-ID: <complaint-{message.pk}@isp.example>\n"
    )
    report = (
        "Feedback-Type: abuse\nUser-Agent: Feedback/1.0\nVersion: 1\n"
        f"Original-Rcpt-To: <{message.to_address}>\n"
    )
    return _report(head, "feedback-report", "This is an email abuse report.", report, message)


def _mail(message: Message, at: datetime) -> EmailMessage:
    mail = EmailMessage()
    mail["To"] = message.mailbox.address
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{at:%Y%m%d%H%M}.{message.pk}@{message.to_domain}>"
    return mail


def _report(head: str, kind: str, words: str, report: str, message: Message) -> bytes:
    returned = (
        f"From: {message.mailbox.address}\nTo: {message.to_address}\nSubject: {message.sent_subject}\n"
        f"Message-ID: {message.header_id}\n\n{message.sent_text}\n"
    )
    report_type = "delivery-status" if kind == "delivery-status" else "feedback-report"
    parts = (("text/plain", words), (f"message/{kind}", report), ("message/rfc822", returned))
    body = "".join(f"--part\nContent-Type: {type_}\n\n{text}\n" for type_, text in parts)
    about = f'MIME-Version: 1.0\nContent-Type: multipart/report; report-type={report_type}; boundary="part"\n'
    return f"{head}{about}\n{body}--part--\n".encode()
