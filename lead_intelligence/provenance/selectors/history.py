"""The history of values that enrichment wrote to leads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.values import Value, is_same
from lead_intelligence.provenance.domain import Written
from lead_intelligence.provenance.models import FieldWrite
from mauntic.crm.models import Contact


@dataclass(slots=True)
class History:
    """The writes of one field of a lead: the latest in effect, reverted values, and suggestions.

    `suggestions` are pending or dismissed.
    """

    applied: FieldWrite | None = None
    reverted: list[object] = field(default_factory=list)
    suggestions: list[FieldWrite] = field(default_factory=list)

    @property
    def written(self) -> Written | None:
        """Return the latest write in effect."""
        return Written(self.applied.new_value, self.applied.confidence) if self.applied else None

    def is_enriched(self, current: Value | None) -> bool:
        """Whether the current value is the one that enrichment wrote."""
        return self.applied is not None and current is not None and is_same(current, self.applied.new_value)

    @property
    def waiting(self) -> list[FieldWrite]:
        """Return the pending suggestions."""
        return [each for each in self.suggestions if each.status == FieldWrite.Status.SUGGESTED]

    def was_offered(self, provider: str, value: Value) -> bool:
        """Whether the value is a pending suggestion of this vendor, or a dismissed one of any vendor."""
        return any(
            is_same(each.new_value, value)
            for each in self.suggestions
            if each.provider == provider or each.status == FieldWrite.Status.DISMISSED
        )


Histories = Mapping[Field, History]


def histories(contacts: Sequence[Contact]) -> dict[UUID, dict[Field, History]]:
    """Return the history of every written field by contact, including facts about its company.

    Args:
        contacts: loaded rows.
    """
    companies = {contact.company_id for contact in contacts if contact.company_id}
    writes = FieldWrite.objects.about(contact_ids=[c.pk for c in contacts], company_ids=list(companies))
    own: dict[UUID, list[FieldWrite]] = {}
    people = ("accepted_by", "job__requested_by")
    for write in writes.select_related(*people).order_by("-at", "-id"):
        own.setdefault(write.company_id or write.contact_id, []).append(write)
    return {
        contact.pk: _by_field(
            own.get(contact.pk, []) + (own.get(contact.company_id, []) if contact.company_id else [])
        )
        for contact in contacts
    }


def history_of(contact: Contact) -> dict[Field, History]:
    """Return the history of the fields of a contact."""
    return histories([contact])[contact.pk]


def _by_field(writes: Sequence[FieldWrite]) -> dict[Field, History]:
    """Group writes, newest first, by field."""
    found: dict[Field, History] = {}
    for write in writes:
        history = found.setdefault(Field(write.field), History())
        if write.status == FieldWrite.Status.APPLIED:
            history.applied = history.applied or write
        elif write.status in {FieldWrite.Status.SUGGESTED, FieldWrite.Status.DISMISSED}:
            history.suggestions.append(write)
        elif not any(is_same(value, write.new_value) for value in history.reverted):
            history.reverted.append(write.new_value)
    return found
