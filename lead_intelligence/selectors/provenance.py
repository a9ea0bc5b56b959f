"""Where each value of a lead comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from lead_intelligence.domain.answers import Value
from lead_intelligence.domain.fields import Field
from lead_intelligence.domain.values import LABELS, from_json, is_same
from lead_intelligence.models import FieldWrite
from lead_intelligence.selectors.leads import lead_values
from lead_intelligence.selectors.vendors import vendor_names
from lead_intelligence.selectors.written import History, history_of
from mauntic.crm.models import Contact
from mauntic.kernel.errors import NotFound

ENRICHED, TYPED, EMPTY = "enriched", "typed", "empty"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value that was found and not written; `id` accepts it."""

    id: UUID
    value: Value
    provider: str
    confidence: float
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldProvenance:
    """One field of a lead. `source` is "enriched", "typed" (by a person or an import) or "empty".

    What follows `source` tells of the enrichment, and is empty for the other two. `provider` is the vendor's
    name for people, `by` who accepted the value or asked for it.
    """

    field: str
    label: str
    value: Value | None
    source: str
    provider: str = ""
    provider_id: str = ""
    confidence: float | None = None
    cost: Decimal | None = None
    job_id: UUID | None = None
    at: datetime | None = None
    by: str = ""
    can_revert: bool = False
    suggestions: tuple[Suggestion, ...] = ()


def provenance(contact_id: UUID) -> list[FieldProvenance]:
    """Every field of the contact, filled or not, in the order of the API; a constant number of queries."""
    contact = Contact.objects.select_related("company").filter(pk=contact_id).first()
    if contact is None:
        raise NotFound("There is no such contact.")
    values, history = lead_values(contact), history_of(contact)
    names = vendor_names()
    return [_of_field(field, values.get(field), history.get(field, History()), names) for field in Field]


def _of_field(
    field: Field, current: Value | None, history: History, names: Mapping[str, str]
) -> FieldProvenance:
    suggestions = tuple(
        Suggestion(
            each.pk,
            from_json(each.new_value),
            names.get(each.provider, each.provider),
            each.confidence,
            each.reason,
            each.at,
        )
        for each in history.waiting
        if not is_same(each.new_value, current)
    )
    write = history.applied
    if write is None or not history.is_enriched(current):
        source = EMPTY if current is None else TYPED
        return FieldProvenance(
            field=field, label=LABELS[field], value=current, source=source, suggestions=suggestions
        )
    return FieldProvenance(
        field=field,
        label=LABELS[field],
        value=current,
        source=ENRICHED,
        provider=names.get(write.provider, write.provider),
        provider_id=write.provider,
        confidence=write.confidence,
        cost=write.cost,
        job_id=write.job_id,
        at=write.at,
        by=_person(write),
        can_revert=True,
        suggestions=suggestions,
    )


def _person(write: FieldWrite) -> str:
    who = write.accepted_by or (write.job.requested_by if write.job else None)
    return str(who) if who else ""
