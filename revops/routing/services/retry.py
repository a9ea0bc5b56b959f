"""Retry leads that nobody could take: a rep may be back, or more may be known about the lead."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from mauntic.kernel import clock
from revops.routing.models import DecidedBy, RoutingDecision, Trigger
from revops.routing.selectors.people import OPEN_LEADS
from revops.routing.services.route import route_contacts

# After this time a person has to look at the lead.
TRIED_FOR = timedelta(days=7)
CHUNK = 500


def retry_unrouted(*, now: datetime | None = None) -> int:
    """Route unassigned leads that nobody could take in the last 7 days, newest first.

    Leads that a person unassigned after routing are left alone.

    Args:
        now: the time of the decisions; by default the present.

    Returns: the number of leads that got an owner.

    Publishes: `ContactUpdated` for each of them.
    """
    at = now or clock.now()
    later = RoutingDecision.objects.filter(contact=OuterRef("contact"), decided_at__gt=OuterRef("decided_at"))
    unrouted = RoutingDecision.objects.filter(
        ~Exists(later),
        rep=None,
        strategy=DecidedBy.NOBODY,
        decided_at__gt=at - TRIED_FOR,
        contact__owner=None,
        contact__lifecycle_stage__in=OPEN_LEADS,
    )
    ids = list(unrouted.order_by("-decided_at", "-pk").values_list("contact", flat=True)[:CHUNK])
    return len(route_contacts(contact_ids=ids, trigger=Trigger.RETRY, now=at)) if ids else 0
