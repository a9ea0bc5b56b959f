"""Leads that nobody could take are tried again: somebody is at work by now, or more is known of the lead."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from mauntic.kernel import clock
from revops.models import DecidedBy, RoutingDecision, Trigger
from revops.selectors.routing_people import OPEN_LEADS
from revops.services.routing import route_contacts

# After so long somebody has to look.
TRIED_FOR = timedelta(days=7)
CHUNK = 500


def retry_unrouted(*, now: datetime | None = None) -> int:
    """Route those that are nobody's since nobody could take them, the newest first; how many got an owner.

    A lead that a person took back from whom it was routed to is left alone.
    """
    at = now or clock.now()
    later = RoutingDecision.objects.filter(contact=OuterRef("contact"), decided_at__gt=OuterRef("decided_at"))
    in_vain = RoutingDecision.objects.filter(
        ~Exists(later),
        rep=None,
        strategy=DecidedBy.NOBODY,
        decided_at__gt=at - TRIED_FOR,
        contact__owner=None,
        contact__lifecycle_stage__in=OPEN_LEADS,
    )
    ids = list(in_vain.order_by("-decided_at", "-pk").values_list("contact", flat=True)[:CHUNK])
    return len(route_contacts(contact_ids=ids, trigger=Trigger.RETRY, now=at)) if ids else 0
