"""What waits for a person today, read in a constant number of queries."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.timezone import localtime

from mauntic.accounts.models import User
from mauntic.crm.models import Contact, EnrichmentStatus, Import
from mauntic.events.catalog import LeadEnriched, ScoreThresholdCrossed, event_type
from mauntic.events.models import Delivery, StoredEvent
from mauntic.kernel.counting import count_words
from mauntic.web.next_step import NextStep, next_step
from mauntic.web.selectors import LEAD_TABS
from scoring.selectors import labels_of, ranked

SHOWN_ALERTS, SHOWN_HOT, SHOWN_NEWS, SHOWN_TASKS, SHOWN_DEALS = 8, 10, 8, 10, 6
# A stored row keeps one fact or a thousand: of so many of the newest rows, only the last facts are read.
ROWS_READ = SHOWN_NEWS
GRADE_B = 60
REASONS = 3


@dataclass(frozen=True, slots=True)
class HotLead:
    """A lead worth the time now: why, and what to do."""

    contact: Contact
    why: str
    step: NextStep


@dataclass(frozen=True, slots=True)
class News:
    """Something that happened to a lead."""

    contact: Contact
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Tile:
    """A number that leads to the rows behind it."""

    label: str
    count: str
    query: str


def hot_leads(user: User) -> list[HotLead]:
    """The best leads of the person and of nobody, grade B and above, the best first."""
    theirs = Q(contact__owner=user) | Q(contact__owner=None)
    scores = ranked().filter(theirs, total__gte=GRADE_B)[:SHOWN_HOT]
    return [
        HotLead(score.contact, ", ".join(labels_of(score)[:REASONS]), next_step(score.contact))
        for score in scores
    ]


def tonight() -> datetime:
    """The end of the day where the person is."""
    return localtime().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def news() -> list[News]:
    """Leads that rose over a threshold or were enriched of late, the latest first, each once."""
    rows = StoredEvent.objects.filter(type__in=[ScoreThresholdCrossed.wire_name, LeadEnriched.wire_name])
    told: dict[uuid.UUID, tuple[str, datetime]] = {}
    for row in rows.order_by("-occurred_at", "-id")[:ROWS_READ]:
        for contact_id, text in _told(row):
            told.setdefault(contact_id, (text, row.occurred_at))
    contacts = Contact.objects.select_related("company").in_bulk(list(told)[:SHOWN_NEWS])
    return [News(contacts[pk], *what) for pk, what in told.items() if pk in contacts]


def _told(row: StoredEvent) -> Iterable[tuple[uuid.UUID, str]]:
    cls = event_type(row.type)
    for fact in reversed(row.facts[-SHOWN_NEWS:]):
        event = cls.from_wire(fact)
        if isinstance(event, LeadEnriched):
            yield event.contact_id, f"Enriched by {event.source}: {len(event.changed_fields)} fields"
        elif isinstance(event, ScoreThresholdCrossed) and event.direction == "up":
            yield event.contact_id, f"Rose over {event.threshold}, now {event.score:.0f}"


def tiles(user: User) -> list[Tile]:
    """The numbers of the day."""
    waiting = Contact.objects.filter(enrichment_status=EnrichmentStatus.PENDING)
    return [
        Tile("My leads", count_words(LEAD_TABS["mine"][1](user)), "tab=mine"),
        Tile("Hot", count_words(LEAD_TABS["hot"][1](user)), "tab=hot"),
        Tile("Without an owner", count_words(LEAD_TABS["unowned"][1](user)), "tab=unowned"),
        Tile("Being enriched", count_words(waiting), "enrichment=pending"),
    ]


def running_imports() -> list[Import]:
    """Imports that are on their way in."""
    return list(Import.objects.filter(status=Import.Status.RUNNING))


def dead_deliveries(user: User) -> int:
    """Deliveries that were given up, for those who can do something about it; 0 for others."""
    return Delivery.objects.dead().count() if user.is_ops else 0
