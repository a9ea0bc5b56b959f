"""The state of research, and whom it is about."""

from datetime import timedelta

import pytest

from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, NotFound
from mauntic.kernel.ids import new_id
from revops.agents.research.domain.claims import Drop
from revops.agents.research.labels import DROPS
from revops.agents.research.models.jobs import ResearchJob
from revops.agents.research.selectors.cards import MOST_COUNTED, card_of_company, card_of_lead
from revops.agents.research.selectors.jobs import SHOWN_JOBS, job_with_pages, jobs_of_company, jobs_of_lead
from revops.agents.research.selectors.subjects import subject_of
from tests.factories.crm import CompanyFactory, ContactFactory
from tests.factories.research import make_insight, make_page


def make_job(lead, kind: str = "company", **more: object) -> ResearchJob:
    values = {
        "type": kind,
        "contact": lead,
        "company": lead.company,
        "state": "completed",
        "completed_at": now(),
    }
    return ResearchJob.objects.create(**values | more)


def test_the_job_of_a_company_is_shown_with_every_lead_of_it_and_that_of_a_person_with_theirs(lead):
    colleague = ContactFactory(company=lead.company)
    company_job, person_job = make_job(colleague), make_job(lead, "person")
    make_job(colleague, "person")
    assert {each.row for each in jobs_of_lead(lead)} == {company_job, person_job}
    assert [each.row for each in jobs_of_company(lead.company_id)] == [company_job]


def test_leads_without_a_company_do_not_share_research(acme):
    jane, john = ContactFactory.create_batch(2, company=None)
    own = make_job(jane)
    make_job(john)
    assert [each.row for each in jobs_of_lead(jane)] == [own]


def test_the_latest_jobs_are_shown_newest_first(lead):
    days = [make_job(lead, created_at=now() - timedelta(days=each)) for each in range(SHOWN_JOBS + 3)]
    assert [each.row for each in jobs_of_lead(lead)] == days[:SHOWN_JOBS]


@pytest.mark.parametrize(
    ("outcome", "is_read", "done"),
    [
        ("pending", False, 0),
        ("read", False, 0),
        ("read", True, 1),
        ("missing", False, 1),
        ("empty", False, 1),
    ],
)
def test_a_page_is_done_once_it_is_read_or_cannot_be(lead, outcome, is_read, done):
    make_page(make_job(lead), outcome=outcome, read_at=now() if is_read else None)
    (shown,) = jobs_of_lead(lead)
    assert (shown.pages, shown.done) == (1, done)


def test_reasons_are_named_the_most_frequent_first(lead):
    job = make_job(lead, dropped={"elided": 1, "negated": 4, "not_found": 4})
    assert job_with_pages(job.pk).dropped == [
        ("negation left out", 4),
        ("quote not on the page", 4),
        ("quote with a gap", 1),
    ]
    assert job.claims_dropped == 9


def test_every_reason_has_a_name_of_its_own():
    assert len({str(DROPS[each]) for each in Drop}) == len(Drop)


def test_a_job_that_is_gone_says_so(acme):
    with pytest.raises(NotFound, match="This research does not exist"):
        job_with_pages(new_id())


def test_jobs_with_pages_take_the_same_queries_however_many_there_are(lead, django_assert_num_queries):
    for number in range(4):
        job = make_job(lead)
        for position in range(number):
            make_page(job, position=position)
    with django_assert_num_queries(1):
        jobs_of_lead(lead)
    with django_assert_num_queries(2):
        assert len(job_with_pages(job.pk).row.pages.all()) == 3


def test_a_card_has_the_best_the_count_and_what_runs(lead):
    for number in range(7):
        make_insight(company=lead.company, content=f"Insight {number}")
    ended, waiting = make_job(lead), make_job(lead, "person", state="pending")
    card = card_of_lead(lead)
    assert (len(card.best), card.count, card.more) == (5, 7, 2)
    assert [each.row for each in card.open_jobs] == [waiting]
    assert card.last.row == ended
    assert (card.is_of_lead, card_of_company(lead.company_id).is_of_lead) == (True, False)


def test_a_card_without_anything_is_empty(lead):
    card = card_of_company(lead.company_id)
    assert (card.best, card.count, card.more, card.jobs, card.last) == ([], 0, 0, [], None)


def test_a_card_counts_no_further_than_it_needs(lead):
    for number in range(MOST_COUNTED + 3):
        make_insight(company=lead.company, content=f"Insight {number}")
    assert card_of_company(lead.company_id).count == MOST_COUNTED


@pytest.mark.parametrize(
    ("kind", "facts"), [("company", ("Robotics", "Bergen")), ("person", ("Bergen", "Treasurer"))]
)
def test_facts_that_tell_namesakes_apart_are_those_of_the_subject(lead, kind, facts):
    lead.region, lead.title = "Bergen", "Treasurer"
    subject = subject_of(make_job(lead, kind))
    assert subject.facts == facts
    assert (subject.company, subject.domain) == ("Acme Robotics", "acme-robotics.example")
    assert subject.person == ("Jane Doe" if kind == "person" else "")


def test_facts_of_two_letters_tell_nothing_apart(lead):
    lead.company.industry, lead.region = "IT", "NO"
    assert subject_of(make_job(lead)).facts == ()


def test_the_site_of_the_company_counts_before_the_address_of_the_lead(lead):
    lead.email = "jane@mail.other.example"
    assert subject_of(make_job(lead)).domain == "acme-robotics.example"
    lead.company.domain = ""
    assert subject_of(make_job(lead)).domain == "other.example"


def test_a_company_of_a_free_mail_address_is_unknown(acme):
    lead = ContactFactory(company=CompanyFactory(domain=""), email="jane@gmail.com")
    with pytest.raises(Conflict, match="Enter its domain"):
        subject_of(make_job(lead))
    with pytest.raises(Conflict, match="first and last name"):
        subject_of(make_job(ContactFactory(last_name=""), "person"))
