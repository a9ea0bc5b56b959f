"""Insights and research on the pages of leads and companies."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from revops.agents.research.models.jobs import PageOutcome, ResearchJob
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


@pytest.mark.parametrize(
    ("kind", "words"),
    [("person", "no page says anything about Jane Doe"), ("company", "about the company that")],
)
def test_a_job_that_found_nothing_says_so(web, lead, kind, words):
    ended = {"state": "completed", "completed_at": now()}
    job = ResearchJob.objects.create(type=kind, company=lead.company, contact=lead, **ended)
    address = reverse("revops:research-job", args=[job.pk])
    assert words in web.get(address).text
    ResearchJob.objects.update(insights_confirmed=1)
    assert "Nothing found" not in web.get(address).text


def test_what_a_vendor_supplied_is_not_called_published(web, lead):
    make_insight(company=lead.company, url="", source="Clearbit", published_at=now())
    page = web.get(reverse("revops:research-lead-card", args=[lead.pk])).text
    assert "Clearbit · supplied" in page
    assert "published" not in page


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


NAMES = ["lead", "company", "lead-card", "company-card", "lead-start", "company-start", "job"]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_gone_is_not_found(web, acme, name):
    url = reverse(f"revops:research-{name}", args=[new_id()])
    answer = web.post(url, {"type": "company"}) if name.endswith("start") else web.get(url)
    assert answer.status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_nobody_sees_or_starts_research_without_signing_in(stranger, lead, name):
    pk = lead.company_id if name.startswith("company") else lead.pk
    if name == "job":
        pk = ResearchJob.objects.create(type="company", company=lead.company).pk
    url = reverse(f"revops:research-{name}", args=[pk])
    answer = stranger.post(url, {"type": "company"}) if name.endswith("start") else stranger.get(url)
    assert answer.status_code == 302
    assert "next=" in answer["Location"]
    assert not ResearchJob.objects.filter(contact=lead).exists()


@pytest.mark.parametrize("name", ["lead-start", "company-start"])
def test_a_link_starts_no_research(web, lead, name):
    pk = lead.company_id if name.startswith("company") else lead.pk
    assert web.get(reverse(f"revops:research-{name}", args=[pk])).status_code == 405
    assert not ResearchJob.objects.exists()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_starting_research_leads_to_no_other_site(web, lead, target):
    url = reverse("revops:research-lead-start", args=[lead.pk])
    answer = web.post(url, {"type": "company", "next": target})
    assert answer["Location"] == reverse("lead", args=[lead.pk])


def test_who_starts_research_comes_back_to_where_they_were_and_is_named(web, lead, rep):
    back = reverse("revops:research-company", args=[lead.company_id])
    url = reverse("revops:research-company-start", args=[lead.company_id])
    assert web.post(url, {"next": back})["Location"] == back
    job = ResearchJob.objects.get()
    page = web.get(reverse("revops:research-job", args=[job.pk])).text
    assert job.requested_by == rep
    assert f"Requested by {rep.name}" in page


def test_pressing_twice_starts_one_research(start):
    start(type="company")
    start(type="company")
    assert ResearchJob.objects.count() == 1


def test_a_person_without_a_full_name_says_what_to_do(start, lead):
    lead.last_name = ""
    lead.save()
    assert "Enter the first and last name of the lead." in start(type="person").text
    assert not ResearchJob.objects.exists()


@pytest.mark.parametrize("body", [{}, {"type": ""}, {"type": "COMPANY"}, {"type": "company\x00"}])
def test_input_that_is_no_type_is_refused(start, body):
    assert start(**body).status_code == 422
    assert not ResearchJob.objects.exists()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"insights_found": 1}, "1 new insight<"),
        ({"insights_found": 3, "insights_confirmed": 2}, "3 new insights"),
        ({"insights_confirmed": 2}, "nothing new, 2 confirmed"),
        ({}, "nothing found"),
        ({"state": "failed", "problem": "Interrupted 3 times."}, "Research (company) failed"),
        ({"problem": "No AI vendor is connected."}, "nothing found. No AI vendor is connected."),
    ],
)
def test_the_end_of_research_is_told_in_a_line(web, lead, values, words):
    ended = {"type": "company", "company": lead.company, "state": "completed", "completed_at": now()}
    ResearchJob.objects.create(**ended | values)
    page = web.get(reverse("revops:research-lead-card", args=[lead.pk])).text
    assert words in page


@pytest.mark.parametrize(
    ("state", "is_open"), [("pending", True), ("running", True), ("completed", False), ("failed", False)]
)
def test_pages_ask_for_themselves_only_while_research_is_open(web, lead, state, is_open):
    job = ResearchJob.objects.create(
        type="company", company=lead.company, state=state, completed_at=None if is_open else now()
    )
    for url in (
        reverse("revops:research-job", args=[job.pk]),
        reverse("revops:research-lead", args=[lead.pk]),
        reverse("revops:research-company-card", args=[lead.company_id]),
    ):
        assert ('hx-trigger="every 2s"' in web.get(url).text) is is_open


@pytest.mark.parametrize(
    ("name", "part"), [("revops:research-job", "job"), ("revops:research-lead", "research")]
)
def test_a_page_that_asks_for_itself_gets_its_part_only(web, lead, name, part):
    job = ResearchJob.objects.create(type="company", company=lead.company)
    url = reverse(name, args=[job.pk if name.endswith("job") else lead.pk])
    found = web.get(url, headers={"HX-Request": "true", "HX-Target": part}).text
    assert "<html" not in found
    assert found.lstrip().startswith(f'<div id="{part}"')


def test_empty_pages_say_what_research_does(web, lead):
    page = web.get(reverse("revops:research-lead", args=[lead.pk])).text
    assert "No insights yet." in page
    assert "No research yet." in page
    assert "Research person" in page
    assert "Research person" not in web.get(reverse("revops:research-company", args=[lead.company_id])).text


def test_a_job_whose_pages_were_purged_says_so(web, lead):
    job = ResearchJob.objects.create(type="person", contact=lead, state="completed", completed_at=now())
    page = web.get(reverse("revops:research-job", args=[job.pk])).text
    assert "They are deleted 90 days after they were read." in page


@pytest.mark.parametrize("outcome", PageOutcome)
def test_every_outcome_of_a_page_is_told_in_words(web, lead, outcome):
    job = ResearchJob.objects.create(type="company", company=lead.company)
    make_page(job, outcome=outcome, title="")
    page = web.get(reverse("revops:research-job", args=[job.pk])).text
    assert str(outcome.label) in page
    assert "https://acme.example/about" in page


def test_what_a_job_found_by_a_model_comes_first_and_its_cost_is_shown(web, lead):
    job = ResearchJob.objects.create(
        type="company", company=lead.company, cost="0.0123", reader="model-1", insights_found=2
    )
    make_insight(company=lead.company, job=job, content="By a program.")
    make_insight(company=lead.company, job=job, content="By a model.", is_by_model=True)
    make_insight(company=lead.company, content="Of another job.")
    page = web.get(reverse("revops:research-job", args=[job.pk])).text
    assert page.index("By a model.") < page.index("By a program.")
    assert "Of another job." not in page
    assert "model-1" in page
    assert "$0.01" in page


def test_an_insight_of_a_vendor_is_no_link_and_one_without_a_date_says_so(web, lead):
    make_insight(company=lead.company, url="", source="BuiltWith")
    make_insight(company=lead.company, content="Dated.", published_at=now() - timedelta(days=2))
    page = web.get(reverse("revops:research-company", args=[lead.company_id])).text
    assert "BuiltWith" in page
    assert 'href=""' not in page
    assert "no date, read" in page
    assert "published" in page


def test_links_to_pages_of_strangers_tell_them_nothing(web, lead):
    make_insight(company=lead.company)
    page = web.get(reverse("lead", args=[lead.pk])).text
    assert 'href="https://acme.example/jobs" rel="noopener noreferrer nofollow"' in page


def test_every_insight_is_on_one_page_and_one_only(web, lead):
    for number in range(60):
        make_insight(company=lead.company, content=f"Insight number {number}.")
    url = reverse("revops:research-company", args=[lead.company_id])
    first = web.get(url)
    second = web.get(url, {"after": first.context["page"].after})
    rows = [each.row.pk for page in (first, second) for each in page.context["insights"]]
    assert (len(rows), len(set(rows))) == (60, 60)
    back = web.get(url, {"before": second.context["page"].before})
    assert [each.row.pk for each in back.context["insights"]] == rows[:50]


@pytest.mark.parametrize("token", ["x", "bm9uc2Vuc2U", "' or 1=1 --"])
def test_a_wrong_place_in_the_list_shows_its_beginning(web, lead, token):
    make_insight(company=lead.company)
    page = web.get(reverse("revops:research-lead", args=[lead.pk]), {"after": token})
    assert (page.status_code, len(page.context["insights"])) == (200, 1)


def test_a_job_with_more_pages_takes_no_more_queries(web, lead):
    job = ResearchJob.objects.create(type="company", contact=lead, company=lead.company)
    url = reverse("revops:research-job", args=[job.pk])

    def grow(first: int, last: int) -> None:
        for number in range(first, last):
            make_page(job, position=number)
            make_insight(company=lead.company, job=job, content=f"Insight {number}")

    grow(0, 1)
    few = queries_of(lambda: web.get(url))
    grow(1, 6)
    assert queries_of(lambda: web.get(url)) == few
