"""What enrichment wrote to leads, as the rules of writing back need it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from lead_intelligence.domain.answers import Value
from lead_intelligence.domain.fields import Field
from lead_intelligence.domain.values import is_same
from lead_intelligence.domain.write_back import Written
from lead_intelligence.models import FieldWrite
from mauntic.crm.models import Contact


@dataclass(slots=True)
class History:
    """The writes of one field of one lead: the latest that stands, what was taken back, what was offered.

    `suggestions` were offered and not taken over: those that wait, and those that were put away.
    """

    applied: FieldWrite | None = None
    reverted: list[object] = field(default_factory=list)
    suggestions: list[FieldWrite] = field(default_factory=list)

    @property
    def written(self) -> Written | None:
        """The latest write that stands."""
        return Written(self.applied.new_value, self.applied.confidence) if self.applied else None

    def is_enriched(self, current: Value | None) -> bool:
        """Whether the value that the lead has now is the one that enrichment wrote."""
        return self.applied is not None and current is not None and is_same(current, self.applied.new_value)

    @property
    def waiting(self) -> list[FieldWrite]:
        """The suggestions that nobody has decided on."""
        return [each for each in self.suggestions if each.status == FieldWrite.Status.SUGGESTED]

    def was_offered(self, provider: str, value: Value) -> bool:
        """Whether this vendor's value waits for a person, or a person put it away whoever it was of."""
        return any(
            is_same(each.new_value, value)
            for each in self.suggestions
            if each.provider == provider or each.status == FieldWrite.Status.DISMISSED
        )


Histories = Mapping[Field, History]


def histories(contacts: Sequence[Contact]) -> dict[UUID, dict[Field, History]]:
    """The history of every field that was ever written, per contact; facts of its company included."""
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
    """The history of one contact's fields."""
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
