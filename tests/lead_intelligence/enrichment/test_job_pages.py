"""The pages of jobs."""

from django.urls import reverse

from lead_intelligence.enrichment.models.jobs import EnrichmentJob
from mauntic.kernel.ids import new_id
from tests.factories.lead_intelligence import connect_vendor, make_lead


def test_a_job_shows_its_steps_values_and_reasons(web, sandbox, enrich):
    connect_vendor(sandbox, "apollo")
    sandbox.configure("apollo", miss_rate=1.0)
    job = enrich(make_lead(), "title")
    page = web.get(reverse("lead_intelligence:job", args=[job.pk])).content.decode()
    for shown in ("Exhausted", "Not found: title.", "No API key.", "Takes no new customers"):
        assert shown in page


def test_a_job_that_does_not_exist_is_not_found(web):
    assert web.get(reverse("lead_intelligence:job", args=[new_id()])).status_code == 404


def test_a_rep_enriches_a_lead_at_once_and_sees_the_job(web, rep):
    lead = make_lead()
    answer = web.post(reverse("lead_intelligence:enrich", args=[lead.pk]))
    job = EnrichmentJob.objects.get()
    assert answer.url == reverse("lead_intelligence:job", args=[job.pk])
    assert (job.priority, job.requested_by) == ("high", rep)


def test_nobody_is_sent_to_another_host(web):
    answer = web.post(
        reverse("lead_intelligence:enrich", args=[make_lead().pk]), {"next": "https://evil.example/"}
    )
    assert answer.url.startswith("/lead-intelligence/jobs/")


def test_a_bare_word_to_go_back_to_is_no_error_and_not_followed(web):
    answer = web.post(f"/lead-intelligence/leads/{make_lead().pk}/enrich/", {"next": "nonsense"})
    (job,) = EnrichmentJob.objects.all()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/lead-intelligence/jobs/{job.pk}/")
