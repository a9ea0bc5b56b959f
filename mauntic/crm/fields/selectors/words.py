"""Values of custom fields in words, for pages and files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.crm.fields.domain.custom import custom_cell
from mauntic.crm.fields.domain.definitions import WITH_CHOICES, Definition, FieldKind
from mauntic.crm.fields.selectors.definitions import definitions
from mauntic.kernel.display import NONE, day, money, number
from mauntic.kernel.parsing import uuids


@dataclass(frozen=True, slots=True)
class Shown:
    """A custom field of a record, with its value in words; a dash for none."""

    field: Definition
    value: Any
    text: str

    @property
    def is_filled(self) -> bool:
        """Whether the record has a value."""
        return self.text != NONE


def shown_values(owner: str, values: Mapping[str, Any], *, currency: str) -> list[Shown]:
    """Return all fields of a lead or company in order, with its values in words. Two queries at most."""
    fields = definitions(owner)
    names = people_named(fields, [values])
    return [
        Shown(each, values.get(key), value_text(each, values.get(key), names, currency=currency))
        for key, each in fields.items()
    ]


def value_text(
    known: Definition, value: Any, names: Mapping[str, str] | None = None, *, currency: str = ""
) -> str:
    """Return a value in words; a dash for none. One of another type, of before the definition, is as it is.

    Args:
        known: the field.
        value: as it is stored.
        names: of people by id.
        currency: of amounts.
    """
    if value is None or value in ("", []):
        return NONE
    if known.kind is FieldKind.PERSON:
        return (names or {}).get(str(value)) or _("Somebody who left")
    if known.kind in WITH_CHOICES:
        return ", ".join(map(known.label_of, value if isinstance(value, list) else [value]))
    match known.kind, value:
        case FieldKind.BOOLEAN, bool():
            text = _("Yes") if value else _("No")
        case FieldKind.NUMBER, int() | float():
            text = number(value, 6)
        case FieldKind.MONEY, int() | float():
            text = money(value, currency) if currency else number(value, 2)
        case FieldKind.DATE, str() if is_iso_day(value):
            text = day(date.fromisoformat(value))
        case _:
            text = custom_cell(value)
    return text


def is_iso_day(text: str) -> bool:
    """Return whether a text is a date as it is stored."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def people_named(fields: Mapping[str, Definition], rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the names of the people in the values of these records by id, in one query or none."""
    keys = [key for key, each in fields.items() if each.kind is FieldKind.PERSON]
    ids = {str(row[key]) for row in rows for key in keys if row.get(key)} if keys else set()
    return {str(user.pk): str(user) for user in User.objects.filter(pk__in=uuids(ids))} if ids else {}


def cell_text(known: Definition | None, value: Any, emails: Mapping[str, str]) -> str:
    """Return the cell of a value in a file, as an import reads it back.

    Args:
        known: the field; None for one that is not defined.
        value: as it is stored.
        emails: addresses of people by id.
    """
    match known, value:
        case Definition(kind=FieldKind.BOOLEAN), bool():
            return "yes" if value else "no"
        case Definition(kind=FieldKind.CHOICE) as field, str():
            return field.label_of(value)
        case Definition(kind=FieldKind.MULTI_CHOICE) as field, list():
            return "; ".join(map(field.label_of, value))
        case Definition(kind=FieldKind.PERSON), str():
            return emails.get(value, "")
    return custom_cell(value)


def emails_of_people(fields: Mapping[str, Definition]) -> dict[str, str]:
    """Return the email addresses of all people by id, if one of the fields holds people."""
    if not any(each.kind is FieldKind.PERSON for each in fields.values()):
        return {}
    return {str(pk): email for pk, email in User.objects.values_list("pk", "email")}
