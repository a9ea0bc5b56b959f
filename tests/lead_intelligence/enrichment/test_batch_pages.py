"""Pages of batches and jobs, for reps, ops, strangers and other organizations."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from lead_intelligence.enrichment.models.jobs import EnrichmentBatch, EnrichmentJob
from lead_intelligence.enrichment.services import batches
from mauntic.kernel.ids import new_id
from mauntic.tenants.context import entered
from tests.conftest import ACME_HOST
from tests.factories.lead_intelligence import connect_vendors, make_lead
from tests.support.queries import queries_of

BATCHES, JOBS = "/lead-intelligence/batches/", "/lead-intelligence/jobs/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def batch(acme, rep) -> EnrichmentBatch:
    leads = [make_lead(email=f"{name}@engines.example") for name in ("ada", "bob", "cy")]
    return batches.request_batch(contact_ids=[lead.pk for lead in leads], label="Hot leads", requested_by=rep)


@pytest.fixture
def other_rep(make_user) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(make_user("rep", email="other@acme.example"))
    return client


def path_of(batch: EnrichmentBatch, name: str = "batch") -> str:
    return reverse(f"lead_intelligence:{name}", args=[batch.pk])


def text(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_the_list_says_what_to_do_before_the_first_batch(web):
    assert "No batches" in text(web.get(BATCHES))


def test_the_list_shows_how_far_each_batch_is(web, batch):
    page = text(web.get(BATCHES))
    assert "Hot leads Running 0 of 3" in page


def test_the_list_takes_a_constant_number_of_queries(web, batch):
    one = queries_of(lambda: web.get(BATCHES))
    for name in ("dee", "eve"):
        batches.request_batch(contact_ids=[make_lead(email=f"{name}@engines.example").pk], label="")
    assert queries_of(lambda: web.get(BATCHES)) == one


def test_a_batch_follows_itself_until_its_last_job_has_ended(web, batch):
    live = web.get(path_of(batch), headers=HTMX).content.decode()
    assert "<html" not in live
    assert 'hx-trigger="every 1s"' in live
    batch.jobs.update(status="completed", total_cost="0.02")
    ended = web.get(path_of(batch), headers=HTMX)
    assert "hx-trigger" not in ended.content.decode()
    assert "Completed 3" in text(ended)
    assert "Cost so far $0.06" in text(ended)


def test_the_counts_of_a_batch_lead_to_its_jobs(web, batch):
    batch.jobs.filter(contact__email="ada@engines.example").update(status="failed")
    link = f"{JOBS}?batch={batch.pk}&status=failed"
    assert link.replace("&", "&amp;") in web.get(path_of(batch)).content.decode()
    assert [job.status for job in web.get(link).context["page"].object_list] == ["failed"]


def test_cancelling_asks_first(web, batch):
    assert "will not look up 3 of 3 leads" in text(web.get(path_of(batch, "batch-cancel")))
    assert batch.jobs.filter(status="pending").count() == 3
    answer = web.post(path_of(batch, "batch-cancel"), follow=True)
    assert "3 jobs canceled." in text(answer)
    assert "Canceled 3" in text(answer)


def test_cancelling_what_has_ended_says_so(web, batch):
    batch.jobs.update(status="completed")
    assert "No pending jobs to cancel" in text(web.post(path_of(batch, "batch-cancel"), follow=True))


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_rep_may_look_and_not_cancel(other_rep, batch, method):
    assert "Cancel batch" not in text(other_rep.get(path_of(batch)))
    assert getattr(other_rep, method)(path_of(batch, "batch-cancel")).status_code == 403
    assert batch.jobs.filter(status="pending").count() == 3


def test_ops_cancel_what_a_rep_asked_for(ops, batch):
    ops.post(path_of(batch, "batch-cancel"))
    assert batch.jobs.filter(status="cancelled").count() == 3


def test_failed_ones_are_asked_again_once_however_often_it_is_pressed(web, batch):
    batch.jobs.update(status="completed")
    batch.jobs.filter(contact__email="bob@engines.example").update(status="failed")
    page = web.get(path_of(batch)).content.decode()
    wish = re.search(r'name="batch" value="([^"]+)"', page)[1]  # type: ignore[index]
    answers = [web.post(path_of(batch, "batch-retry"), {"batch": wish}) for _ in range(2)]
    again = EnrichmentBatch.objects.exclude(pk=batch.pk).get()
    assert [answer.url for answer in answers] == [path_of(again)] * 2
    assert [job.contact.email for job in again.jobs.all()] == ["bob@engines.example"]


def test_asking_again_where_nothing_failed_is_refused(web, batch):
    assert web.post(path_of(batch, "batch-retry"), {"batch": str(new_id())}).status_code == 409


@pytest.mark.parametrize("name", ["batch", "batch-cancel"])
def test_what_does_not_exist_is_not_found(web, name):
    assert web.get(reverse(f"lead_intelligence:{name}", args=[new_id()])).status_code == 404


def test_jobs_are_narrowed_by_state_vendor_and_batch(web, batch):
    job = EnrichmentJob.objects.create(
        contact=make_lead(), field_requests=["title"], status="completed", providers_tried=["apollo"]
    )
    asked = [pk.pk for pk in web.get(f"{JOBS}?vendor=apollo").context["page"].object_list]
    assert asked == [job.pk]
    assert len(web.get(f"{JOBS}?status=completed").context["page"].object_list) == 1
    assert len(web.get(f"{JOBS}?batch={batch.pk}").context["page"].object_list) == 3
    assert len(web.get(f"{JOBS}?batch={batch.pk}&status=completed").context["page"].object_list) == 0


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("status=odd", "odd is not one of the available choices"),
        ("vendor=palantir", "palantir is not one of the available choices"),
        ("batch=x", "The address names no valid batch"),
    ],
)
def test_a_filter_that_cannot_be_read_is_told(web, query, said):
    answer = web.get(f"{JOBS}?{query}")
    assert (answer.status_code, said in text(answer)) == (200, True)


def test_jobs_are_paged(web, acme):
    leads = [make_lead(email=f"{number}@engines.example") for number in range(51)]
    EnrichmentJob.objects.bulk_create(
        EnrichmentJob(contact=lead, field_requests=["title"], status="failed") for lead in leads
    )
    first, second = (web.get(f"{JOBS}?page={number}").context["page"].object_list for number in (1, 2))
    assert (len(first), len(second), set(first) & set(second)) == (50, 1, set())


def test_the_jobs_take_a_constant_number_of_queries(web, sandbox, enrich):
    connect_vendors(sandbox, "apollo")
    enrich(make_lead())
    one = queries_of(lambda: web.get(JOBS))
    for name in ("dee", "eve"):
        enrich(make_lead(email=f"{name}@engines.example"))
    assert queries_of(lambda: web.get(JOBS)) == one


@pytest.mark.parametrize("path", [BATCHES, JOBS])
def test_strangers_sign_in_first(stranger, path):
    assert stranger.get(path).url.startswith("/accounts/login/")


def test_another_organization_does_not_find_a_batch(web, batch, globex):
    with entered(globex):
        theirs = batches.request_batch(contact_ids=[make_lead().pk], label="Theirs")
    assert web.get(path_of(theirs)).status_code == 404
    assert "Theirs" not in text(web.get(BATCHES))
