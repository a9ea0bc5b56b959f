"""The administration in words: each plain field of a model gets a column that shows no code and no JSON."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import BooleanField, Field, FileField, GeneratedField, Model
from django.http import HttpRequest

from mauntic.kernel.admin.texts import label_of, text_of
from mauntic.kernel.codes import code_words
from mauntic.kernel.display import NONE

Reader = Callable[[Any], str]
PREFIX = "shown_"


def code_reader(kind: str) -> Reader:
    """Return a function that reads codes of a kind, as in `mauntic.kernel.codes`."""
    return lambda code: code_words(kind, str(code))


def label_reader(choices: Iterable[tuple[Any, Any]]) -> Reader:
    """Return a function that reads values by their labels."""
    labels = dict(choices)
    return lambda value: str(labels.get(value, value))


class Worded:
    """For an admin or inline that changes nothing: lists and rows show values in words.

    `readers` return the words of a value, by field, where the type of the field does not tell how to show it.
    """

    readers: Mapping[str, Reader]
    empty_value_display = NONE
    model: type[Model]
    fields: Sequence[Any] | None
    exclude: Sequence[str] | None

    @classmethod
    def add_columns(cls, model: type[Model]) -> None:
        """Add a column for each field of `model` that is no relation and no file."""
        readers: Mapping[str, Reader] = getattr(cls, "readers", {})
        for field in model._meta.concrete_fields:  # noqa: SLF001 (documented)
            if not field.is_relation and not isinstance(field, FileField):
                setattr(cls, PREFIX + field.name, _column(field, readers.get(field.name)))

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Return the columns of the list."""
        return self._worded(super().get_list_display(request))  # type: ignore[misc] # a mixin

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:  # noqa: ARG002 (signature of Django)
        """Return the fields of the page of a row, with its dates."""
        return self._worded(self.fields or self._own_fields())

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Return all fields: services own the writes."""
        return self.get_fields(request, obj)

    def _own_fields(self) -> list[str]:
        hidden = {*(self.exclude or ()), "search_text"}
        return [
            field.name
            for field in self.model._meta.concrete_fields  # noqa: SLF001 (documented)
            if field.name not in hidden and not isinstance(field, GeneratedField) and _is_shown(field)
        ]

    def _worded(self, names: Iterable[Any]) -> list[Any]:
        return [
            PREFIX + name if isinstance(name, str) and hasattr(self, PREFIX + name) else name
            for name in names
        ]


def _is_shown(field: Field[Any, Any]) -> bool:
    return bool(field.editable) or field.get_internal_type() == "DateTimeField"


def _column(field: Field[Any, Any], read: Reader | None) -> Callable[[Any, Model], Any]:
    def column(self: Any, row: Model) -> Any:  # noqa: ARG001 (a method)
        return getattr(row, field.attname) if column.boolean else text_of(field, row, read)  # type: ignore[attr-defined]

    column.short_description = label_of(field)  # type: ignore[attr-defined] # Django's protocol
    column.admin_order_field = field.name  # type: ignore[attr-defined]
    column.boolean = isinstance(field, BooleanField)  # type: ignore[attr-defined]
    return column
