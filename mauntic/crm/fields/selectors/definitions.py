"""The custom fields of an organization, and the reader of their values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.crm.fields.domain.definitions import Definition, FieldKind
from mauntic.crm.fields.domain.reading import Notes, Value, read_value
from mauntic.crm.fields.models import CustomField, CustomFieldQuerySet
from mauntic.kernel.errors import NotFound
from mauntic.kernel.normalize import Notation
from mauntic.kernel.normalize.days import DayOrder
from mauntic.tenants.context import current_organization


def custom_fields(owner: str = "") -> CustomFieldQuerySet:
    """Return the fields in order, archived ones included. Args: `owner` limits them to its records."""
    return CustomField.objects.filter(owner=owner) if owner else CustomField.objects.all()


def custom_field(field_id: UUID) -> CustomField:
    """Return a field. Raises: `NotFound`"""
    found = CustomField.objects.filter(pk=field_id).first()
    if found is None:
        raise NotFound(_("This custom field does not exist."))
    return found


def definitions(owner: str, *, with_archived: bool = False) -> dict[str, Definition]:
    """Return the fields of leads or companies by key, in one query."""
    rows = custom_fields(owner)
    return {row.key: row.definition for row in (rows if with_archived else rows.active())}


@dataclass(slots=True)
class CustomReader:
    """Reads values of the custom fields of leads or companies. People are looked up once, if at all."""

    fields: dict[str, Definition]
    notations: dict[str, Notation | None] = field(default_factory=dict)
    orders: dict[str, DayOrder | None] = field(default_factory=dict)
    people: Mapping[str, str] | None = None

    @classmethod
    def of(cls, owner: str) -> "CustomReader":
        """Return the reader of the fields of leads or companies."""
        return cls(definitions(owner))

    def read(self, values: Mapping[str, Any]) -> tuple[dict[str, Value | None], dict[str, str]]:
        """Return the values as they are stored, and a sentence for each that is refused, by key."""
        found: dict[str, Value | None] = {}
        problems: dict[str, str] = {}
        for key, raw in values.items():
            known = self.fields.get(key)
            if known is None:
                problems[key] = _('There is no custom field "{key}". Ops define it in Settings.').format(
                    key=key[:100]
                )
                continue
            try:
                found[key] = read_value(known, raw, self._notes(known))
            except ValueError as error:
                problems[key] = str(error)
        return found, problems

    def _notes(self, known: Definition) -> Notes:
        if known.kind is FieldKind.PERSON and self.people is None:
            self.people = _people()
        currency = current_organization().currency if known.kind is FieldKind.MONEY else ""
        notation, order = self.notations.get(known.key), self.orders.get(known.key)
        return Notes(self.people or {}, notation, order, currency)


def _people() -> dict[str, str]:
    """Return the ids of active people by id, email address and name that only one has, in lower case."""
    found = list(User.objects.filter(is_active=True).values_list("pk", "email", "name"))
    names = [name.casefold() for _pk, _email, name in found]
    by_name = {name.casefold(): str(pk) for pk, _email, name in found if names.count(name.casefold()) == 1}
    by_email = {email.casefold(): str(pk) for pk, email, _name in found}
    return {**by_name, **by_email, **{str(pk): str(pk) for pk, _email, _name in found}}
