"""The alerts, tasks, leads and changes of My day, read in a constant number of queries."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mauntic.accounts.models import User
from mauntic.crm.models import Contact, EnrichmentStatus, Import
from mauntic.events.catalog import LeadEnriched, ScoreThresholdCrossed, event_type
from mauntic.events.models import Delivery, StoredEvent
from mauntic.kernel import display
from mauntic.kernel.db.counting import count_words
from mauntic.kernel.grades import BOUNDS
from mauntic.web.leads.selectors.next_step import NextStep, suggest_next_step
from mauntic.web.leads.selectors.rows import LEAD_TABS
from scoring.scores.selectors.ranking import labels_of, ranked

SHOWN_ALERTS, SHOWN_HOT, SHOWN_NEWS, SHOWN_TASKS, SHOWN_DEALS = 8, 10, 8, 10, 6
# A stored row keeps one fact or a thousand: of so many of the newest rows, only the last facts are read.
ROWS_READ = SHOWN_NEWS
REASONS = 3


@dataclass(frozen=True, slots=True)
class HotLead:
    """A lead to work now, with the reasons and the next step."""

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
    """A count with the query of its list."""

    label: str
    count: str
    query: str


def hot_leads(user: User) -> list[HotLead]:
    """Return the person's leads and unassigned leads with grade A or B, the highest score first."""
    theirs = Q(contact__owner=user) | Q(contact__owner=None)
    scores = ranked().filter(theirs, total__gte=BOUNDS["B"])[:SHOWN_HOT]
    return [
        HotLead(score.contact, ", ".join(labels_of(score)[:REASONS]), suggest_next_step(score.contact))
        for score in scores
    ]


def tonight() -> datetime:
    """Return the end of the day in the person's time zone."""
    return localtime().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def news(user: User) -> list[News]:
    """Return the latest change of each lead that crossed a threshold or was enriched, newest first."""
    types = [ScoreThresholdCrossed.wire_name, LeadEnriched.wire_name]
    rows = StoredEvent.objects.visible_to(user).filter(type__in=types)
    latest: dict[uuid.UUID, tuple[str, datetime]] = {}
    for row in rows.order_by("-occurred_at", "-id")[:ROWS_READ]:
        for contact_id, text in _changes(row):
            latest.setdefault(contact_id, (text, row.occurred_at))
    contacts = Contact.objects.select_related("company").in_bulk(list(latest)[:SHOWN_NEWS])
    return [News(contacts[pk], *what) for pk, what in latest.items() if pk in contacts]


def _changes(row: StoredEvent) -> Iterable[tuple[uuid.UUID, str]]:
    cls = event_type(row.type)
    for fact in reversed(row.facts[-SHOWN_NEWS:]):
        event = cls.from_wire(fact)
        if isinstance(event, LeadEnriched):
            count = len(event.changed_fields)
            text = ngettext(
                "Enriched by {vendor}: {count} field", "Enriched by {vendor}: {count} fields", count
            )
            yield event.contact_id, text.format(vendor=event.source, count=display.number(count))
        elif isinstance(event, ScoreThresholdCrossed) and event.direction == "up":
            yield (
                event.contact_id,
                _("Score rose above {threshold} to {score}").format(
                    threshold=event.threshold, score=display.score(event.score)
                ),
            )


def tiles(user: User) -> list[Tile]:
    """Return the counts at the top of My day."""
    waiting = Contact.objects.filter(enrichment_status=EnrichmentStatus.PENDING)
    return [
        Tile(_("My leads"), count_words(LEAD_TABS["mine"][1](user)), "tab=mine"),
        Tile(_("Hot"), count_words(LEAD_TABS["hot"][1](user)), "tab=hot"),
        Tile(_("Unassigned"), count_words(LEAD_TABS["unowned"][1](user)), "tab=unowned"),
        Tile(_("Being enriched"), count_words(waiting), "enrichment=pending"),
    ]


def running_imports() -> list[Import]:
    """Return the imports that are running."""
    return list(Import.objects.filter(status=Import.Status.RUNNING))


def dead_deliveries(user: User) -> int:
    """Return the number of dead deliveries. Always 0 for people other than ops and admins."""
    return Delivery.objects.dead().count() if user.is_ops else 0
