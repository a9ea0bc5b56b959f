"""Facts about contacts as of a time, for training. Later visits and signals do not count."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from mauntic.crm.models import Contact
from mauntic.tracking.models import Visit
from scoring.learning.domain.learnable import LEARNABLE
from scoring.model.domain.facts import strength_of
from scoring.scores.selectors.scope import These
from scoring.signals.domain.rounding import rounded
from scoring.signals.domain.strength import Signal, strongest
from scoring.signals.models import IntentSignal

Facts = dict[str, Any]
WINDOWS = (7, 30)


def facts_before(contact_ids: Sequence[UUID], at: datetime) -> dict[UUID, Facts]:
    """Return the facts by contact and field just before `at`, in three queries.

    Fields of the contact and its company have their current values, since earlier ones are not stored.

    Args:
        contact_ids: ids of contacts.
        at: later visits and signals are left out.
    """
    facts = _current_fields(contact_ids)
    for contact_id, counts in _visits(contact_ids, at):
        facts[contact_id] |= counts
    for contact_id, strengths in _strengths(contact_ids, at):
        facts[contact_id] |= strengths
    return facts


def facts_at(moments: Sequence[tuple[UUID, datetime]]) -> list[Facts | None]:
    """Return the facts of contacts just before a time of each, in three queries.

    Args:
        moments: pairs of the id of a contact and a time; a contact may have several.

    Returns: the facts in the same order; None for contacts that do not exist.
    """
    if not moments:
        return []
    contact_ids = list({contact_id for contact_id, _ in moments})
    fields = _current_fields(contact_ids)
    visits = _visit_times(contact_ids, moments)
    signals = _signals(contact_ids, moments)
    return [
        _facts_of_moment(fields[contact_id], visits[contact_id], signals[contact_id], at)
        if contact_id in fields
        else None
        for contact_id, at in moments
    ]


def _visit_times(
    contact_ids: Sequence[UUID], moments: Sequence[tuple[UUID, datetime]]
) -> dict[UUID, list[datetime]]:
    first, last = min(at for _, at in moments), max(at for _, at in moments)
    rows = Visit.objects.counted(first - timedelta(days=max(WINDOWS))).filter(occurred_at__lt=last)
    times: defaultdict[UUID, list[datetime]] = defaultdict(list)
    found = These(contact_ids).narrow(rows.order_by(), "contact_id")
    for contact_id, at in found.values_list("contact_id", "occurred_at").iterator():
        times[contact_id].append(at)
    return times


def _signals(
    contact_ids: Sequence[UUID], moments: Sequence[tuple[UUID, datetime]]
) -> dict[UUID, list[IntentSignal]]:
    rows = IntentSignal.objects.filter(detected_at__lt=max(at for _, at in moments)).order_by()
    signals: defaultdict[UUID, list[IntentSignal]] = defaultdict(list)
    for row in These(contact_ids).narrow(rows, "contact_id").iterator():
        signals[row.contact_id].append(row)
    return signals


def _facts_of_moment(
    fields: Facts, visits: Sequence[datetime], signals: Sequence[IntentSignal], at: datetime
) -> Facts:
    counts = {
        f"activity.visits_{days}d": sum(at - timedelta(days=days) <= visit < at for visit in visits)
        for days in WINDOWS
    }
    live = [row.fading() for row in signals if row.detected_at < at and row.is_active(at)]
    strengths = strongest(live, at).items()
    return fields | counts | {strength_of(type_): float(rounded(found.left)) for type_, found in strengths}


def _current_fields(contact_ids: Sequence[UUID]) -> dict[UUID, Facts]:
    learnable = [each for each in LEARNABLE if each.field.startswith(("contact.", "company."))]
    columns = [each.field.removeprefix("contact.").replace("company.", "company__") for each in learnable]
    contacts = These(contact_ids).narrow(Contact.objects.order_by(), "id")
    found = {}
    for contact_id, *values in contacts.values_list("id", *columns):
        pairs = zip(learnable, values, strict=True)
        known = {each.field: bool(value) if each.presence else value for each, value in pairs}
        found[contact_id] = {field: value for field, value in known.items() if value} | _no_visits()
    return found


def _no_visits() -> Facts:
    return {f"activity.visits_{days}d": 0 for days in WINDOWS}


def _visits(contact_ids: Sequence[UUID], at: datetime) -> Iterator[tuple[UUID, Facts]]:
    visits = Visit.objects.counted(at - timedelta(days=max(WINDOWS))).filter(occurred_at__lt=at)
    counts = {
        f"days_{days}": Count("pk", filter=Q(occurred_at__gte=at - timedelta(days=days))) for days in WINDOWS
    }
    rows = These(contact_ids).narrow(visits.order_by(), "contact_id").values("contact_id").annotate(**counts)
    for row in rows:
        yield row["contact_id"], {f"activity.visits_{days}d": row[f"days_{days}"] for days in WINDOWS}


def _strengths(contact_ids: Sequence[UUID], at: datetime) -> Iterator[tuple[UUID, Facts]]:
    active = IntentSignal.objects.active(at).filter(detected_at__lt=at).order_by()
    signals: defaultdict[UUID, list[Signal]] = defaultdict(list)
    for row in These(contact_ids).narrow(active, "contact_id"):
        signals[row.contact_id].append(row.fading())
    for contact_id, each in signals.items():
        strengths = strongest(each, at).items()
        yield contact_id, {strength_of(type_): float(rounded(found.left)) for type_, found in strengths}
