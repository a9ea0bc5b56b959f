"""What is stored of findings: what is new, what is confirmed, and what is not good enough."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from mauntic.kernel.clock import now
from revops.agents.research.domain.findings import Finding
from revops.agents.research.domain.kinds import InsightType, ResearchType
from revops.agents.research.models.insights import ResearchInsight
from revops.agents.research.models.jobs import ResearchJob
from revops.agents.research.selectors.subjects import subject_of
from revops.agents.research.services.insights import MOST_COMPARED, Origin, store_findings
from tests.factories.crm import ContactFactory
from tests.factories.research import make_insight, make_page

HIRING, NEWS, CAREER = InsightType.HIRING_SIGNALS, InsightType.RECENT_NEWS, InsightType.CAREER_TRAJECTORY


@pytest.fixture
def job(lead) -> ResearchJob:
    return ResearchJob.objects.create(type="company", contact=lead, company=lead.company)


@pytest.fixture
def store():
    """Stores contents as findings of one origin: `store(job, "Acme hires.", kind=...)`."""

    def run(
        job: ResearchJob, *contents: str, kind: InsightType = HIRING, origin: Origin | None = None
    ) -> None:
        findings = [Finding.of_line(kind, each, each) for each in contents]
        store_findings(job, subject_of(job), origin or Origin("https://acme.example/"), findings, Counter())

    return run


def contents() -> list[str]:
    return sorted(ResearchInsight.objects.values_list("content", flat=True))


def test_new_findings_are_counted_and_carry_their_origin(job, store):
    page = make_page(job, title="x" * 300, published_at=now() - timedelta(days=2))
    store(job, "It hires engineers.", "They look for accountants in Rome.", origin=Origin.of(page))
    assert (job.insights_found, job.insights_confirmed, job.dropped) == (2, 0, {})
    insight = ResearchInsight.objects.first()
    assert (insight.page, insight.url, insight.source) == (page, page.final_url, page.title)
    assert (insight.published_at, insight.read_at) == (page.published_at, page.fetched_at)


@pytest.mark.parametrize("again", ["It hires engineers.", "IT HIRES ENGINEERS.", "It  hires\u00a0engineers."])
def test_what_differs_in_typing_only_is_confirmed(job, store, again):
    store(job, "It hires engineers.")
    store(job, again, origin=Origin("https://acme.example/new"))
    insight = ResearchInsight.objects.get()
    assert (job.insights_found, job.insights_confirmed) == (1, 1)
    assert (insight.content, insight.url) == ("It hires engineers.", "https://acme.example/new")


def test_the_same_twice_on_one_page_is_one_insight_and_no_confirmation(job, store):
    store(job, "It hires engineers.", "It hires engineers.")
    assert contents() == ["It hires engineers."]
    assert (job.insights_found, job.insights_confirmed) == (1, 0)


def test_of_two_that_are_alike_the_first_stays(job, store):
    store(job, "It hires ten engineers in Berlin this year.")
    store(job, "It hires ten engineers in Berlin this year, too.")
    assert contents() == ["It hires ten engineers in Berlin this year."]
    assert job.dropped == {"low_quality": 1}


def test_the_name_of_the_company_makes_no_two_claims_alike(job, store):
    store(job, "Acme Robotics hires.", "Acme Robotics exports.")
    assert len(contents()) == 2


@pytest.mark.parametrize(("days", "is_kept"), [(1, True), (100, True), (400, False)])
def test_old_news_is_dropped_as_not_good_enough(job, store, days, is_kept):
    origin = Origin("https://acme.example/", published_at=now() - timedelta(days=days))
    store(job, "It opened a factory in Gdansk.", kind=NEWS, origin=origin)
    assert (contents() != []) is is_kept
    assert job.dropped == ({} if is_kept else {"low_quality": 1})


def test_what_is_known_is_confirmed_by_an_old_page_though_it_would_not_be_kept_today(job, store):
    store(job, "It opened a factory in Gdansk.", kind=NEWS, origin=Origin(published_at=now()))
    old = now() - timedelta(days=400)
    store(job, "It opened a factory in Gdansk.", kind=NEWS, origin=Origin(published_at=old))
    insight = ResearchInsight.objects.get()
    assert insight.published_at == old
    assert not insight.quality_at(now()).is_kept


def test_dropped_claims_of_several_pages_add_up(job):
    for _ in range(2):
        store_findings(job, subject_of(job), Origin(), [], Counter({"not_found": 2, "negated": 1}))
    assert job.dropped == {"not_found": 4, "negated": 2}


def test_what_was_found_long_ago_is_confirmed_however_much_was_found_since(job, store):
    old = make_insight(company=job.company, content="It builds robots.", read_at=now() - timedelta(days=300))
    ResearchInsight.objects.bulk_create(
        ResearchInsight(
            company=job.company,
            type="recent_news",
            content=f"Number {number}",
            quote="x",
            sentence="x",
            relevance=1,
            uniqueness=1,
            digest=str(number),
        )
        for number in range(MOST_COMPARED)
    )
    store(job, "It builds robots.")
    assert (job.insights_found, job.insights_confirmed) == (0, 1)
    old.refresh_from_db()
    assert old.read_at > now() - timedelta(days=1)


def test_many_findings_take_as_many_queries_as_one(job, store, django_assert_num_queries):
    with django_assert_num_queries(3):
        store(job, "It hires engineers.")
    with django_assert_num_queries(4):
        store(job, "It hires engineers.", *(f"In town{n} lives{n} builder{n} number{n}." for n in range(20)))
    assert job.insights_found == 21


def test_insights_of_a_lead_without_a_known_company_are_the_leads(acme, store):
    lead = ContactFactory(company=None, email="jane@acme-robotics.example")
    job = ResearchJob.objects.create(type="company", contact=lead)
    store(job, "It hires engineers.")
    insight = ResearchInsight.objects.get()
    assert (insight.contact, insight.company) == (lead, None)


def test_two_people_may_have_the_same_insight(lead, store):
    colleague = ContactFactory(company=lead.company, first_name="John", last_name="Roe")
    for person in (lead, colleague):
        job = ResearchJob.objects.create(type=ResearchType.PERSON, contact=person, company=person.company)
        store(job, "They studied in Oslo.", kind=CAREER)
    assert set(ResearchInsight.objects.values_list("contact", flat=True)) == {lead.pk, colleague.pk}


def test_an_insight_is_about_a_company_or_a_person_and_not_both(lead):
    for about in ({}, {"company": lead.company, "contact": lead}):
        with pytest.raises(IntegrityError, match="insight_about_one"), transaction.atomic():
            make_insight(**about)


def test_no_insight_is_stored_twice(lead):
    make_insight(company=lead.company)
    with pytest.raises(IntegrityError, match="one_insight_of_a_company"), transaction.atomic():
        make_insight(company=lead.company)
    make_insight(contact=lead)
    with pytest.raises(IntegrityError, match="one_insight_of_a_person"), transaction.atomic():
        make_insight(contact=lead)
