"""What was known of contacts at a moment, for learning: visits and signals of later count for nothing."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q

from mauntic.crm.models import Contact
from mauntic.tracking.models import Visit
from scoring.domain.learnable import LEARNABLE, strength_of
from scoring.models import IntentSignal
from scoring.selectors.fading import with_current_weight
from scoring.selectors.scope import These

Facts = dict[str, Any]
WINDOWS = (7, 30)


def facts_before(contact_ids: Sequence[UUID], at: datetime) -> dict[UUID, Facts]:
    """By contact and field what was known just before `at`; three queries, whatever their number.

    What stands in the contact and its company is taken as it is now: earlier values are not kept.
    """
    facts = _standing(contact_ids)
    for contact_id, counts in _visits(contact_ids, at):
        facts[contact_id] |= counts
    for contact_id, type_, left in _strengths(contact_ids, at):
        facts[contact_id][strength_of(type_)] = round(left, 4)
    return facts


def _standing(contact_ids: Sequence[UUID]) -> dict[UUID, Facts]:
    standing = [each for each in LEARNABLE if each.field.startswith(("contact.", "company."))]
    columns = [each.field.removeprefix("contact.").replace("company.", "company__") for each in standing]
    contacts = These(contact_ids).narrow(Contact.objects.order_by(), "id")
    found = {}
    for contact_id, *values in contacts.values_list("id", *columns):
        pairs = zip(standing, values, strict=True)
        known = {each.field: bool(value) if each.presence else value for each, value in pairs}
        found[contact_id] = {field: value for field, value in known.items() if value} | _no_visits()
    return found


def _no_visits() -> Facts:
    return {f"activity.visits_{days}d": 0 for days in WINDOWS}


def _visits(contact_ids: Sequence[UUID], at: datetime) -> list[tuple[UUID, Facts]]:
    visits = Visit.objects.counted(at - timedelta(days=max(WINDOWS))).filter(occurred_at__lt=at)
    counts = {
        f"days_{days}": Count("pk", filter=Q(occurred_at__gte=at - timedelta(days=days))) for days in WINDOWS
    }
    rows = These(contact_ids).narrow(visits.order_by(), "contact_id").values("contact_id").annotate(**counts)
    return [
        (row["contact_id"], {f"activity.visits_{days}d": row[f"days_{days}"] for days in WINDOWS})
        for row in rows
    ]


def _strengths(contact_ids: Sequence[UUID], at: datetime) -> list[tuple[UUID, str, float]]:
    signals = These(contact_ids).narrow(IntentSignal.objects.filter(detected_at__lt=at), "contact_id")
    strongest = with_current_weight(signals, at).order_by().values("contact_id", "type_id")
    return list(strongest.annotate(most=Max("left")).values_list("contact_id", "type_id", "most"))
