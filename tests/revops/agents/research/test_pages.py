"""Insights and research on the pages of leads and companies."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mauntic.kernel.clock import now
from revops.agents.research.models.jobs import ResearchJob
from tests.factories.crm import CompanyFactory, ContactFactory
from tests.factories.research import make_insight, make_page
from tests.support.queries import queries_of


@pytest.fixture
def start(web, lead):
    """Asks for research on the page of the lead."""
    return lambda **body: web.post(reverse("revops:research-lead-start", args=[lead.pk]), body, follow=True)


def test_the_lead_shows_what_its_company_says_with_the_quote_marked(web, lead):
    make_insight(company=lead.company, content="Acme hires engineers.")
    make_insight(
        contact=lead, content="Jane studied in Oslo.", sentence="Doe studied in Oslo.", quote="studied in"
    )
    make_insight(company=CompanyFactory(), content="Globex hires.")
    page = web.get(reverse("lead", args=[lead.pk])).text
    assert "Acme hires engineers." in page
    assert "Acme <mark>hires engineers</mark> in Berlin." in page
    assert "Doe <mark>studied in</mark> Oslo." in page
    assert "Globex hires." not in page
    assert 'href="https://acme.example/jobs"' in page


def test_the_company_shows_its_own_insights_only(web, lead):
    make_insight(company=lead.company, content="Acme hires engineers.")
    make_insight(contact=lead, content="Jane studied in Oslo.")
    page = web.get(reverse("company", args=[lead.company_id])).text
    assert "Acme hires engineers." in page
    assert "Jane studied" not in page


def test_old_insights_say_so(web, lead):
    make_insight(company=lead.company, published_at=now() - timedelta(days=700))
    assert ">old<" in web.get(reverse("lead", args=[lead.pk])).text


@pytest.mark.parametrize(("kind", "name"), [("company", "Acme Robotics"), ("person", "Jane Doe")])
def test_research_is_started_and_its_state_is_polled(start, web, lead, kind, name):
    page = start(type=kind).text
    assert f"Research on {name} started." in page
    assert f"Research ({kind}) is waiting" in page
    card = reverse("revops:research-lead-card", args=[lead.pk])
    assert f'hx-get="{card}"' in page
    ResearchJob.objects.update(state="completed", completed_at=now())
    done = web.get(card).text
    assert "hx-get" not in done
    assert "nothing found" in done


def test_progress_counts_the_pages_that_are_read(web, lead):
    job = ResearchJob.objects.create(type="company", company=lead.company, state="running", slot=1)
    make_page(job, read_at=now())
    make_page(job, position=1)
    make_page(job, position=2, outcome="pending")
    page = web.get(reverse("revops:research-company-card", args=[lead.company_id])).text
    assert "1 of 3 pages read" in page


def test_a_wrong_type_is_refused(start):
    answer = start(type="weather")
    assert answer.status_code == 422
    assert "Choose company or person." in answer.text
    assert not ResearchJob.objects.exists()


def test_a_company_without_a_website_says_what_to_do(web, acme):
    company = CompanyFactory(domain="")
    url = reverse("revops:research-company-start", args=[company.pk])
    assert "Enter its domain" in web.post(url, follow=True).text


def test_a_job_shows_its_pages_and_what_it_dropped(web, lead):
    job = ResearchJob.objects.create(
        type="company",
        company=lead.company,
        state="completed",
        completed_at=now(),
        dropped={"not_found": 2, "negated": 1},
        problem="No AI vendor is connected.",
    )
    make_page(job, outcome="blocked", words="10.0.0.1 leads into the inner network.")
    make_insight(company=lead.company, job=job)
    page = web.get(reverse("revops:research-job", args=[job.pk])).text
    assert "quote not on the page (2), negation left out (1)" in page
    assert "10.0.0.1 leads into the inner network." in page
    assert "No AI vendor is connected." in page


def test_text_of_strangers_is_shown_as_text(web, lead):
    evil = '<img src=x onerror="alert(1)">'
    make_insight(company=lead.company, content=evil, sentence=f"{evil} hires engineers", source=evil)
    page = web.get(reverse("lead", args=[lead.pk])).text
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


@pytest.mark.parametrize("name", ["revops:research-lead", "revops:research-company", "lead"])
def test_more_insights_take_no_more_queries(web, lead, name):
    url = reverse(name, args=[lead.company_id if "company" in name else lead.pk])

    def grow(count: int) -> None:
        for number in range(count):
            make_insight(company=lead.company, content=f"Insight {number} of {count}")
            ResearchJob.objects.create(
                type="company", company=lead.company, state="completed", completed_at=now()
            )

    grow(1)
    web.get(url)
    few = queries_of(lambda: web.get(url))
    grow(5)
    assert queries_of(lambda: web.get(url)) == few


def test_all_insights_are_paged(web, lead):
    for number in range(60):
        make_insight(company=lead.company, content=f"Insight number {number}.")
    url = reverse("revops:research-lead", args=[lead.pk])
    page = web.get(url)
    assert page.context["page"].after
    assert "Insight number 59." in page.text
    assert "Insight number 0." not in page.text


def test_a_colleague_elsewhere_sees_nothing(web, lead):
    other = ContactFactory()
    make_insight(contact=other, content="Secret of another lead.")
    assert "Secret of another" not in web.get(reverse("revops:research-lead", args=[lead.pk])).text
