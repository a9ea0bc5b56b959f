"""What the leads of the demo did in the last weeks: visits, signals, alerts, and the scores of each day."""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from operator import attrgetter
from uuid import UUID

from django.utils.dateparse import parse_date

from demo import past
from mauntic.crm.models import Contact
from mauntic.events.catalog import PageVisited
from mauntic.events.models import StoredEvent
from mauntic.kernel.clock import now
from mauntic.kernel.db.rows import update_rows
from mauntic.tracking.forms.services.known import submit_form
from mauntic.tracking.visits.services.record import PageView, record_visits
from scoring.detection.services.happenings import detect_in_visits

SITE = "https://www.acme-demo.example"
# How often each path is seen, beside the others.
PATHS = {
    "/": 30,
    "/product": 20,
    "/blog": 20,
    "/docs/start": 10,
    "/pricing": 8,
    "/customers": 8,
    "/integrations": 6,
    "/compare": 4,
    "/security": 4,
}
VISITORS = 140
FORMS = {"demo": 3, "trial": 2, "contact": 3, "webinar": 4}
DAYS, WINDOW = 30, timedelta(hours=12)
# How long ago the leads came, at most.
OLDEST = 330


def make(dice: random.Random) -> None:
    """Give some of the leads visits of the last thirty days, and forms of today."""
    leads = list(Contact.objects.order_by("email", "pk"))
    dice.shuffle(leads)
    _age(leads, dice)
    visitors = [lead.pk for lead in leads[:VISITORS]]
    _replay([view for contact_id in visitors for view in _visits(contact_id, dice)], dice)
    senders = iter(dice.sample(visitors, min(len(visitors), sum(FORMS.values()))))
    for form_type, count in FORMS.items():
        for contact_id in islice(senders, count):
            submit_form(contact_id=contact_id, form_type=form_type, fields={})


def _age(leads: Sequence[Contact], dice: random.Random) -> None:
    """Let the leads have come as the list dates them, else in the course of the last months.

    An import keeps that day as a custom field. The last day of the list becomes yesterday, whenever the demo
    is made: pages about the last thirty days show leads.
    """
    days = [parse_date(str(lead.custom_fields.pop("created_at", ""))) for lead in leads]
    last = max(filter(None, days), default=None)
    for lead, day in zip(leads, days, strict=True):
        before = last - day if last and day else timedelta(days=dice.uniform(0, OLDEST))
        lead.created_at -= before + timedelta(days=1)
    update_rows(Contact.objects, leads, {"created_at", "custom_fields"})


def _replay(views: Sequence[PageView], dice: random.Random) -> None:
    """Record the visits in the order of time, with the alerts and scores that they led to then."""
    today = now()
    in_order = sorted(views, key=attrgetter("occurred_at"))
    for since, until in _windows(today):
        seen = [view for view in in_order if since < view.occurred_at <= until]
        if seen:
            _record(seen, until)
            past.alert(until, dice)
        if (today - until) % timedelta(days=1) == timedelta(0):
            past.remember_scores(until)


def _windows(today: datetime) -> Iterator[tuple[datetime, datetime]]:
    since = today - timedelta(days=DAYS)
    while since < today:
        yield since, since + WINDOW
        since += WINDOW


def _record(views: Sequence[PageView], at: datetime) -> None:
    began = now()
    visits = record_visits(views=views)
    # Timelines show when an event was published.
    StoredEvent.objects.filter(type=PageVisited.wire_name, occurred_at__gte=began).update(occurred_at=at)
    detect_in_visits(visit_ids=[visit.pk for visit in visits])


def _visits(contact_id: UUID, dice: random.Random) -> list[PageView]:
    count = min(12, 1 + int(dice.expovariate(0.35)))
    return [
        PageView(contact_id=contact_id, url=f"{SITE}{path}", occurred_at=_recently(dice))
        for path in dice.choices(list(PATHS), list(PATHS.values()), k=count)
    ]


def _recently(dice: random.Random) -> datetime:
    return now() - timedelta(days=min(DAYS - 1.0, dice.expovariate(0.12)))
