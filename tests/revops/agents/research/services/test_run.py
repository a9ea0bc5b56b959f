"""Research from the request to the insights, without a model."""

import json

import pytest

from mauntic.crm.contacts.services.removal import erase_contacts
from mauntic.events.models import StoredEvent
from mauntic.sandbox.sites import Sites
from revops.agents.research.adapters.sites import Sites as Fetcher
from revops.agents.research.domain.kinds import ResearchType
from revops.agents.research.models.insights import ResearchInsight
from revops.agents.research.models.jobs import ResearchJob, ResearchPage
from revops.agents.research.services.queue import claim_next
from revops.agents.research.services.requests import request_company_research, request_research
from revops.agents.research.services.run import run_next
from revops.jobs import RUN_RESEARCH
from tests.factories.crm import ContactFactory
from tests.factories.research import make_insight
from tests.revops.agents.research.conftest import HOST
from tests.support.pdf import make_pdf

COMPANY = {
    "@type": "Organization",
    "name": "Acme Robotics",
    "foundingDate": "2012",
    "description": "Acme Robotics builds sorting robots for warehouses.",
}
PERSON = {"@type": "Person", "name": "Jane Doe", "jobTitle": "Chief Financial Officer"}


def ld(item: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(item)}</script>'


@pytest.fixture
def site(sites: Sites) -> Sites:
    links = '<a href="/about">About</a><a href="/jobs">Jobs</a><a href="https://other.example/about">Else</a>'
    tag = '<script src="https://js.hs-scripts.com/1.js"></script>'
    sites.add(HOST, "/", f"<html><head><title>Acme Robotics</title>{ld(COMPANY)}{tag}</head>{links}</html>")
    sites.add(HOST, "/about", f"<html><title>About</title>{ld(PERSON)}<p>Jane Doe leads finance.</p></html>")
    sites.add(
        HOST, "/jobs", f"<html>{ld({'@type': 'JobPosting', 'title': 'Robotics engineer'})}<p>Jobs</p></html>"
    )
    return sites


def run(run_jobs, lead, kind: ResearchType = ResearchType.COMPANY) -> ResearchJob:
    with run_jobs():
        job = request_research(contact_id=lead.pk, kind=kind)
    job.refresh_from_db()
    return job


def told() -> list[tuple[str, str, str, str]]:
    rows = ResearchInsight.objects.order_by("type", "content")
    return [(row.type, row.content, row.quote, row.url) for row in rows]


def test_structured_data_and_technology_become_insights_with_evidence(site, lead, run_jobs):
    job = run(run_jobs, lead)
    home = f"https://{HOST}/"
    description = COMPANY["description"]
    assert told() == [
        ("company_profile", description, f"description: {description}", home),
        ("company_profile", "Acme Robotics was founded in 2012.", "foundingDate: 2012", home),
        (
            "hiring_signals",
            "Acme Robotics is hiring: Robotics engineer.",
            "title: Robotics engineer",
            f"{home}jobs",
        ),
        (
            "tech_stack",
            "Acme Robotics uses HubSpot.",
            '<script src="//js.hs-scripts.com/1.js">'.replace("//", "https://"),
            home,
        ),
    ]
    assert (job.state, job.insights_found, job.slot) == ("completed", 4, None)
    assert job.problem == "No AI vendor is connected."
    assert [page.url for page in job.pages.all()] == [home, f"{home}about", f"{home}jobs"]
    assert ("other.example", "/about") not in site.calls
    insight = ResearchInsight.objects.first()
    assert (insight.company, insight.contact, insight.is_by_model) == (lead.company, None, False)


def test_a_person_is_told_apart_from_the_company(site, lead, run_jobs):
    job = run(run_jobs, lead, ResearchType.PERSON)
    assert [row[:2] for row in told()] == [
        ("professional_background", "Jane Doe works as Chief Financial Officer.")
    ]
    assert ResearchInsight.objects.get().contact == lead
    assert job.insights_found == 1


def test_the_end_is_an_event_about_the_lead(site, lead, run_jobs):
    run(run_jobs, lead)
    payload = StoredEvent.objects.get(type="revops.ResearchCompleted").facts[0]
    assert (payload["contactId"], payload["insightCount"]) == (str(lead.pk), 4)
    assert payload["topInsight"] == "Acme Robotics is hiring: Robotics engineer."


