"""Research beyond the company's own site."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from mauntic.sandbox.sites import Sites
from revops.agents.llm.models.accounts import LlmModel
from revops.agents.llm.models.runs import AgentRun
from revops.agents.research.domain.kinds import ResearchType
from revops.agents.research.models.insights import ResearchInsight
from revops.agents.research.models.jobs import ResearchJob, ResearchPage
from revops.agents.research.services.requests import request_research
from revops.agents.research.services.run import run_next
from tests.conftest import ACME_HOST
from tests.factories.agents import connect_llm
from tests.factories.search import connect_search
from tests.revops.agents.research.conftest import HOST

NEWS = "https://news.example/acme"
ABOUT_ACME = f"<title>Acme Robotics grows</title><p>Acme Robotics ({HOST}) hired 40 engineers in Lyon.</p>"
HIRED = {
    "type": "hiring_signals",
    "claim": "Acme Robotics hired 40 engineers.",
    "quote": "hired 40 engineers",
}


@pytest.fixture
def site(sites: Sites) -> Sites:
    sites.add(HOST, "/", "<title>Acme Robotics</title><p>We build robots.</p>")
    sites.add("news.example", "/acme", f"<html>{ABOUT_ACME}</html>")
    return sites


@pytest.fixture
def web(sandbox, site):
    sandbox.llm.web.add(NEWS, "Acme Robotics grows", "…", date(2026, 11, 20))
    return sandbox.llm.web


@pytest.fixture
def reader(acme, sandbox) -> LlmModel:
    """A model that finds one claim on every page that has its quote."""
    sandbox.llm.script = lambda asked: {"claims": [HIRED] if "hired 40" in asked.message else []}
    return connect_llm(sandbox)


@pytest.fixture
def research(run_jobs, lead):
    def research(kind: ResearchType = ResearchType.COMPANY) -> ResearchJob:
        with run_jobs():
            job = request_research(contact_id=lead.pk, kind=kind)
        job.refresh_from_db()
        return job

    return research


def test_without_an_engine_only_the_companys_site_is_read(web, research):
    job = research()
    assert (web.asked, job.searched_with, job.search_problem) == ([], "", "")
    assert {page.found_by for page in job.pages.all()} == {""}


def test_what_a_search_finds_is_fetched_checked_and_kept_with_its_page(sandbox, web, reader, research):
    connect_search(sandbox)
    job = research()
    assert web.asked[0]["q"] == '"Acme Robotics" news'
    page = job.pages.get(found_by="brave")
    assert (page.url, page.outcome, page.published_at.date()) == (NEWS, "read", date(2026, 11, 20))
    insight = ResearchInsight.objects.get()
    assert (insight.content, insight.url, insight.published_at) == (HIRED["claim"], NEWS, page.published_at)
    assert insight.relevance == pytest.approx(0.95 * 0.9)  # another site says it
    assert job.cost == sum(run.cost for run in AgentRun.objects.all()) > Decimal("0.005")


def test_a_person_is_searched_by_name_and_company(sandbox, web, research):
    connect_search(sandbox)
    research(ResearchType.PERSON)
    assert web.asked[0]["q"] == '"Jane Doe" Acme Robotics'


def test_words_of_the_search_itself_are_no_evidence(sandbox, web, site, reader, research):
    connect_search(sandbox)
    site.add("news.example", "/acme", f"<p>Acme Robotics ({HOST}) moved.</p>")
    web.hits[:] = []
    web.add(NEWS, "Acme Robotics", "Acme Robotics hired 40 engineers in Lyon.")
    research()
    assert not ResearchInsight.objects.exists()
    assert all("hired 40" not in asked.message for asked in sandbox.llm.asked)


@pytest.mark.parametrize(
    "body",
    [
        "<p>Acme Robotics hired 40 engineers in Lyon.</p>",  # no second fact
        "<p>Acme hired 40 engineers in Lyon. Visit acme.example.</p>",
        "<p>Globex hired 40 engineers in Lyon.</p>",
    ],
)
def test_a_page_about_another_company_is_not_even_given_to_the_model(
    sandbox, web, site, reader, research, lead, body
):
    lead.company.industry = ""
    lead.company.save()
    connect_search(sandbox)
    site.add("news.example", "/acme", body)
    job = research()
    assert job.pages.get(found_by="brave").outcome == "read"
    assert not ResearchInsight.objects.exists()
    assert all("hired 40" not in asked.message for asked in sandbox.llm.asked)


def test_the_pages_own_date_comes_before_that_of_the_engine(sandbox, web, site, research):
    connect_search(sandbox)
    meta = '<meta property="article:published_time" content="2025-01-02">'
    site.add("news.example", "/acme", f"<html><head>{meta}</head>{ABOUT_ACME}</html>")
    assert research().pages.get(found_by="brave").published_at.date() == date(2025, 1, 2)


def test_a_date_in_the_future_is_none(sandbox, web, site, research):
    connect_search(sandbox)
    web.hits[:] = []
    web.add(NEWS, "Acme Robotics", "", date(2199, 1, 1))
    assert research().pages.get(found_by="brave").published_at is None


@pytest.mark.parametrize("status", [429, 500])
def test_a_search_that_fails_leaves_the_site_and_the_job_says_why(sandbox, web, research, status):
    connect_search(sandbox)
    web.status = status
    job = research()
    assert job.state == "completed"
    assert job.search_problem.startswith("Brave Search ")
    assert job.pages.get().url == f"https://{HOST}/"


def test_a_result_in_an_inner_network_is_blocked(sandbox, web, research):
    connect_search(sandbox)
    web.add("http://metadata.example/latest", "Acme Robotics")
    web.hits[0] = web.hits[0].__class__("http://user@news.example/", "Acme Robotics")
    job = research()
    assert "user@" not in "".join(job.pages.values_list("url", flat=True))


def test_a_worker_that_died_after_the_search_does_not_search_again(sandbox, web, lead):
    connect_search(sandbox)
    job = request_research(contact_id=lead.pk, kind=ResearchType.COMPANY)
    ResearchJob.objects.filter(pk=job.pk).update(searched_with="brave")
    run_next()
    job.refresh_from_db()
    assert (job.state, web.asked) == ("completed", [])
    assert job.search_problem == "Interrupted during the search, which is not repeated."


def test_a_site_that_does_not_answer_leaves_what_others_say(sandbox, web, site, reader, research):
    connect_search(sandbox)
    site.pages.pop(HOST)
    research()
    assert ResearchInsight.objects.get().url == NEWS


def test_the_page_of_the_job_names_the_engine_and_its_pages(sandbox, web, research, rep):
    connect_search(sandbox)
    job = research()
    client = Client(headers={"host": ACME_HOST})
    client.force_login(rep)
    page = client.get(f"/revops/research/jobs/{job.pk}/").content.decode()
    assert "Brave Search" in page
    assert page.count("Found by web search") == ResearchPage.objects.filter(found_by="brave").count() == 1
