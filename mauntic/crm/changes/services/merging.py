"""Merge a change of a lead or company with what others changed since its form was opened."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from mauntic.crm.fields.domain.catalog import FIELDS
from mauntic.crm.fields.domain.cleaning import clean
from mauntic.kernel.errors import EditConflict
from mauntic.kernel.merging import merge


def merged_values(
    given: Mapping[str, Any], opened: Mapping[str, str], stored: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the values to write.

    Args: `given` and `opened` are texts by name of a field of a lead; `stored` are the values of the locked
    rows. Values are compared as the CRM cleans them: two spellings of a phone number are one.
    Raises: `EditConflict` with the stored values of the fields that others changed, too.
    """
    merged = merge(opened, given, stored, same=_same)
    if merged.conflicts:
        raise conflict_of(merged.conflicts)
    return merged.changes


def conflict_of(stored: Mapping[str, Any]) -> EditConflict:
    """Return the error for fields that others changed, too. Args: `stored` are their values now."""
    return EditConflict(
        _("This field changed since you opened it. Choose one of the two values.")
        if len(stored) == 1
        else _("These fields changed since you opened them. Choose a value for each."),
        stored=stored,
    )


def text_of(value: Any) -> str:
    """Return a stored value as a form shows it."""
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _same(name: str, one: Any, other: Any) -> bool:
    first, second = text_of(one).strip(), text_of(other).strip()
    return first == second or _cleaned(name, first) == _cleaned(name, second)


def _cleaned(name: str, text: str) -> Any:
    cleaned = clean({name: text})
    if cleaned.problems:
        return text
    column = FIELDS[name].column_name
    return (cleaned.company if FIELDS[name].of_company else cleaned.contact).get(column, text)