def test_what_is_found_again_is_confirmed_with_its_new_date(site, lead, run_jobs):
    run(run_jobs, lead)
    before = ResearchInsight.objects.get(type="hiring_signals").read_at
    job = run(run_jobs, lead)
    assert (job.insights_found, job.insights_confirmed, ResearchInsight.objects.count()) == (0, 4, 4)
    after = ResearchInsight.objects.get(type="hiring_signals")
    assert after.read_at > before
    assert after.job == job


def test_a_changed_page_leaves_the_old_quote_with_its_page(site, lead, run_jobs):
    run(run_jobs, lead)
    old = ResearchInsight.objects.get(type="hiring_signals")
    site.add(HOST, "/jobs", f"<html>{ld({'@type': 'JobPosting', 'title': 'Accountant'})}</html>")
    run(run_jobs, lead)
    old.refresh_from_db()
    assert old.quote == "title: Robotics engineer"
    assert old.page.facts[0]["line"] == old.quote


def test_nothing_found_is_a_result(sites, lead, run_jobs):
    sites.add(HOST, "/", "<html><p>Welcome to our page.</p></html>")
    job = run(run_jobs, lead)
    assert (job.state, job.insights_found) == ("completed", 0)
    assert StoredEvent.objects.get(type="revops.ResearchCompleted").facts[0]["insightCount"] == 0


def test_every_page_says_what_became_of_it(sites, lead, run_jobs):
    links = "".join(
        f'<a href="/{name}">x</a>' for name in ("about", "jobs", "news", "pricing", "team.pdf", "blog")
    )
    sites.add(HOST, "/robots.txt", "User-agent: *\nDisallow: /pricing")
    sites.add(HOST, "/", f"<html><p>Hello</p>{links}</html>")
    sites.add(HOST, "/about", b"x" * 10 * 1024 * 1024)
    sites.add(HOST, "/jobs", "", status=302, headers={"Location": "http://10.0.0.1/"})
    sites.add(HOST, "/team.pdf", "<html>no document</html>", content_type="application/pdf")
    sites.add(HOST, "/blog", "<html></html>")
    job = run(run_jobs, lead)
    outcomes = {page.url.rpartition("/")[2]: page.outcome for page in job.pages.all()}
    assert outcomes == {
        "": "read",
        "about": "failed",
        "jobs": "blocked",
        "news": "missing",
        "pricing": "refused",
        "team.pdf": "unreadable",
        "blog": "empty",
    }


def test_a_site_that_does_not_answer_completes_with_what_vendors_know(sites, lead, run_jobs):
    sites.add(HOST, "/", "", status=503)
    job = run(run_jobs, lead)
    assert (job.state, [page.words for page in job.pages.all()]) == ("completed", ["HTTP 503"])


def test_a_document_is_read_like_a_page(sites, lead, run_jobs):
    sites.add(HOST, "/", '<html><a href="/about.pdf">About us</a></html>')
    sites.add(HOST, "/about.pdf", make_pdf("Acme hires."), content_type="application/pdf")
    assert run(run_jobs, lead).pages.get(url__endswith="pdf").text == "Acme hires."


def test_a_job_that_was_interrupted_goes_on_without_fetching_again(site, lead, run_jobs):
    job = run(run_jobs, lead)
    fetched = len(site.calls)
    ResearchInsight.objects.all().delete()
    job.pages.update(read_at=None)
    ResearchJob.objects.update(state="pending", insights_found=0, attempt=1)
    assert run_next() == 1
    assert len(site.calls) == fetched
    assert ResearchInsight.objects.count() == 4


def test_a_lead_whose_company_lost_its_website_ends_with_a_reason(site, lead, run_jobs):
    with run_jobs():
        job = request_company_research(company_id=lead.company_id)
        lead.company.domain = ""
        lead.company.save()
        lead.email = ""
        lead.save()
    job.refresh_from_db()
    assert job.state == "failed"
    assert "no website" in job.problem


def test_a_company_without_leads_has_no_event(site, company, run_jobs):
    with run_jobs():
        request_company_research(company_id=company.pk)
    assert ResearchInsight.objects.count() == 4
    assert not StoredEvent.objects.filter(type="revops.ResearchCompleted").exists()


def test_a_named_job_runs_alone(site, lead, company):
    first = request_research(contact_id=lead.pk, kind=ResearchType.COMPANY)
    second = request_research(contact_id=lead.pk, kind=ResearchType.PERSON)
    assert run_next(only=second.pk) == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("pending", "completed")


