from datetime import timedelta

import pytest

from lead_intelligence.enrichment.models.jobs import EnrichmentBatch, EnrichmentJob
from lead_intelligence.enrichment.selectors import batches
from lead_intelligence.enrichment.services import batches as enrichment_batches
from lead_intelligence.enrichment.services import requests
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from mauntic.kernel.ids import new_id
from tests.factories.lead_intelligence import make_lead
from tests.support.queries import queries_of

pytestmark = pytest.mark.usefixtures("acme")


@pytest.fixture
def leads() -> list[Contact]:
    return [make_lead(email=f"{name}@engines.example") for name in ("ada", "bob", "cy")]


def ids(leads: list[Contact]) -> list:
    return [lead.pk for lead in leads]


def statuses(batch: EnrichmentBatch) -> dict[str, int]:
    return {status: count for status, count in batches.progress_of(batch).counts.items() if count}


def test_a_batch_is_one_job_a_lead(leads, rep):
    batch = enrichment_batches.request_batch(
        contact_ids=ids(leads), label="Hot leads", fields=["title"], priority="low", requested_by=rep
    )
    jobs = list(batch.jobs.all())
    assert (batch.total, batch.requested_by, str(batch)) == (3, rep, "Hot leads")
    assert {(job.priority, tuple(job.field_requests), job.requested_by) for job in jobs} == {
        ("low", ("title",), rep)
    }
    assert {job.contact_id for job in jobs} == set(ids(leads))


def test_the_same_wish_asked_twice_is_one_batch(leads):
    wish = new_id()
    first, second = (
        enrichment_batches.request_batch(contact_ids=ids(leads), label="Twice", batch_id=wish)
        for _ in range(2)
    )
    assert (first, EnrichmentBatch.objects.count(), EnrichmentJob.objects.count()) == (second, 1, 3)


def test_a_lead_that_is_being_enriched_keeps_its_job(leads):
    (job,) = requests.request_enrichment(contact_ids=[leads[0].pk])
    batch = enrichment_batches.request_batch(contact_ids=ids(leads), label="")
    job.refresh_from_db()
    progress = batches.progress_of(batch)
    assert (job.batch, progress.jobs, progress.left_out) == (None, 2, 1)


@pytest.mark.parametrize(
    ("wish", "key"),
    [
        ({"fields": ["shoeSize"]}, "fields"),
        ({"priority": "now"}, "priority"),
        ({"contact_ids": []}, "contactIds"),
    ],
)
def test_a_wrong_wish_leaves_nothing_behind(leads, wish, key):
    with pytest.raises(Invalid) as refused:
        enrichment_batches.request_batch(**{"contact_ids": ids(leads), "label": ""} | wish)
    assert list(refused.value.fields) == [key]
    assert not EnrichmentBatch.objects.exists()


def test_an_unknown_lead_leaves_nothing_behind(leads):
    with pytest.raises(NotFound):
        enrichment_batches.request_batch(contact_ids=[*ids(leads), new_id()], label="")
    assert not EnrichmentBatch.objects.exists()
    assert not EnrichmentJob.objects.exists()


def test_too_many_leads_are_refused():
    with pytest.raises(Invalid, match="50,001 leads are too many"):
        enrichment_batches.request_batch(contact_ids=[new_id() for _ in range(50_001)], label="")


def test_cancelling_ends_what_waits_and_lets_run_what_runs(leads, rep):
    batch = enrichment_batches.request_batch(contact_ids=ids(leads), label="", requested_by=rep)
    EnrichmentJob.objects.filter(contact=leads[0]).update(status="running")
    assert enrichment_batches.cancel_batch(batch_id=batch.pk, by=rep) == 2
    batch.refresh_from_db()
    assert statuses(batch) == {"running": 1, "cancelled": 2}
    assert (batch.cancelled_by, batch.cancelled_at is None) == (rep, False)
    cancelled = EnrichmentJob.objects.filter(status="cancelled")
    assert {(job.reason, job.completed_at is None) for job in cancelled} == {
        ("Canceled with its batch.", False)
    }


def test_cancelling_leaves_other_batches_alone(leads, rep):
    other = enrichment_batches.request_batch(contact_ids=[leads[0].pk], label="")
    batch = enrichment_batches.request_batch(contact_ids=ids(leads[1:]), label="", requested_by=rep)
    enrichment_batches.cancel_batch(batch_id=batch.pk, by=rep)
    assert statuses(other) == {"pending": 1}


