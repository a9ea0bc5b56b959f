"""What the demo's leads did of late: visits and forms, so that intent and engagement can be seen."""

import random
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from demo.accounts import SCHEMA
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.tenants.context import entered
from mauntic.tracking.forms.services.known import submit_form
from mauntic.tracking.visits.services.record import PageView, record_visits

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
FORMS = {"demo": 9, "trial": 6, "contact": 8, "webinar": 12}


def make(*, seed: int) -> None:
    """Give some of the leads visits of the last thirty days, and forms of today."""
    dice = random.Random(seed)
    with entered(SCHEMA):
        ids = list(Contact.objects.order_by("email", "pk").values_list("pk", flat=True))
        dice.shuffle(ids)
        visitors = ids[:VISITORS]
        record_visits(views=[view for contact_id in visitors for view in _visits(contact_id, dice)])
        senders = iter(dice.sample(visitors, min(len(visitors), sum(FORMS.values()))))
        for form_type, count in FORMS.items():
            for contact_id in islice(senders, count):
                submit_form(contact_id=contact_id, form_type=form_type, fields={})


def _visits(contact_id: UUID, dice: random.Random) -> list[PageView]:
    count = min(12, 1 + int(dice.expovariate(0.35)))
    return [
        PageView(contact_id=contact_id, url=f"{SITE}{path}", occurred_at=_recently(dice))
        for path in dice.choices(list(PATHS), list(PATHS.values()), k=count)
    ]


def _recently(dice: random.Random) -> datetime:
    return now() - timedelta(days=min(29.0, dice.expovariate(0.25)))
