"""Vendors that answer with what no column can hold: the rest of the answer is kept all the same."""

from lead_intelligence.domain.answers import FieldValue
from lead_intelligence.domain.fields import Field
from lead_intelligence.domain.waterfall import Found
from lead_intelligence.models import EnrichmentJob, FieldWrite
from lead_intelligence.services import apply
from tests.factories.lead_intelligence import make_lead


def write(lead, **values) -> dict[str, str]:
    """What became of values that a vendor gives, by field."""
    job = EnrichmentJob.objects.create(contact=lead, field_requests=["title"])
    found = [Found(Field(name), "apollo", FieldValue(value, 0.9)) for name, value in values.items()]
    offer = apply.Offer(contact=lead, job=job, found=found, costs={})
    apply.write_back(offers=[offer])
    return {each.field: each.status for each in offer.writes}


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
