"""Custom fields in conditions: which there are, and the expressions of their values in SQL."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BooleanField,
    Case,
    DateField,
    DecimalField,
    Expression,
    F,
    Func,
    JSONField,
    TextField,
    UUIDField,
    Value,
    When,
)
from django.db.models import Field as ModelField
from django.db.models.functions import Cast
from django.db.models.lookups import Exact
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.crm.fields.domain.definitions import WITH_CHOICES, FieldKind
from mauntic.crm.fields.models import CustomField
from mauntic.kernel.conditions import Field, Kind
from mauntic.kernel.conditions.sql import Column
from mauntic.kernel.db.jsonb import json_text

CUSTOM_KEY = ".custom."
"""Between the records and the key of a field, as in `contact.custom.renewal`."""
KINDS: Mapping[FieldKind, Kind] = {
    FieldKind.TEXT: Kind.TEXT,
    FieldKind.LONG_TEXT: Kind.TEXT,
    FieldKind.NUMBER: Kind.NUMBER,
    FieldKind.MONEY: Kind.NUMBER,
    FieldKind.DATE: Kind.DATE,
    FieldKind.CHOICE: Kind.CHOICE,
    FieldKind.MULTI_CHOICE: Kind.LIST,
    FieldKind.BOOLEAN: Kind.BOOLEAN,
    FieldKind.URL: Kind.TEXT,
    FieldKind.PERSON: Kind.REFERENCE,
}


def custom_condition_fields(*, group: bool = True) -> dict[str, Field]:
    """Return the fields of leads and companies by key, in two queries. Args: `group` lists them together."""
    heading = _("Custom fields") if group else ""
    rows = list(CustomField.objects.active())
    people = _people() if any(row.kind == FieldKind.PERSON for row in rows) else ()
    return {key_in_conditions(row): _field(row, heading, people) for row in rows}


def key_in_conditions(row: CustomField) -> str:
    """Return the key of a field in conditions."""
    return f"{row.owner}{CUSTOM_KEY}{row.key}"


def _field(row: CustomField, group: str, people: tuple[tuple[str, str], ...]) -> Field:
    known = row.definition
    label = _("{field} (company)").format(field=row.label) if row.owner == "company" else row.label
    choices = tuple((each.key, each.label) for each in known.choices) if known.kind in WITH_CHOICES else ()
    is_person = known.kind is FieldKind.PERSON
    return Field(
        key_in_conditions(row),
        label,
        KINDS[known.kind],
        people if is_person else choices,
        group=group,
        existing=_names if is_person else None,
    )


def _people() -> tuple[tuple[str, str], ...]:
    active = User.objects.filter(is_active=True).order_by("name", "email")
    return tuple((str(user.pk), str(user)) for user in active)


def _names(ids: Collection[UUID]) -> Mapping[UUID, str]:
    return {user.pk: str(user) for user in User.objects.filter(pk__in=ids)}


def custom_columns(fields: Mapping[str, Field]) -> tuple[dict[str, Expression], dict[str, Column]]:
    """Return the annotations of a query of contacts that hold the values of fields, and their columns.

    A value that does not fit the kind, such as one of before the field was defined, is unknown.

    Args: `fields` are those of conditions, by key; others are left out.
    """
    own = {key: field for key, field in fields.items() if CUSTOM_KEY in key}
    names = {key: f"custom_{place}" for place, key in enumerate(sorted(own))}
    expressions = {names[key]: value_of(key, field.kind) for key, field in own.items()}
    return expressions, {key: Column(names[key], field.kind) for key, field in own.items()}


def value_of(key: str, kind: Kind) -> Expression:
    """Return the value of a field of contacts, of the type of its kind; NULL for another type.

    Args:
        key: that in conditions.
        kind: of the field.
    """
    owner, _between, name = key.partition(CUSTOM_KEY)
    path = "company__custom_fields" if owner == "company" else "custom_fields"
    text = json_text(path, name)
    if kind in _CASTS:
        type_, field = _CASTS[kind]
        return _if(_input_is_valid(text, type_), Cast(text, field))
    if kind in _SHAPES:
        shape, field = _SHAPES[kind]
        value = Func(
            F(path), Value(name, TextField()), function="jsonb_extract_path", output_field=JSONField()
        )
        typeof = Func(value, function="jsonb_typeof", output_field=TextField())
        found = _texts(value) if kind is Kind.LIST else Cast(text, field)
        return _if(Exact(typeof, Value(shape)), found)
    return text


_CASTS: Mapping[Kind, tuple[str, ModelField[Any, Any]]] = {
    Kind.DATE: ("date", DateField()),
    Kind.REFERENCE: ("uuid", UUIDField()),
}
_SHAPES: Mapping[Kind, tuple[str, ModelField[Any, Any]]] = {
    Kind.NUMBER: ("number", DecimalField(max_digits=40, decimal_places=10)),
    Kind.BOOLEAN: ("boolean", BooleanField()),
    Kind.LIST: ("array", ArrayField(TextField())),
}


def _if(condition: Any, value: Expression) -> Case:
    """Return the value where the condition holds; PostgreSQL reads it only there."""
    return Case(When(condition, then=value), default=None)


def _input_is_valid(text: Expression, type_: str) -> Func:
    """Return whether PostgreSQL can read a text as a value of a type."""
    return Func(text, Value(type_), function="pg_input_is_valid", output_field=BooleanField())


def _texts(value: Expression) -> Func:
    """Return the texts in a list of JSON."""
    template = "ARRAY(SELECT jsonb_array_elements_text(%(expressions)s))"
    return Func(value, template=template, output_field=ArrayField(TextField()))
