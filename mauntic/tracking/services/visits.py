"""Writes of tracking."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from mauntic.events.catalog import FormSubmitted, PageVisited
from mauntic.events.services import publish, publish_many
from mauntic.tracking.models import Visit


@dataclass(frozen=True, slots=True)
class PageView:
    """A page that a known contact saw."""

    contact_id: UUID
    url: str
    occurred_at: datetime
    is_bot: bool = False


@transaction.atomic
def record_visits(*, views: Sequence[PageView]) -> list[Visit]:
    """Store page views and publish each."""
    visits = Visit.objects.bulk_create(
        Visit(contact_id=view.contact_id, url=view.url, occurred_at=view.occurred_at, is_bot=view.is_bot)
        for view in views
    )
    publish_many(
        PageVisited(contact_id=view.contact_id, url=visit.url, visit_id=visit.pk, is_bot=visit.is_bot)
        for view, visit in zip(views, visits, strict=True)
    )
    return visits


@transaction.atomic
def submit_form(*, contact_id: UUID, form_type: str, fields: dict[str, Any]) -> None:
    """Publish that a contact sent a form."""
    publish(FormSubmitted(contact_id=contact_id, form_type=form_type, fields=fields))
