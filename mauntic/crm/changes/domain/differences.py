"""Find what changed on a record."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

from mauntic.crm.fields.domain.catalog import CUSTOM

CUSTOM_FIELDS = "custom_fields"
EMPTY: tuple[object, ...] = (None, "", [], {}, ())

Values = Mapping[str, Any]
Difference = tuple[Any, Any]


class Subject(StrEnum):
    """The kinds of records with a history in the CRM."""

    CONTACT = "contact"
    COMPANY = "company"


COLUMNS: Mapping[Subject, tuple[str, ...]] = {
    Subject.CONTACT: (
        "first_name",
        "last_name",
        "email",
        "phone",
        "direct_phone",
        "title",
        "seniority",
        "company_id",
        "country",
        "region",
        "linkedin_url",
        "owner_id",
        "lifecycle_stage",
        "source",
        "referrer",
        "consent",
        "suppressed_reason",
        CUSTOM_FIELDS,
    ),
    Subject.COMPANY: (
        "name",
        "domain",
        "industry",
        "employees",
        "revenue",
        "revenue_currency",
        "country",
        "tech_stack",
        CUSTOM_FIELDS,
    ),
}
"""The columns that people, files, vendors and programs write. Scores and other projections have their own
history."""


def values_of(subject: Subject, row: object) -> dict[str, Any]:
    """Return the recorded values of a row by field. Owner and company are ids."""
    return {name.removesuffix("_id"): getattr(row, name) for name in COLUMNS[subject]}


def differences(before: Values, after: Values) -> dict[str, Difference]:
    """Return old and new value of each field that differs, each custom field by itself.

    Args: both hold values by field of `values_of`. A missing field is empty.
    """
    old, new = _flat(before), _flat(after)
    names = [*new, *(name for name in old if name not in new)]
    return {
        name: (old.get(name), new.get(name))
        for name in names
        if _comparable(old.get(name)) != _comparable(new.get(name))
    }


def _flat(values: Values) -> dict[str, Any]:
    flat = {
        name: None if value in EMPTY else value for name, value in values.items() if name != CUSTOM_FIELDS
    }
    for name, value in (values.get(CUSTOM_FIELDS) or {}).items():
        flat[f"{CUSTOM}{name}"] = None if value in EMPTY else value
    return flat


def _comparable(value: Any) -> Any:
    """A revenue of 10 and one of 10.00 are the same."""
    return value.normalize() if isinstance(value, Decimal) else value
