"""Leads and companies as a set of writes finds them: read once, changed in memory, written by a service."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from lead_intelligence.domain.answers import Value
from lead_intelligence.domain.fields import Field
from lead_intelligence.domain.values import Json, from_json, is_same
from lead_intelligence.models import FieldWrite
from lead_intelligence.selectors.leads import OF_COMPANY, OF_CONTACT
from mauntic.crm.models import Company, Contact

Place = tuple[UUID, Field]
"""Whose value it is, the contact's or its company's, and which."""


@dataclass(slots=True)
class Sheet:
    """What the fields hold. `changes` are values by place that differ from the rows; None is empty."""

    contacts: dict[UUID, Contact]
    companies: dict[UUID, Company]
    changes: dict[Place, Value | None] = field(default_factory=dict)

    def holds(self, write: FieldWrite) -> bool:
        """Whether the row that was written to is here."""
        return write.company_id in self.companies if write.company_id else write.contact_id in self.contacts

    def get(self, write: FieldWrite) -> Value | None:
        """The value of the field that was written to, as it is now or was set here."""
        place = place_of(write)
        return self.changes[place] if place in self.changes else self._stored(place)

    def set(self, write: FieldWrite, value: Value | None) -> None:
        """Put another value in the place of the written one."""
        self.changes[place_of(write)] = value

    def shows(self, write: FieldWrite, value: object) -> bool:
        """Whether the field holds this value (as JSON has it)."""
        return is_same(self.get(write), or_none(value))

    def _stored(self, place: Place) -> Value | None:
        owner, name = place
        if owner in self.companies:
            return or_none(getattr(self.companies[owner], OF_COMPANY[name]))
        contact = self.contacts[owner]
        if name is Field.COMPANY:
            return contact.company.name if contact.company else None
        return or_none(getattr(contact, OF_CONTACT[name]))


def read_sheet(writes: QuerySet[FieldWrite], *, lock: bool = False) -> Sheet:
    """The rows that these writes wrote to; three queries. Locked in one order when they will change."""
    owners = list(writes.order_by().values_list("contact", "company").distinct())
    contacts: QuerySet[Contact] = Contact.objects.select_related("company").order_by("pk")
    companies: QuerySet[Company] = Company.objects.order_by("pk")
    if lock:
        contacts, companies = contacts.select_for_update(of=("self",)), companies.select_for_update()
    own = {contact for contact, company in owners if company is None}
    shared = {company for _, company in owners if company is not None}
    return Sheet(
        {contact.pk: contact for contact in contacts.filter(pk__in=own)},
        {company.pk: company for company in companies.filter(pk__in=shared)},
    )


def undo_writes(sheet: Sheet, writes: Sequence[FieldWrite]) -> list[FieldWrite]:
    """Put what was there before each write, the newest first, into the sheet; the writes that still stood.

    The others wrote a value that somebody has replaced since.
    """
    stood = []
    for write in sorted(writes, key=_age, reverse=True):
        if sheet.shows(write, write.new_value):
            sheet.set(write, or_none(write.old_value))
            stood.append(write)
    return stood


def redo_writes(sheet: Sheet, writes: Sequence[FieldWrite]) -> list[FieldWrite]:
    """Write again, the oldest first, where the field still holds what was there before; those writes."""
    back = []
    for write in sorted(writes, key=_age):
        if sheet.shows(write, write.old_value):
            sheet.set(write, or_none(write.new_value))
            back.append(write)
    return back


def place_of(write: FieldWrite) -> Place:
    """Where the write wrote to."""
    return write.company_id or write.contact_id, Field(write.field)


def or_none(stored: Any) -> Value | None:
    """A value as JSON or a column holds it; None when it is empty."""
    value: Json | None = stored
    return None if value in (None, "", []) else from_json(value)


def _age(write: FieldWrite) -> tuple[object, object]:
    return write.at, write.pk