def test_a_message_that_has_run_long_enough_hands_over_to_another(sites, acme, monkeypatch):
    sent = []
    monkeypatch.setattr("revops.agents.research.services.run.SECONDS", -1.0)
    monkeypatch.setattr("revops.agents.research.services.run.enqueue_at_once", sent.append)
    for lead in ContactFactory.create_batch(2):
        request_research(contact_id=lead.pk, kind=ResearchType.COMPANY)
    assert run_next() == 1
    assert [each.name for each in sent] == [RUN_RESEARCH.name]


def test_with_three_running_nothing_is_run(sites, acme):
    for lead in ContactFactory.create_batch(4):
        request_research(contact_id=lead.pk, kind=ResearchType.COMPANY)
    for _ in range(3):
        claim_next()
    assert run_next() == 0
    assert sites.calls == []


@pytest.fixture
def meanwhile(site, monkeypatch):
    """Does something at the moment when a page of the site has been fetched."""

    def during(path: str, action) -> None:
        fetch = Fetcher.fetch

        def fetched(self: Fetcher, url: str):
            found = fetch(self, url)
            if url.endswith(path):
                action()
            return found

        monkeypatch.setattr(Fetcher, "fetch", fetched)

    return during


def test_a_lead_who_is_erased_while_pages_are_fetched_leaves_nothing(site, lead, run_jobs, meanwhile):
    meanwhile("/about", lambda: erase_contacts(contact_ids=[lead.pk]))
    with run_jobs():
        request_research(contact_id=lead.pk, kind=ResearchType.PERSON)
    assert not ResearchJob.objects.exists()
    assert not ResearchPage.objects.exists()
    assert not ResearchInsight.objects.exists()
    assert not StoredEvent.objects.filter(type="revops.ResearchCompleted").exists()


def test_a_worker_that_was_taken_for_dead_writes_nothing_more(site, lead, meanwhile):
    job = request_research(contact_id=lead.pk, kind=ResearchType.COMPANY)
    meanwhile("/about", lambda: ResearchJob.objects.update(attempt=2))
    run_next()
    job.refresh_from_db()
    assert (job.state, job.insights_found) == ("running", 0)
    assert not StoredEvent.objects.filter(type="revops.ResearchCompleted").exists()


def test_a_page_whose_data_is_hostile_stops_no_job(sites, lead, run_jobs):
    item = {
        "@type": "Organization",
        "name": "Acme Robotics",
        "foundingDate": "20\u000012",
        "description": "\ud800x",
    }
    broken = "<script type='application/ld+json'>{</script>"
    page = f"<html><title>Acme\x00&#0;</title>{ld(item)}{ld([[[[{}]]]])}{broken}"
    sites.add(HOST, "/", page, content_type="text/html; charset*=utf-8''%00")
    job = run(run_jobs, lead)
    assert job.state == "completed"
    assert "Acme Robotics was founded in 2012." in [row[1] for row in told()]


def test_a_document_dated_before_the_calendar_stops_no_job(sites, lead, run_jobs):
    sites.add(HOST, "/", '<html><a href="/about.pdf">About us</a></html>')
    document = make_pdf("Acme hires.").replace(b"D:20260301120000Z", b"D:00010101000000+14'00'")
    sites.add(HOST, "/about.pdf", document, content_type="application/pdf")
    job = run(run_jobs, lead)
    assert job.state == "completed"
    assert job.pages.get(url__endswith="pdf").published_at is None


def test_a_site_that_cannot_be_called_at_all_is_a_result_with_words(lead, run_jobs, settings):
    settings.MAUNTIC_HTTP_ALLOW_LOOPBACK = True
    settings.MAUNTIC_RESEARCH_GATEWAY = "http://127.0.0.1:9"
    job = run(run_jobs, lead)
    page = job.pages.get()
    assert (job.state, page.outcome) == ("completed", "failed")
    assert "No answer from 127.0.0.1:9" in page.words


def test_an_item_about_a_customer_is_no_fact_about_the_company(sites, lead, run_jobs):
    customer = {"@type": "Organization", "name": "Globex", "foundingDate": "1999"}
    sites.add(HOST, "/", f"<html>{ld(customer)}<p>Our customer</p></html>")
    run(run_jobs, lead)
    assert told() == []


def test_the_event_names_only_what_this_job_found(site, lead, run_jobs):
    make_insight(company=lead.company, relevance=1.0, content="Known before.")
    run(run_jobs, lead)
    payload = StoredEvent.objects.get(type="revops.ResearchCompleted").facts[0]
    assert payload["insightCount"] == ResearchInsight.objects.exclude(content="Known before.").count()
    assert payload["topInsight"] != "Known before."
