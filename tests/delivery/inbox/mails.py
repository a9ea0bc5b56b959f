"""Mails as they arrive, and the events that they cause."""

from email.message import EmailMessage
from hashlib import sha256

from mauntic.delivery.models import Message
from mauntic.events.models import StoredEvent

OURS = "ann@ours.example"
BOUNCE = """From: MAILER-DAEMON@mx.example
To: ann@ours.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <{id}@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

{words}

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {words}

--b
Content-Type: text/rfc822-headers

Message-ID: {header}

--b--
"""
CALENDAR = """BEGIN:VCALENDAR
METHOD:REPLY
BEGIN:VEVENT
UID:1@ours.example
ATTENDEE;PARTSTAT={answer}:mailto:bo@client.example
END:VEVENT
END:VCALENDAR
"""


def mail(text: str, *, sender: str = "Bo <bo@client.example>", **headers: str) -> bytes:
    """A mail to our mailbox; the same values make the same Message-ID."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = OURS
    name = sha256(repr((text, sender, *headers.items())).encode()).hexdigest()
    message["Message-ID"] = f"<{name}@client.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


def bounce(sent: Message, number: int, status: str, words: str, *, action: str = "failed") -> bytes:
    """A report about a message, or about one that nobody sent if its row is not stored."""
    text = BOUNCE.format(
        id=number,
        address=sent.to_address,
        status=status,
        words=words,
        header=sent.header_id,
        action=action,
    )
    return text.encode()


def invitation_answer(answer: str, sender: str = "Bo <bo@client.example>") -> bytes:
    """What calendars send when somebody accepts or declines."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, OURS, f"{answer.title()}: Intro call"
    message["Message-ID"] = f"<{answer}@calendar.example>"
    message.set_content("See the calendar.")
    message.add_alternative(CALENDAR.format(answer=answer), subtype="calendar", params={"method": "REPLY"})
    return message.as_bytes()


def events(kind: str) -> int:
    """How many facts of a kind are stored."""
    return sum(row.fact_count for row in StoredEvent.objects.filter(type=f"delivery.{kind}"))
