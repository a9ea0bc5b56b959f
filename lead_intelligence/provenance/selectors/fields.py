"""The source of each value of a lead."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.values import Value, from_json, is_same
from lead_intelligence.leads.labels import label_of
from lead_intelligence.leads.selectors import lead_values
from lead_intelligence.provenance.models import FieldWrite
from lead_intelligence.provenance.selectors.history import History, history_of
from lead_intelligence.vendors.selectors.accounts import vendor_names
from mauntic.crm.models import Contact
from mauntic.kernel.display import number
from mauntic.kernel.errors import NotFound

ENRICHED, TYPED, EMPTY = "enriched", "typed", "empty"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value that was found and not written."""

    id: UUID
    value: Value
    provider: str
    confidence: float
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """A value that one or more vendors suggest."""

    value: Value
    suggestions: tuple[Suggestion, ...]

    @property
    def best(self) -> Suggestion:
        """Return the suggestion with the highest confidence."""
        return max(self.suggestions, key=lambda each: each.confidence)

    @property
    def id(self) -> UUID:
        """Return the id by which the value is applied or dismissed."""
        return self.best.id

    @property
    def source(self) -> str:
        """Return the vendor, or `3 vendors`."""
        count = len({each.provider for each in self.suggestions})
        if count == 1:
            return self.best.provider
        return ngettext("{count} vendor", "{count} vendors", count).format(count=number(count))

    @property
    def names(self) -> str:
        """Return the names of the vendors, in alphabetical order."""
        return ", ".join(sorted({each.provider for each in self.suggestions}))


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldProvenance:
    """One field of a lead. `source` is "enriched", "typed" (by a person or an import) or "empty".

    The attributes after `source` describe the enrichment and are empty for the other two sources. `provider`
    is the name of the vendor, `by` the user who accepted or requested the value.
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

    @property
    def offers(self) -> list[Offer]:
        """Return each suggested value once, the highest confidence first."""
        groups: list[list[Suggestion]] = []
        for each in self.suggestions:
            same = next((group for group in groups if is_same(group[0].value, each.value)), None)
            if same is None:
                groups.append([each])
            else:
                same.append(each)
        offers = [Offer(group[0].value, tuple(group)) for group in groups]
        return sorted(offers, key=lambda offer: -offer.best.confidence)


def provenance(contact_id: UUID) -> list[FieldProvenance]:
    """Return every field of a contact in the order of the API; a constant number of queries.

    Raises: `NotFound` if the contact does not exist.
    """
    contact = Contact.objects.select_related("company").filter(pk=contact_id).first()
    if contact is None:
        raise NotFound(_("This contact does not exist."))
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
            field=field, label=label_of(field), value=current, source=source, suggestions=suggestions
        )
    return FieldProvenance(
        field=field,
        label=label_of(field),
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
