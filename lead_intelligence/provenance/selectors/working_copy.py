"""Leads and companies of a set of writes: read once, changed in memory, saved by a service."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.values import Json, Value, from_json, is_same
from lead_intelligence.leads.selectors import OF_COMPANY, OF_CONTACT
from lead_intelligence.provenance.models import FieldWrite
from mauntic.crm.models import Company, Contact

FieldKey = tuple[UUID, Field]
"""The id of a contact or company, and a field."""


@dataclass(slots=True)
class WorkingCopy:
    """The values of fields. `changes` are values by key that differ from the rows; None is empty."""

    contacts: dict[UUID, Contact]
    companies: dict[UUID, Company]
    changes: dict[FieldKey, Value | None] = field(default_factory=dict)

    def holds(self, write: FieldWrite) -> bool:
        """Whether the copy has the row of the write."""
        return write.company_id in self.companies if write.company_id else write.contact_id in self.contacts

    def get(self, write: FieldWrite) -> Value | None:
        """Return the value of the field of the write, with changes of this copy."""
        key = key_of(write)
        return self.changes[key] if key in self.changes else self._stored(key)

    def set(self, write: FieldWrite, value: Value | None) -> None:
        """Set the field of the write to another value."""
        self.changes[key_of(write)] = value

    def shows(self, write: FieldWrite, value: object) -> bool:
        """Whether the field has this JSON value."""
        return is_same(self.get(write), or_none(value))

    def _stored(self, key: FieldKey) -> Value | None:
        owner, name = key
        if owner in self.companies:
            return or_none(getattr(self.companies[owner], OF_COMPANY[name]))
        contact = self.contacts[owner]
        if name is Field.COMPANY:
            return contact.company.name if contact.company else None
        return or_none(getattr(contact, OF_CONTACT[name]))


def read_working_copy(writes: QuerySet[FieldWrite], *, lock: bool = False) -> WorkingCopy:
    """Read the contacts and companies of writes, in three queries.

    Args:
        writes: the audit rows.
        lock: True locks contacts and companies, by id, so that two calls cannot deadlock.

    Returns: the copy, without changes.
    """
    owners = list(writes.order_by().values_list("contact", "company").distinct())
    contacts: QuerySet[Contact] = Contact.objects.select_related("company").order_by("pk")
    companies: QuerySet[Company] = Company.objects.order_by("pk")
    if lock:
        contacts, companies = (
            contacts.select_for_update(of=("self",), no_key=True),
            companies.select_for_update(no_key=True),
        )
    own = {contact for contact, company in owners if company is None}
    shared = {company for _, company in owners if company is not None}
    return WorkingCopy(
        {contact.pk: contact for contact in contacts.filter(pk__in=own)},
        {company.pk: company for company in companies.filter(pk__in=shared)},
    )


def undo_writes(copy: WorkingCopy, writes: Sequence[FieldWrite]) -> list[FieldWrite]:
    """Restore the previous value of each write in the copy, newest first.

    Args:
        copy: has the rows of all writes; it is changed, the rows are not.
        writes: the audit rows.

    Returns: the writes that were in effect. The values of the others were replaced since.
    """
    undone = []
    for write in sorted(writes, key=_age, reverse=True):
        if copy.shows(write, write.new_value):
            copy.set(write, or_none(write.old_value))
            undone.append(write)
    return undone


def redo_writes(copy: WorkingCopy, writes: Sequence[FieldWrite]) -> list[FieldWrite]:
    """Apply writes again, oldest first, where the field still has its previous value.

    Args:
        copy: has the rows of all writes; it is changed, the rows are not.
        writes: the audit rows.

    Returns: the applied writes.
    """
    redone = []
    for write in sorted(writes, key=_age):
        if copy.shows(write, write.old_value):
            copy.set(write, or_none(write.new_value))
            redone.append(write)
    return redone


def key_of(write: FieldWrite) -> FieldKey:
    """Return the lead or company and the field that a write changed."""
    return write.company_id or write.contact_id, Field(write.field)


def or_none(stored: Any) -> Value | None:
    """Convert a value of JSON or a column; None if it is empty.

    Args:
        stored: a value of an audit row or of a column.
    """
    value: Json | None = stored
    return None if value in (None, "", []) else from_json(value)


def _age(write: FieldWrite) -> tuple[object, object]:
    return write.at, write.pk
