"""Fields and values of the history in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from mauntic.crm.changes.domain.differences import Subject
from mauntic.crm.changes.models import Change
from mauntic.crm.fields.domain.catalog import CUSTOM, FIELDS
from mauntic.crm.fields.domain.custom import custom_cell
from mauntic.crm.fields.domain.definitions import Definition
from mauntic.crm.fields.domain.names import words
from mauntic.crm.fields.selectors.definitions import definitions
from mauntic.crm.fields.selectors.words import people_named, value_text
from mauntic.kernel.display import NONE, number
from mauntic.kernel.translation import StrPromise
from mauntic.tenants.context import current_organization

_LABELS: Mapping[Subject, Mapping[str, StrOrPromise]] = {
    Subject.CONTACT: {
        **{name: spec.label for name, spec in FIELDS.items() if not spec.of_company},
        "company": _("Company"),
        "owner": _("Owner"),
        "suppressed_reason": _("Reason for the refusal"),
    },
    Subject.COMPANY: {
        **{spec.column_name: spec.label for spec in FIELDS.values() if spec.of_company},
        "name": _("Name"),
        "domain": _("Website"),
        "country": _("Country"),
    },
}
_SENIORITIES: Mapping[str, StrPromise] = {
    "c_level": _("C level"),
    "vp": _("Vice president"),
    "director": _("Director"),
    "manager": _("Manager"),
    "other": _("Other"),
}


@dataclass(frozen=True, slots=True)
class CustomWords:
    """The custom fields of a kind of records, and the names of the people in their values by id."""

    fields: Mapping[str, Definition]
    people: Mapping[str, str]

    @classmethod
    def of(cls, subject: Subject, names: Iterable[str], values: Iterable[Mapping[str, Any]]) -> "CustomWords":
        """Return the words for a history, in no query without custom fields, else in two at most.

        Args:
            subject: the kind of records.
            names: the fields of the history.
            values: of custom fields by key, in which people may be.
        """
        if not any(name.startswith(CUSTOM) for name in names):
            return cls({}, {})
        fields = definitions(subject, with_archived=True)
        return cls(fields, people_named(fields, values))

    def words(self, name: str, value: Any) -> str:
        """Return a value of a custom field in words. Args: `name` begins with `custom:`."""
        known = self.fields.get(name.removeprefix(CUSTOM))
        if known is None:
            return custom_cell(value)
        return value_text(known, value, self.people, currency=current_organization().currency)


def field_label(subject: Subject, name: str, custom: CustomWords | None = None) -> str:
    """Return the label of a field of the history. Custom fields have the name that people gave them."""
    if name.startswith(CUSTOM):
        known = (custom or CustomWords.of(subject, [name], ())).fields.get(name.removeprefix(CUSTOM))
        return known.label if known else name.removeprefix(CUSTOM)
    return str(_LABELS[subject].get(name) or words([name]).capitalize())


def value_words(subject: Subject, name: str, value: Any, custom: CustomWords | None = None) -> str:
    """Return a stored value as people read it; a dash for none."""
    if value in (None, "", []):
        return NONE
    if name.startswith(CUSTOM):
        return custom.words(name, value) if custom else custom_cell(value)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if name in {"employees", "revenue"}:
        return number(Decimal(str(value)), 2)
    if name == "seniority":
        return str(_SENIORITIES.get(value, value))
    return str(_choices(subject, name).get(value, value))


def _choices(subject: Subject, name: str) -> Mapping[Any, Any]:
    model = getattr(Change, subject).field.related_model
    known = {field.name: field for field in model._meta.concrete_fields}  # noqa: SLF001 (documented API)
    return dict(known[name].flatchoices) if name in known else {}