def test_a_cancelled_lead_is_where_it_was_before(leads, rep):
    EnrichmentJob.objects.create(contact=leads[0], field_requests=["title"], status="failed")
    EnrichmentJob.objects.create(contact=leads[0], field_requests=["title"], status="completed")
    batch = enrichment_batches.request_batch(contact_ids=ids(leads), label="", requested_by=rep)
    enrichment_batches.cancel_batch(batch_id=batch.pk, by=rep)
    told = [Contact.objects.get(pk=lead.pk).enrichment_status for lead in leads]
    assert told == ["completed", "", ""]


def test_a_cancelled_lead_can_be_asked_for_again(leads, rep):
    batch = enrichment_batches.request_batch(contact_ids=ids(leads), label="", requested_by=rep)
    enrichment_batches.cancel_batch(batch_id=batch.pk, by=rep)
    again = enrichment_batches.request_batch(contact_ids=ids(leads), label="")
    assert statuses(again) == {"pending": 3}


def test_a_cancelled_job_is_not_run(leads, rep, run_jobs, sandbox):
    with run_jobs():
        batch = enrichment_batches.request_batch(contact_ids=ids(leads), label="", requested_by=rep)
        enrichment_batches.cancel_batch(batch_id=batch.pk, by=rep)
    assert statuses(batch) == {"cancelled": 3}


def test_cancelling_twice_cancels_nothing_more(leads, rep, admin):
    batch = enrichment_batches.request_batch(contact_ids=ids(leads), label="", requested_by=rep)
    enrichment_batches.cancel_batch(batch_id=batch.pk, by=rep)
    assert enrichment_batches.cancel_batch(batch_id=batch.pk, by=admin) == 0
    batch.refresh_from_db()
    assert batch.cancelled_by == rep


def test_only_who_asked_and_ops_may_cancel(leads, rep, make_user):
    batch = enrichment_batches.request_batch(contact_ids=ids(leads), label="", requested_by=rep)
    with pytest.raises(NotAllowed):
        enrichment_batches.cancel_batch(batch_id=batch.pk, by=make_user("rep", email="other@acme.example"))
    assert enrichment_batches.cancel_batch(batch_id=batch.pk, by=make_user("ops")) == 3


def test_failed_leads_are_asked_for_again(leads, rep):
    batch = enrichment_batches.request_batch(
        contact_ids=ids(leads), label="Hot", fields=["title", "phone"], priority="high"
    )
    batch.jobs.update(status="completed")
    batch.jobs.filter(contact=leads[1]).update(status="failed")
    again = enrichment_batches.retry_batch(batch_id=batch.pk, by=rep)
    (job,) = again.jobs.all()
    assert (str(again), job.contact_id, job.priority) == ("Retry of Hot", leads[1].pk, "high")
    assert (job.field_requests, job.requested_by) == (["title", "phone"], rep)


def test_where_nothing_failed_there_is_nothing_to_ask_again(leads, rep):
    batch = enrichment_batches.request_batch(contact_ids=ids(leads), label="")
    with pytest.raises(Conflict, match="nothing to retry"):
        enrichment_batches.retry_batch(batch_id=batch.pk, by=rep)


def test_progress_tells_counts_cost_and_when_the_rest_is_done(leads):
    more = [make_lead(email=f"{name}@engines.example") for name in "abcdefg"]
    batch = enrichment_batches.request_batch(contact_ids=ids(leads + more), label="")
    at = now()
    began = {"started_at": at - timedelta(minutes=5), "completed_at": at, "total_cost": "0.25"}
    done = list(batch.jobs.values_list("pk", flat=True)[:5])
    EnrichmentJob.objects.filter(pk__in=done).update(status="completed", **began)
    progress = batches.progress_of(batch)
    assert (progress.done, progress.jobs, progress.is_running, str(progress.cost)) == (5, 10, True, "1.2500")
    assert [(each.status, each.count) for each in progress.by_status] == [("pending", 5), ("completed", 5)]
    assert progress.ready_at is not None
    assert abs(progress.ready_at - at - timedelta(minutes=5)) < timedelta(seconds=5)


def test_too_few_ended_jobs_tell_no_end(leads):
    batch = enrichment_batches.request_batch(contact_ids=ids(leads), label="")
    batch.jobs.filter(contact=leads[0]).update(status="completed", started_at=now(), completed_at=now())
    assert batches.progress_of(batch).ready_at is None


def test_the_progress_of_many_batches_takes_as_many_queries_as_of_one(leads):
    made = [enrichment_batches.request_batch(contact_ids=[lead.pk], label="") for lead in leads]
    assert [progress.jobs for progress in batches.progress(made)] == [1, 1, 1]
    assert queries_of(lambda: batches.progress(made)) == queries_of(lambda: batches.progress(made[:1]))
