"""A market of leads whose truth is known, with what came of them."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from mauntic.crm.models import Company, Contact
from mauntic.kernel.clock import now
from mauntic.tracking.models import Visit
from scoring.learning.models import OutcomeKind
from scoring.learning.services.outcomes import record_outcomes
from tests.factories.scoring import make_signal

DAY = timedelta(days=1)


def make_market(leads: int = 260, seed: int = 7, *, at: datetime | None = None) -> list[Contact]:
    """Leads a year old: of many sizes, countries and gaps, some with visits and signals."""
    chance = random.Random(seed)
    at = at or now()
    companies = Company.objects.bulk_create(
        Company(
            name=f"Firm {n}",
            domain=f"firm{seed}-{n}.example",
            employees=chance.choice([None, 20, 300, 5_000]),
        )
        for n in range(leads)
    )
    contacts = Contact.objects.bulk_create(
        Contact(
            first_name=f"Lead {n}",
            company=company,
            country=chance.choice(["DE", "FR", "us", ""]),
            phone=chance.choice(["", "+49 30 5550100"]),
            seniority=chance.choice(["", "vp", "manager"]),
            created_at=at - 365 * DAY,
        )
        for n, company in enumerate(companies)
    )
    for contact in contacts[::3]:
        Visit.objects.bulk_create(
            Visit(contact=contact, url="/", occurred_at=at - chance.random() * 20 * DAY)
            for _ in range(chance.randrange(1, 9))
        )
    for contact in contacts[::5]:
        make_signal(contact, "PRICING_PAGE", detected_at=at - chance.random() * 2 * DAY)
    return contacts


def is_won(contact: Contact, chance: random.Random) -> bool:
    """The truth: German and large is good, a missing phone number is better than one."""
    large = (contact.company.employees or 0) > 1_000
    return chance.random() < 0.15 + 0.3 * (contact.country == "DE") + 0.25 * large + 0.2 * (not contact.phone)


def settle(
    contacts: Sequence[Contact],
    seed: int = 11,
    *,
    lost: bool = True,
    won: OutcomeKind = OutcomeKind.WON,
    at: datetime | None = None,
) -> None:
    """What came of the leads, over the last hundred hours; without `lost` only the wins are told."""
    chance = random.Random(seed)
    shares: dict[tuple[int, str], list[UUID]] = {}
    for number, contact in enumerate(contacts):
        kind = won if is_won(contact, chance) else OutcomeKind.LOST
        if lost or kind != OutcomeKind.LOST:
            shares.setdefault((number % 10, kind), []).append(contact.pk)
    for (share, kind), ids in shares.items():
        happened_at = (at or now()) - timedelta(hours=100 - 10 * share)
        record_outcomes(kind=kind, contact_ids=ids, happened_at=happened_at, event=f"{share}-{seed}")
