"""Machines that say nothing of themselves are known by how quick they are, a moment later."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from itertools import chain, compress

from django.db import transaction
from django.db.models import Count

from mauntic.events.catalog import PageVisited
from mauntic.events.services import publish_many
from mauntic.kernel.clock import now
from mauntic.kernel.ids import first_id_of
from mauntic.tracking.domain.bots import BURST_PAGES, bursts
from mauntic.tracking.models import Visit

LOOK_BACK = timedelta(minutes=5)
TOO_QUICK = "Saw too many pages in a second"


@transaction.atomic
def doubt_quick_visits() -> int:
    """Mark what browsers saw quicker than people read, and publish `PageVisited` once more; the count.

    Looks at what arrived in the last minutes, so that no page view waits for it. What a person corrected
    stays. Servers, which have no user agent, may tell of many page views at once.
    """
    arrived = Visit.objects.filter(
        pk__gt=first_id_of(now() - LOOK_BACK), is_bot=False, bot_reason="", visitor__isnull=False
    ).exclude(user_agent="")
    busy = arrived.values("visitor").annotate(count=Count("pk")).filter(count__gte=BURST_PAGES)
    of_visitor: dict[object, list[Visit]] = defaultdict(list)
    for visit in arrived.filter(visitor__in=busy.values("visitor")).order_by("pk").select_for_update():
        of_visitor[visit.visitor_id].append(visit)
    quick = list(chain.from_iterable(_quick(visits) for visits in of_visitor.values()))
    Visit.objects.filter(pk__in=[visit.pk for visit in quick]).update(is_bot=True, bot_reason=TOO_QUICK)
    publish_many(
        PageVisited(contact_id=visit.contact_id, url=visit.url, visit_id=visit.pk, is_bot=True)
        for visit in quick
        if visit.contact_id
    )
    return len(quick)


def _quick(visits: list[Visit]) -> Iterator[Visit]:
    return compress(visits, bursts([visit.occurred_at for visit in visits]))
