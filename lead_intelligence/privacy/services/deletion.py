"""Remove personal data of deleted contacts from the ledger. Costs stay, and paid answers are cached."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy

from lead_intelligence.cache.services import answers
from lead_intelligence.enrichment.models.jobs import EnrichmentJob, VendorCall
from lead_intelligence.enrichment.services.rows import total_jobs
from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.subjects import cache_subject
from lead_intelligence.leads.domain.values import Found, unpack
from lead_intelligence.leads.selectors import subject_of
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.tenants.context import current_schema

DELETED = gettext_lazy("Lead deleted.")
# The names and confidences of found fields stay for the statistics of vendors. The values are deleted.
_REDACT_JOBS = """
    UPDATE lead_intelligence_enrichmentjob AS job
    SET subject = person.subject,
        results = COALESCE(
            (SELECT jsonb_agg(result || '{"value": null}') FROM jsonb_array_elements(job.results) AS result),
            '[]'
        ),
        status = CASE WHEN job.status IN ('pending', 'running') THEN 'cancelled' ELSE job.status END,
        reason = CASE WHEN job.status IN ('pending', 'running') THEN %s ELSE job.reason END,
        completed_at = COALESCE(job.completed_at, %s),
        lease_until = NULL
    FROM unnest(%s::uuid[], %s::text[]) AS person (contact_id, subject)
    WHERE job.contact_id = person.contact_id
"""
# A vendor's detail may quote the address that it was asked for, and a reference leads back to the person.
_REDACT_CALLS = """
    UPDATE lead_intelligence_vendorcall AS call
    SET answer = COALESCE(
            (
                SELECT jsonb_object_agg(field, jsonb_build_array(NULL, pair -> 1))
                FROM jsonb_each(call.answer) AS found (field, pair)
            ),
            '{}'
        ),
        detail = '', reference = '', poll_at = NULL
    FROM lead_intelligence_enrichmentjob AS job
    WHERE call.job_id = job.id AND job.contact_id = ANY(%s)
"""


def release_contacts(*, contact_ids: Sequence[UUID]) -> None:
    """Prepare contacts for their deletion. Runs in the caller's transaction, which has locked them.

    In order: answers that no job has used yet are cached, open jobs are canceled, and the values are deleted
    from all jobs and calls. Costs, times and outcomes stay, under a keyed hash of the person.
    """
    contacts = list(Contact.objects.filter(pk__in=contact_ids).select_related("company"))
    subjects = {contact.pk: person_hash(contact) for contact in contacts}
    # Locked before their calls, as everywhere.
    jobs = EnrichmentJob.objects.filter(contact__in=contact_ids).order_by("pk")
    unfinished = list(jobs.open().select_for_update().values_list("pk", flat=True))
    _cache_answers(contacts, unfinished)
    with connection.cursor() as cursor:
        cursor.execute(_REDACT_JOBS, [str(DELETED), now(), list(subjects), list(subjects.values())])
        cursor.execute(_REDACT_CALLS, [list(subjects)])
    total_jobs(unfinished)


def person_hash(contact: Contact) -> str:
    """Return the keyed hash of a deleted person in the ledger (company loaded).

    The key is the installation's secret and the organization is part of it: nobody can look up an address by
    hashing it, and two organizations hash one person differently.
    """
    known = cache_subject(subject_of(contact), Field.EMAIL) or f"contact:{contact.pk}"
    salt = f"lead_intelligence.subject:{current_schema()}"
    return salted_hmac(salt, known, algorithm="sha256").hexdigest()


def _cache_answers(contacts: Sequence[Contact], job_ids: Sequence[UUID]) -> None:
    """Cache the paid answers of open jobs: otherwise they are paid for again if the person comes back."""
    if not job_ids:
        return
    # Locked first: a worker may be storing an answer, which the query below sees once it is committed.
    under_way = VendorCall.objects.filter(job__in=job_ids).order_by("pk").select_for_update(of=("self",))
    list(under_way.values_list("pk"))
    by_contact = {contact.pk: subject_of(contact) for contact in contacts}
    calls = VendorCall.objects.filter(job__in=job_ids, finished_at__isnull=False).exclude(answer={})
    answers.store_many(
        answers=[
            (
                by_contact[contact_id],
                [Found(field, slug, value) for field, value in unpack(answer).items()],
            )
            for contact_id, slug, answer in calls.order_by("started_at", "id").values_list(
                "job__contact_id", "provider_id", "answer"
            )
        ]
    )
