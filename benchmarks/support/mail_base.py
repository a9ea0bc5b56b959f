"""Mailboxes, leads and messages in sets, for the benchmarks of mail."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from mauntic.crm.models import Company, Contact
from mauntic.delivery.mailboxes.models import Mailbox
from mauntic.delivery.messages.services.queue import Letter, queue_messages
from mauntic.kernel.clock import now
from mauntic.kernel.db.chunks import chunked
from mauntic.kernel.ids import new_id

PER_COMPANY = 10
BATCH = 2_000
BODY = (
    "Hello {{ first_name | there }},\n\nI saw that {{ company | your company }} is growing. Many teams of "
    "your size lose leads before the first call.\n\nWould a short call next week help? You find more at "
    "https://ours.example/tour.\n\nBest regards,\n{{ sender_name | Ada }}"
)


def make_mailboxes(count: int, port: int, **settings: object) -> list[Mailbox]:
    """Make mailboxes without limits that matter."""
    defaults: dict[str, object] = {
        "smtp_host": "127.0.0.1",
        "smtp_port": port,
        "smtp_security": "none",
        "per_day": 5_000_000,
        "per_hour": 5_000_000,
        "gap_shortest": 0,
        "gap_longest": 0,
        "ramp_start": 0,
        "from_name": "Ada Rep",
        "read_at": now(),
    }
    return [
        Mailbox.objects.create(address=f"rep{number}@ours.example", **{**defaults, **settings})
        for number in range(count)
    ]


def make_messages(n: int, mailboxes: Sequence[Mailbox], *, due_at: datetime) -> None:
    """Make `n` leads at a tenth as many companies, each with a due message, divided among the mailboxes."""
    companies = [
        Company(name=f"Company {number}", domain=f"company{number}.example")
        for number in range(n // PER_COMPANY + 1)
    ]
    Company.objects.bulk_create(companies, batch_size=BATCH)
    for contacts in chunked(_contacts(n, companies), BATCH):
        Contact.objects.bulk_create(contacts, batch_size=BATCH)
        queue_messages(
            letters=(
                _letter(contact, mailboxes[position % len(mailboxes)], due_at)
                for position, contact in enumerate(contacts)
            )
        )


def _contacts(n: int, companies: Sequence[Company]) -> Iterator[Contact]:
    for number in range(n):
        company = companies[number // PER_COMPANY]
        yield Contact(
            first_name=f"First{number}",
            last_name=f"Last{number}",
            email=f"person{number}@{company.domain}",
            company=company,
            country="DE" if number % 2 else "US",
        )


def _letter(contact: Contact, mailbox: Mailbox, due_at: datetime) -> Letter:
    return Letter(
        mailbox_id=mailbox.pk,
        mailbox_address=mailbox.address,
        contact_id=contact.pk,
        address=contact.email,
        subject="A question about {{ company | your company }}",
        body=BODY,
        origin_kind="bench",
        origin_id=new_id(),
        due_at=due_at,
    )
