"""Record page views of known contacts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from mauntic.events.catalog import PageVisited
from mauntic.events.services import publish_many
from mauntic.tracking.visits.models import Visit


@dataclass(frozen=True, slots=True)
class PageView:
    """A page view of a known contact."""

    contact_id: UUID
    url: str
    occurred_at: datetime
    is_bot: bool = False


@transaction.atomic
def record_visits(*, views: Sequence[PageView]) -> list[Visit]:
    """Store page views.

    Publishes: `PageVisited` for each of them.
    """
    visits = Visit.objects.bulk_create(
        Visit(contact_id=view.contact_id, url=view.url, occurred_at=view.occurred_at, is_bot=view.is_bot)
        for view in views
    )
    publish_many(
        PageVisited(contact_id=view.contact_id, url=visit.url, visit_id=visit.pk, is_bot=visit.is_bot)
        for view, visit in zip(views, visits, strict=True)
    )
    return visits
