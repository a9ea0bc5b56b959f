"""What vendors know of a company's technology."""

from datetime import timedelta

import pytest

from lead_intelligence.provenance.models import FieldWrite
from mauntic.kernel.clock import now
from revops.agents.research.models.insights import ResearchInsight
from revops.agents.research.models.jobs import ResearchJob
from revops.agents.research.selectors.subjects import subject_of
from revops.agents.research.services.queue import LostJob, claim_next
from revops.agents.research.services.vendors import MOST_NAMED, read_vendors


@pytest.fixture
def known(lead):
    """Gives the company of the lead technologies, and the vendor that found them if there is one."""

    def make(names: object, *, provider: str = "builtwith", days: int = 1) -> None:
        lead.company.tech_stack = names
        lead.company.save()
        if provider:
            FieldWrite.objects.create(
                contact=lead,
                company=lead.company,
                field="techStack",
                new_value=names,
                provider=provider,
                confidence=0.9,
                at=now() - timedelta(days=days),
            )

    return make


@pytest.fixture
def ask(lead):
    """Asks the vendors for a job about the lead."""

    def run(kind: str = "company", **job: object) -> ResearchJob:
        ResearchJob.objects.create(**{"type": kind, "contact": lead, "company": lead.company} | job)
        claimed = claim_next()
        read_vendors(claimed, subject_of(claimed))
        claimed.refresh_from_db()
        return claimed

    return run


def test_technologies_of_a_vendor_are_an_insight_with_its_name_and_date(known, ask):
    known(["Snowflake", "dbt"])
    job = ask()
    insight = ResearchInsight.objects.get()
    assert (insight.type, insight.content) == ("tech_stack", "Acme Robotics uses Snowflake, dbt.")
    assert (insight.quote, insight.source.lower(), insight.url) == ("Snowflake, dbt", "builtwith", "")
    assert insight.published_at < now() - timedelta(hours=23)
    assert job.insights_found == 1


def test_no_more_technologies_are_named_than_fit_a_sentence(known, ask):
    known([f"Tool{number}" for number in range(MOST_NAMED + 5)])
    ask()
    content = ResearchInsight.objects.get().content
    assert f"Tool{MOST_NAMED - 1}." in content
    assert f"Tool{MOST_NAMED}" not in content


def test_what_a_person_typed_is_no_finding(known, ask):
    known(["Snowflake"], provider="")
    ask()
    assert not ResearchInsight.objects.exists()


def test_what_a_person_changed_since_is_no_finding_of_the_vendor(known, ask, lead):
    known(["Snowflake"])
    lead.company.tech_stack = ["Oracle"]
    lead.company.save()
    ask()
    assert not ResearchInsight.objects.exists()


def test_an_answer_of_years_ago_is_not_good_enough(known, ask):
    known(["Snowflake"], days=1_500)
    job = ask()
    assert not ResearchInsight.objects.exists()
    assert job.dropped == {"low_quality": 1}


@pytest.mark.parametrize("job", [{"kind": "person"}, {"contact": None}])
def test_only_research_about_the_company_of_a_lead_asks(known, ask, job):
    known(["Snowflake"])
    ask(**job)
    assert not ResearchInsight.objects.exists()


def test_a_lost_job_stores_nothing(known, lead):
    known(["Snowflake"])
    job = ResearchJob.objects.create(type="company", contact=lead, company=lead.company)
    with pytest.raises(LostJob):
        read_vendors(job, subject_of(job))
    assert not ResearchInsight.objects.exists()
