"""Custom fields of a change: read by their definitions, and merged with what others changed."""

from collections.abc import Mapping
from typing import Any

from mauntic.crm.changes.domain.differences import Subject
from mauntic.crm.changes.services.merging import conflict_of, text_of
from mauntic.crm.fields.domain.catalog import CUSTOM
from mauntic.crm.fields.domain.definitions import Definition, FieldKind
from mauntic.crm.fields.selectors.definitions import CustomReader
from mauntic.kernel.errors import Invalid
from mauntic.kernel.merging import merge


def read_or_invalid(subject: Subject, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as they are stored; None empties a field.

    Raises: `Invalid` with a sentence for each refused value, under `custom:<key>`.
    """
    found, problems = CustomReader.of(subject).read(values)
    if problems:
        raise Invalid({f"{CUSTOM}{key}": problem for key, problem in problems.items()})
    return found


def merged_custom_values(
    subject: Subject, given: Mapping[str, Any], opened: Mapping[str, str], stored: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the values to write of those that a form sends.

    Args:
        subject: the kind of record.
        given: what was entered, by key.
        opened: the texts that the form was opened with, by `custom:<key>`.
        stored: the values now, by key.

    Raises: `EditConflict` with the stored values of fields that others changed, too.
    """
    reader = CustomReader.of(subject)
    before = {key: opened[f"{CUSTOM}{key}"] for key in given if f"{CUSTOM}{key}" in opened}
    now = {key: stored.get(key) for key in given}

    def same(key: str, one: Any, other: Any) -> bool:
        texts = _text(reader.fields.get(key), one), _text(reader.fields.get(key), other)
        return texts[0] == texts[1] or _read(reader, key, one) == _read(reader, key, other)

    merged = merge(before, given, now, same=same)
    if merged.conflicts:
        raise conflict_of({f"{CUSTOM}{key}": value for key, value in merged.conflicts.items()})
    return dict(merged.changes)


def _text(known: Definition | None, value: Any) -> str:
    if known and known.kind is FieldKind.BOOLEAN and isinstance(value, bool):
        return "yes" if value else "no"
    return text_of(value).strip()


def _read(reader: CustomReader, key: str, value: Any) -> Any:
    # The texts of several choices that a form was opened with are separated by commas.
    known = reader.fields.get(key)
    if known and known.kind is FieldKind.MULTI_CHOICE and isinstance(value, str):
        value = value.split(", ")
    found, problems = reader.read({key: value})
    return value if problems else found[key]
