"""Which records conditions match, in one statement for a whole set, with the facts of events."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import (
    BooleanField,
    DateField,
    DateTimeField,
    DecimalField,
    F,
    Func,
    JSONField,
    QuerySet,
    TextField,
    UUIDField,
    Value,
)
from django.db.models import Field as ModelField
from django.db.models.functions import Cast

from mauntic.automation.registry.subjects import Subject
from mauntic.automation.registry.triggers import EVENT, Happening
from mauntic.kernel.conditions import Field, Kind, Tree, fields_of
from mauntic.kernel.conditions.sql import Column, compiled
from mauntic.kernel.db.sets import among
from mauntic.kernel.time.calendar import time_zone
from mauntic.tenants.context import current_organization

_TYPES: Mapping[Kind, ModelField[Any, Any]] = {
    Kind.NUMBER: DecimalField(max_digits=30, decimal_places=6),
    Kind.MONEY: DecimalField(max_digits=30, decimal_places=6),
    Kind.BOOLEAN: BooleanField(),
    Kind.DATE: DateField(),
    Kind.MOMENT: DateTimeField(),
    Kind.REFERENCE: UUIDField(),
}


def matching(
    *,
    subject: Subject,
    tree: Tree,
    event_fields: Mapping[str, Field],
    happenings: Collection[Happening],
    at: datetime,
) -> set[UUID]:
    """Return the records that exist and that the conditions match.

    Args:
        subject: the kind of the records.
        tree: the conditions.
        event_fields: the fields of the event, by key.
        happenings: at most one of each record.
        at: the time that relative conditions count from.
    """
    ids = [each.subject_id for each in happenings]
    rows = subject.rows().filter(among("pk", ids, UUIDField())).order_by()
    asked = [key for key in fields_of(tree) if key in event_fields]
    rows = _with_facts(rows, {key: event_fields[key] for key in asked}, list(happenings))
    columns = {**subject.columns(), **{key: Column(_alias(key), event_fields[key].kind) for key in asked}}
    return set(rows.filter(compiled(tree, columns, at, zone())).values_list("pk", flat=True))


def matches_now(*, subject: Subject, tree: Tree, at: datetime) -> QuerySet[Any]:
    """Return the records that conditions without facts of events match at present."""
    return subject.rows().filter(compiled(tree, subject.columns(), at, zone()))


def zone() -> tzinfo:
    """Return the time zone of the organization, whose days conditions count."""
    return time_zone(current_organization().time_zone)


def _alias(key: str) -> str:
    return f"event_{key.removeprefix(EVENT)}"


def _with_facts(
    rows: QuerySet[Any], fields: Mapping[str, Field], happenings: Sequence[Happening]
) -> QuerySet[Any]:
    if not fields:
        return rows
    facts = {
        str(each.subject_id): {
            key.removeprefix(EVENT): each.facts.get(key.removeprefix(EVENT)) for key in fields
        }
        for each in happenings
    }
    # As text, once: the facts of 500 records in one parameter.
    told = Cast(Value(json.dumps(facts, cls=DjangoJSONEncoder), output_field=TextField()), JSONField())
    return rows.annotate(**{_alias(key): _fact(told, key, field) for key, field in fields.items()})


def _fact(told: Cast, key: str, field: Field) -> Any:
    name = key.removeprefix(EVENT)  # from code, and never from a person
    text = Func(
        told,
        Cast(F("pk"), TextField()),
        template=f"((%(expressions)s) ->> '{name}')",
        arg_joiner=" -> ",
        output_field=TextField(),
    )
    return Cast(text, _TYPES[field.kind]) if field.kind in _TYPES else text
