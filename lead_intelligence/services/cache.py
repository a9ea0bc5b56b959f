"""Answers that were paid for are used again while they are fresh."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from lead_intelligence.domain.answers import FieldValue, Subject
from lead_intelligence.domain.fields import Field
from lead_intelligence.domain.subjects import cache_subject
from lead_intelligence.domain.values import from_json, to_json
from lead_intelligence.domain.waterfall import Found
from lead_intelligence.models import CacheEntry, WaterfallConfig
from mauntic.kernel.clock import now


def read(*, subject: Subject, configs: Sequence[WaterfallConfig], at: datetime) -> list[Found]:
    """The fresh answers to these fields, by each field's order of vendors; one query."""
    wanted = Q(pk=None)
    for config in configs:
        field = Field(config.field_name)
        if (key := cache_subject(subject, field)) and config.cache_ttl_days:
            since = at - timedelta(days=config.cache_ttl_days)
            wanted |= Q(subject=key, field=field, provider__in=config.provider_order, fetched_at__gt=since)
    order = {config.field_name: config.provider_order for config in configs}
    entries = sorted(
        CacheEntry.objects.filter(wanted),
        key=lambda entry: (entry.field, order[entry.field].index(entry.provider)),
    )
    return [
        Found(
            Field(entry.field),
            entry.provider,
            FieldValue(from_json(entry.value), entry.confidence),
            from_cache=True,
        )
        for entry in entries
    ]


def store(*, subject: Subject, answers: Sequence[Found]) -> None:
    """Keep what vendors said of the subject just now."""
    at = now()
    entries = [
        CacheEntry(
            subject=key,
            field=answer.field,
            provider=answer.slug,
            value=to_json(answer.value.value),
            confidence=answer.value.confidence,
            fetched_at=at,
        )
        for answer in answers
        if not answer.from_cache and (key := cache_subject(subject, answer.field))
    ]
    # In one order, so that jobs of colleagues never wait for each other in a circle.
    CacheEntry.objects.bulk_create(
        sorted(entries, key=lambda entry: (entry.subject, entry.field, entry.provider)),
        update_conflicts=True,
        unique_fields=["subject", "field", "provider"],
        update_fields=["value", "confidence", "fetched_at"],
    )


def forget(*, subject: Subject, field: Field, provider: str) -> None:
    """Drop an answer that proved wrong."""
    CacheEntry.objects.filter(subject=cache_subject(subject, field), field=field, provider=provider).delete()


def clean_cache() -> int:
    """Drop the entries that no field's waterfall takes for fresh any more; how many there were."""
    at, stale = now(), Q(pk=None)
    for config in WaterfallConfig.objects.all():
        since = at - timedelta(days=config.cache_ttl_days)
        stale |= Q(field=config.field_name, fetched_at__lte=since)
    return CacheEntry.objects.filter(stale).delete()[0]
