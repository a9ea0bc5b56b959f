"""Detect bots without a known user agent by their speed, some minutes later."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from itertools import chain, compress

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy

from mauntic.events.catalog import PageVisited
from mauntic.events.services import publish_many
from mauntic.kernel.bots import BURST_PAGES, bursts
from mauntic.kernel.clock import now
from mauntic.kernel.ids import first_id_of
from mauntic.tracking.visits.models import Visit

LOOK_BACK = timedelta(minutes=5)
TOO_QUICK = gettext_lazy("Opened many pages within a second")


@transaction.atomic
def mark_quick_visits() -> int:
    """Mark page views as made by bots if they followed each other faster than people read.

    Checks the visits of the last minutes, so that receiving a page view does not wait for the check.
    Corrections by people stay. Servers, which have no user agent, may send many page views at once.

    Returns: the number of page views marked.
    Publishes: `PageVisited` again for those of contacts.
    """
    arrived = Visit.objects.filter(
        pk__gt=first_id_of(now() - LOOK_BACK), is_bot=False, bot_reason="", visitor__isnull=False
    ).exclude(user_agent="")
    busy = arrived.values("visitor").annotate(count=Count("pk")).filter(count__gte=BURST_PAGES)
    of_visitor: dict[object, list[Visit]] = defaultdict(list)
    # Locked by id: a correction by a person that happens at the same time waits, and wins.
    for visit in arrived.filter(visitor__in=busy.values("visitor")).order_by("pk").select_for_update():
        of_visitor[visit.visitor_id].append(visit)
    quick = list(chain.from_iterable(_quick(visits) for visits in of_visitor.values()))
    Visit.objects.filter(pk__in=[visit.pk for visit in quick]).update(is_bot=True, bot_reason=str(TOO_QUICK))
    publish_many(
        PageVisited(contact_id=visit.contact_id, url=visit.url, visit_id=visit.pk, is_bot=True)
        for visit in quick
        if visit.contact_id
    )
    return len(quick)


def _quick(visits: list[Visit]) -> Iterator[Visit]:
    return compress(visits, bursts([visit.occurred_at for visit in visits]))
