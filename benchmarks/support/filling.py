"""Rows of any model by one statement, for lists that must stay fast when they are long."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from mauntic.kernel.secrets import EncryptedJSONField

# What a column gets that its type does not tell, by label and name.
COLUMNS: Mapping[str, str] = {
    "automation.Run.subject_kind": "'contact'",
    "events.StoredEvent.facts": "jsonb_build_array(jsonb_build_object('contactId', bench_id(2, n)))",
    "events.StoredEvent.type": "(ARRAY['scoring.LeadScored', 'crm.ContactUpdated'])[n % 2 + 1]",
    "events.Delivery.receiver": "'scoring.handlers.rescore_changed_contacts'",
    "scoring.LeadScore.grade": "(ARRAY['A', 'B', 'C', 'D', 'F'])[n % 5 + 1]",
    "scoring.SignalAlert.signal": "bench_id(4, n)",
    "scoring.SignalAlert.status": "'open'",
    "scoring.SignalAlert.deadline": "now() + interval '1 day'",
    "revops.Deal.stage": "(ARRAY['prospecting', 'demo', 'proposal', 'negotiation'])[n % 4 + 1]",
    "scoring.ModelVersion.version": "1000 + n",
    "scoring.ModelVersion.state": "'draft'",
    "lead_intelligence.Budget.starts_on": "'2000-01-01'::date + n::int",
    "revops.ResearchInsight.contact": "NULL",
    "revops.Absence.ends_at": "now() + interval '1 year'",
    "revops.ExchangeRate.rate": "1 + n",
    "revops.ExchangeRate.valid_from": "'2000-01-01'::date + n::int",
    "tracking.Asset.target_url": "'https://www.example.com/'",
    "revops.ForecastSnapshot.period": "'2026-Q' || n % 4 + 1",
    "revops.ForecastSnapshot.taken_on": "'2000-01-01'::date + n::int",
}
# The keys of the rows that `lead_base` makes.
REFERENCES: Mapping[str, str] = {
    "crm.Contact": "bench_id(2, n)",
    "crm.Company": "bench_id(1, n % greatest({n} / 10, 1) + 1)",
    "scoring.SignalType": "'PRICING_PAGE'",
    "accounts.User": "(SELECT id FROM accounts_user LIMIT 1)",
}
# More special types first.
VALUES: Mapping[type[models.Field[Any, Any]], str] = {
    models.BooleanField: "n % 10 = 0",
    models.DateTimeField: "'{at}'::timestamptz - n * interval '1 second'",
    models.DateField: "'{day}'",
    models.JSONField: "'{{}}'",
    ArrayField: "'{{}}'",
}
NUMBERS = (models.IntegerField, models.DecimalField, models.FloatField)


def fill(model: type[models.Model], n: int, *, block: int, at: datetime, keys: Mapping[str, str]) -> str:
    """Insert `n` rows, and return the key of row n for models that refer to them.

    Args:
        model: an empty model.
        n: how many rows.
        block: the block of ids, which no other model has.
        at: the time of the latest row; the others are a second apart.
        keys: the keys of the rows of other models by label, as SQL of `n`.
    """
    options = model._meta  # noqa: SLF001 (documented)
    columns = [field for field in options.concrete_fields if not isinstance(field, models.GeneratedField)]
    values = {field.column: _value(field, n, block, at, keys) for field in columns}
    values = {column: value for column, value in values.items() if value}
    names = ", ".join(f'"{column}"' for column in values)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{options.db_table}" ({names}) SELECT {", ".join(values.values())}'
            f" FROM generate_series(1, {n}) AS n"
        )
    return values.get(options.pk.column, "n")


def needed(filled: Sequence[type[models.Model]]) -> list[type[models.Model]]:
    """Return the models without rows that rows of `filled` cannot be without."""
    fields = [field for model in filled for field in model._meta.concrete_fields]  # noqa: SLF001 (documented)
    related = {
        field.related_model: None
        for field in fields
        if isinstance(field, models.ForeignKey) and not field.null
    }
    return [each for each in related if each not in filled and not each._default_manager.exists()]  # noqa: SLF001 (documented)


def _value(field: models.Field[Any, Any], n: int, block: int, at: datetime, keys: Mapping[str, str]) -> str:
    known = COLUMNS.get(f"{field.model._meta.label}.{field.name}")  # noqa: SLF001 (documented)
    if known:
        return known
    if isinstance(field, models.ForeignKey):
        return _reference(field, n, keys)
    if isinstance(field, models.AutoField):
        return ""
    if field.flatchoices:
        choices = ", ".join(f"'{choice}'" for choice, _ in field.flatchoices if choice != "")
        count = choices.count(",") + 1
        return f"((ARRAY[{choices}])[n % {count} + 1])::{field.db_type(connection)}"
    return _plain(field, block, at)


def _reference(field: models.ForeignKey[Any, Any], n: int, keys: Mapping[str, str]) -> str:
    options = field.related_model._meta  # noqa: SLF001 (documented)
    if options.label in keys:
        return keys[options.label]
    if options.label in REFERENCES:
        return REFERENCES[options.label].format(n=n)
    return "NULL" if field.null else f'(SELECT "{options.pk.column}" FROM "{options.db_table}" LIMIT 1)'


def _plain(field: models.Field[Any, Any], block: int, at: datetime) -> str:
    if isinstance(field, EncryptedJSONField):
        return f"'{field.get_prep_value({})}'"
    if isinstance(field, models.UUIDField):
        return f"bench_id({block}, n)" if field.primary_key or not field.null else "NULL"
    if isinstance(field, NUMBERS):
        return "n % 2" if getattr(field, "decimal_places", 0) else "n % 100"
    for kind, value in VALUES.items():
        if isinstance(field, kind):
            return "NULL" if field.null else value.format(at=at.isoformat(), day=at.date())
    text = f"left('{field.name}' || n, {field.max_length or 200})"
    return text if field.unique or not field.blank else "''"
