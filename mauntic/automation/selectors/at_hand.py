"""What many definitions name, read at once: a list says each of them without queries of its own.

Forms, checks and sentences look up by themselves what settings name. Within `read_at_once` they are answered
from what was read for all definitions, with one query for each kind of record.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from mauntic.automation.domain.ids import ids_in
from mauntic.automation.models import Definition
from mauntic.automation.registry.subjects import Subject
from mauntic.kernel.conditions import Field, Kind
from mauntic.kernel.conditions.fields import Existing

Found = TypeVar("Found")


class Records:
    """The records that definitions name. Each kind is read when it is first asked for."""

    def __init__(self, definitions: Iterable[Definition]) -> None:
        self.ids = {pk for each in definitions for pk in ids_in(_stored(each))}
        self._found: dict[Hashable, Any] = {}

    def once(self, key: Hashable, find: Callable[[], Found]) -> Found:
        """Return what was found under a key, and find it the first time."""
        if key not in self._found:
            self._found[key] = find()
        found: Found = self._found[key]
        return found

    def fields(self, subject: Subject) -> Mapping[str, Field]:
        """Return the fields of a kind of record, whose references are looked up here."""
        return self.once(("fields", subject.key), lambda: self._fields(subject))

    def _fields(self, subject: Subject) -> Mapping[str, Field]:
        return {
            key: replace(field, existing=partial(self._existing, field.existing))
            if field.kind is Kind.REFERENCE and field.existing
            else field
            for key, field in subject.fields().items()
        }

    def _existing(self, find: Existing, ids: Collection[UUID]) -> Mapping[UUID, str]:
        known = self.once(("existing", find), lambda: find(self.ids))
        return {pk: known[pk] for pk in ids if pk in known}

    def choice(self, field: "forms.ModelChoiceField[Any]") -> forms.Field:
        """Return a field that reads as one of a form does, from the records that are at hand."""
        rows: QuerySet[Any] = field.queryset  # type: ignore[assignment]  # those of forms have one
        known = self.once(
            ("rows", str(rows.query)), lambda: {str(row.pk): row for row in rows.filter(pk__in=self.ids)}
        )
        given: dict[str, Any] = {
            "choices": [(pk, pk) for pk in known],
            "coerce": known.__getitem__,
            "required": field.required,
            "error_messages": field.error_messages,
        }
        if isinstance(field, forms.ModelMultipleChoiceField):
            return forms.TypedMultipleChoiceField(empty_value=[], **given)
        return forms.TypedChoiceField(empty_value=None, **given)


_records: ContextVar[Records | None] = ContextVar("automation_records", default=None)


@contextmanager
def read_at_once(definitions: Iterable[Definition]) -> Iterator[None]:
    """Read what definitions with their current versions name, once for all of them."""
    token = _records.set(Records(definitions))
    try:
        yield
    finally:
        _records.reset(token)


def once(find: Callable[[], Found]) -> Found:
    """Return what a function finds. Within `read_at_once` it is called once."""
    records = _records.get()
    return records.once(find, find) if records else find()


def fields_of(subject: Subject) -> Mapping[str, Field]:
    """Return what conditions about a kind of record may compare."""
    records = _records.get()
    return records.fields(subject) if records else subject.fields()


def look_up(form: forms.Form) -> None:
    """Let a form find its records among those at hand, if any are, before it is read."""
    records = _records.get()
    if records is None:
        return
    for name, field in form.fields.items():
        if isinstance(field, forms.ModelChoiceField):
            form.fields[name] = records.choice(field)
        elif isinstance(field, forms.ChoiceField):
            field.choices = records.once((type(form), name), partial(list, field.choices))


def _stored(definition: Definition) -> list[Any]:
    version = definition.current
    said = [version.trigger_settings, version.conditions, version.steps] if version else []
    return [definition.options, *said]
