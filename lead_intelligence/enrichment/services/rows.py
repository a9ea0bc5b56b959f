"""Bulk statements for jobs, with lists as parameters."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from lead_intelligence.enrichment.models.jobs import EnrichmentJob

# `bulk_create` binds each column of each row separately, which takes longer than the insert.
_INSERT = """
    INSERT INTO lead_intelligence_enrichmentjob (
        id, contact_id, explores, field_requests, batch_id, requested_by_id, status, priority, channel,
        created_at, not_before, total_cost, total_latency_ms, providers_tried, notes, results, reason
    )
    SELECT new.id, new.contact_id, new.explores, string_to_array(new.fields, ','), %s, %s, %s, %s, %s, %s, %s,
        0, 0, '{}', '[]', '[]', ''
    FROM unnest(%s::uuid[], %s::uuid[], %s::boolean[], %s::text[]) AS new (id, contact_id, explores, fields)
    ON CONFLICT DO NOTHING
    RETURNING id
"""
_TOTAL = """
    UPDATE lead_intelligence_enrichmentjob AS job
    SET total_cost = paid.cost, total_latency_ms = paid.latency, providers_tried = paid.providers
    FROM (
        SELECT job_id, SUM(cost) AS cost, SUM(duration_ms) AS latency,
            array_agg(DISTINCT provider_id) AS providers
        FROM lead_intelligence_vendorcall WHERE job_id = ANY(%s) GROUP BY job_id
    ) AS paid
    WHERE job.id = paid.job_id
"""


def insert_jobs(jobs: Sequence[EnrichmentJob]) -> list[EnrichmentJob]:
    """Insert jobs that share batch, person, status, priority, channel and times.

    Returns: the inserted jobs; those whose contact already has an open job are left out.
    """
    if not jobs:
        return []
    one = jobs[0]
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            [
                *(
                    one.batch_id,
                    one.requested_by_id,
                    one.status,
                    one.priority,
                    one.channel,
                    one.created_at,
                    one.not_before,
                ),
                [job.pk for job in jobs],
                [job.contact_id for job in jobs],
                [job.explores for job in jobs],
                [",".join(job.field_requests) for job in jobs],
            ],
        )
        inserted: set[UUID] = {pk for (pk,) in cursor.fetchall()}
    return [job for job in jobs if job.pk in inserted]


def total_jobs(job_ids: Sequence[UUID]) -> None:
    """Set cost and duration of jobs that no worker closes from their calls, in one statement."""
    if job_ids:
        with connection.cursor() as cursor:
            cursor.execute(_TOTAL, [list(job_ids)])
