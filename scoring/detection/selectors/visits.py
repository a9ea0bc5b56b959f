"""Visits with the previous visit of the contact."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from mauntic.tracking.models import Visit

RETURNS_AFTER = timedelta(hours=24)


def visits_with_previous(visit_ids: Sequence[UUID]) -> QuerySet[Visit]:
    """Return visits by time, each with `previous_at`, the time of the previous visit (or None)."""
    earlier = Visit.objects.filter(
        contact_id=OuterRef("contact_id"), is_bot=False, occurred_at__lt=OuterRef("occurred_at")
    ).order_by("-occurred_at")
    return (
        Visit.objects.filter(pk__in=visit_ids, contact__isnull=False, is_bot=False)
        .annotate(previous_at=Subquery(earlier.values("occurred_at")[:1]))
        .order_by("occurred_at", "pk")
    )


def returns(visit: Visit) -> bool:
    """Return whether a row of `visits_with_previous` is at least 24 h after the previous visit."""
    previous = visit.previous_at  # type: ignore[attr-defined]  # annotated above
    return previous is not None and visit.occurred_at - previous >= RETURNS_AFTER
