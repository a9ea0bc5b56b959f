"""What becomes of the values of vendors: too long for a column, or the same for several colleagues."""

from lead_intelligence.enrichment.models.jobs import EnrichmentJob
from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.values import FieldValue, Found
from lead_intelligence.provenance.models import FieldWrite
from lead_intelligence.provenance.services import apply
from tests.factories.lead_intelligence import make_company, make_lead


def write(lead, **values) -> dict[str, str]:
    """What became of values that a vendor gives, by field."""
    offer = offered(lead, "apollo", **values)
    apply.write_back(offers=[offer])
    return {each.field: each.status for each in offer.writes}


def offered(lead, vendor: str, **values) -> apply.Offer:
    """The values that a vendor gives for a lead."""
    job = EnrichmentJob.objects.create(contact=lead, field_requests=["title"])
    found = [Found(Field(name), vendor, FieldValue(value, 0.9)) for name, value in values.items()]
    return apply.Offer(contact=lead, job=job, found=found, costs={})


def test_names_of_technologies_that_are_too_long_are_only_suggested(acme):
    lead = make_lead()
    apply.write_value(lead, Field.COMPANY, "Engines")
    lead.refresh_from_db()
    assert write(lead, techStack=("AWS", "x" * 101), title="CTO") == {
        "techStack": FieldWrite.Status.SUGGESTED,
        "title": FieldWrite.Status.APPLIED,
    }


def test_the_name_of_a_company_that_is_too_long_is_only_suggested(acme):
    assert write(make_lead(), company="x" * 256) == {"company": FieldWrite.Status.SUGGESTED}


def test_a_fact_about_a_company_is_suggested_once_for_all_colleagues_of_a_set(acme):
    company = make_company(industry="Engines")
    answers = [
        ("apollo", "Machinery"),
        ("apollo", "Machinery"),
        ("zoominfo", "Machinery"),
        ("apollo", "Mills"),
    ]
    colleagues = [make_lead(email=f"{number}@engines.example", company=company) for number in range(4)]
    apply.write_back(
        offers=[
            offered(lead, vendor, industry=industry)
            for lead, (vendor, industry) in zip(colleagues, answers, strict=True)
        ]
    )
    assert sorted(FieldWrite.objects.values_list("provider", "new_value", "status")) == [
        ("apollo", "Machinery", "suggested"),
        ("apollo", "Mills", "suggested"),
        ("zoominfo", "Machinery", "suggested"),
    ]
