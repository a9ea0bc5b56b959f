"""Store answers of vendors, and use them again while they are fresh."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from lead_intelligence.cache.models import CacheEntry
from lead_intelligence.leads.domain.fields import API_FIELDS, COMPANY_FIELDS, Field
from lead_intelligence.leads.domain.subjects import Subject, cache_subject
from lead_intelligence.leads.domain.values import FieldValue, Found, from_json, to_json
from lead_intelligence.waterfall.models import WaterfallConfig
from mauntic.kernel.clock import now
from mauntic.kernel.db.rows import insert_values


def read_many(
    *, subjects: Mapping[UUID, Subject], configs: Mapping[str, WaterfallConfig], at: datetime
) -> dict[UUID, list[Found]]:
    """Return the fresh answers for each subject in the order of the waterfalls, in one query."""
    keys = {pk: _keys(subject) for pk, subject in subjects.items()}
    wanted = {key for own in keys.values() for key in own.values()}
    days = max((config.cache_ttl_days for config in configs.values()), default=0)
    entries: dict[tuple[str, str], list[CacheEntry]] = {}
    for entry in CacheEntry.objects.filter(subject__in=wanted, fetched_at__gt=at - timedelta(days=days)):
        if (config := configs.get(entry.field)) and _is_fresh(entry, config, at):
            entries.setdefault((entry.subject, entry.field), []).append(entry)
    for (_, field), found in entries.items():
        found.sort(key=lambda entry: configs[field].provider_order.index(entry.provider))
    return {
        pk: [_found(entry) for field, key in own.items() for entry in entries.get((key, field), ())]
        for pk, own in keys.items()
    }


def store_many(*, answers: Iterable[tuple[Subject, Sequence[Found]]]) -> None:
    """Store the new answers of vendors. A later answer replaces an earlier one.

    Fields without a waterfall are returned along with others but never looked up, so they are not stored.
    """
    at = now()
    entries = {
        (key, answer.field, answer.slug): {
            "subject": key,
            "field": answer.field,
            "provider": answer.slug,
            "value": to_json(answer.value.value),
            "confidence": answer.value.confidence,
            "fetched_at": at,
        }
        for subject, found in answers
        for keys in [_keys(subject)]
        for answer in found
        if not answer.from_cache and answer.field in API_FIELDS and (key := keys.get(answer.field))
    }
    # In one order, so that jobs of contacts of the same company cannot deadlock.
    rows = [entries[key] for key in sorted(entries)]
    insert_values(CacheEntry.objects, rows, unique=("subject", "field", "provider"))


def _keys(subject: Subject) -> dict[Field, str]:
    """Return the digest under which each field of a subject is stored, without fields that have none."""
    of_person, of_company = cache_subject(subject, Field.EMAIL), cache_subject(subject, Field.COMPANY)
    keys = {field: of_company if field in COMPANY_FIELDS else of_person for field in Field}
    return {field: key for field, key in keys.items() if key}


def _is_fresh(entry: CacheEntry, config: WaterfallConfig, at: datetime) -> bool:
    since = at - timedelta(days=config.cache_ttl_days)
    return entry.provider in config.provider_order and entry.fetched_at > since


def _found(entry: CacheEntry) -> Found:
    value = FieldValue(from_json(entry.value), entry.confidence)
    return Found(Field(entry.field), entry.provider, value, from_cache=True)


def clean_cache() -> int:
    """Delete the entries that are no longer fresh for any waterfall.

    Returns: the number of deleted entries.
    """
    configs = list(WaterfallConfig.objects.all())
    at, stale = now(), ~Q(field__in=[config.field_name for config in configs])
    for config in configs:
        since = at - timedelta(days=config.cache_ttl_days)
        stale |= Q(field=config.field_name, fetched_at__lte=since)
    return CacheEntry.objects.filter(stale).delete()[0]
