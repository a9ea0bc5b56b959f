"""What enrichment writes to leads, offers beside them, and takes back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lead_intelligence.provenance.models import FieldWrite
from lead_intelligence.provenance.selectors import fields as provenance_fields
from lead_intelligence.provenance.services import reversals, suggestions
from mauntic.crm.contacts.services.edit import update_contact
from mauntic.crm.models import Contact
from mauntic.events.models import StoredEvent
from mauntic.kernel.errors import Conflict, Invalid, NotFound
from mauntic.kernel.ids import new_id
from mauntic.kernel.money import to_amount
from tests.factories.lead_intelligence import connect_vendors, make_company, make_lead, set_rule


@pytest.fixture
def apollo(acme, sandbox):
    connect_vendors(sandbox, "apollo")


def source_of(lead: Contact, field: str) -> provenance_fields.FieldProvenance:
    return next(each for each in provenance_fields.provenance(lead.pk) if each.field == field)


def changes_told_of(lead: Contact) -> list[str]:
    event = StoredEvent.objects.about(lead.pk).get(type="crm.ContactUpdated")
    return sorted(event.facts[0]["changedFields"])


def look_again(enrich, lead: Contact, *fields: str):
    """Enrich past the cache."""
    for field in fields:
        set_rule(field, cache_ttl_days=0)
    return enrich(lead, *fields)


def test_an_enriched_value_names_vendor_confidence_cost_and_job(apollo, enrich, rep):
    lead = make_lead()
    job = enrich(lead, "title")
    title = source_of(lead, "title")
    assert (title.value, title.source, title.provider, title.job_id) == (
        lead.title,
        "enriched",
        "Apollo",
        job.pk,
    )
    assert (title.confidence, title.can_revert) == (0.85, True)
    assert title.cost == to_amount(job.total_cost / len(job.values_found))


def test_a_typed_value_stays_and_the_found_one_is_offered(apollo, enrich):
    lead = make_lead(title="Analyst of Engines")
    job = enrich(lead, "title")
    title = source_of(lead, "title")
    assert (job.status, lead.title, title.source, title.can_revert) == (
        "completed",
        "Analyst of Engines",
        "typed",
        False,
    )
    assert [each.reason for each in title.suggestions] == [
        "Not applied: a person or an import entered the current value."
    ]


def test_an_offer_is_made_once(apollo, enrich):
    lead = make_lead(title="Analyst of Engines")
    look_again(enrich, lead, "title")
    look_again(enrich, lead, "title")
    assert len(source_of(lead, "title").suggestions) == 1


def test_an_accepted_offer_is_an_enriched_value_that_can_be_taken_back(apollo, enrich, rep):
    lead = make_lead(title="Analyst of Engines")
    enrich(lead, "title")
    (offer,) = source_of(lead, "title").suggestions
    suggestions.accept_suggestion(write_id=offer.id, by=rep)
    lead.refresh_from_db()
    title = source_of(lead, "title")
    assert (lead.title, title.source, title.by, title.suggestions) == (
        offer.value,
        "enriched",
        "Jo Reyes",
        (),
    )
    reversals.revert(contact_id=lead.pk, field="title")
    lead.refresh_from_db()
    assert (lead.title, source_of(lead, "title").source) == ("Analyst of Engines", "typed")


def test_an_accepted_offer_is_told_as_a_change_of_the_lead(apollo, enrich):
    lead = make_lead(title="Analyst of Engines")
    enrich(lead, "title")
    (offer,) = source_of(lead, "title").suggestions
    suggestions.accept_suggestion(write_id=offer.id)
    assert changes_told_of(lead) == ["title"]


def test_the_confidence_that_is_told_is_the_lowest_of_the_written_values(sandbox, enrich):
    connect_vendors(sandbox, "clearbit", "hunter")
    set_rule("title", "clearbit")
    set_rule("industry", "hunter")
    lead = make_lead(company=make_company())
    enrich(lead)
    written = set(
        FieldWrite.objects.filter(contact=lead, status="applied").values_list("confidence", flat=True)
    )
    event = StoredEvent.objects.about(lead.pk).get(type="leadIntelligence.LeadEnriched")
    assert len(written) > 1, written
    assert event.facts[0]["confidence"] == min(written)


def test_an_offer_can_be_accepted_once(apollo, enrich):
    lead = make_lead(title="Analyst of Engines")
    enrich(lead, "title")
    (offer,) = source_of(lead, "title").suggestions
    suggestions.accept_suggestion(write_id=offer.id)
    with pytest.raises(NotFound):
        suggestions.accept_suggestion(write_id=offer.id)


def test_what_a_person_changes_after_enrichment_is_theirs(apollo, enrich):
    lead = make_lead()
    enrich(lead, "title")
    update_contact(contact=lead, values={"title": "Countess"})
    look_again(enrich, lead, "title")
    assert (lead.title, source_of(lead, "title").source) == ("Countess", "typed")


def test_an_older_enriched_value_gives_way_to_one_as_confident(apollo, enrich):
    lead = make_lead()
    enrich(lead, "title")
    Contact.objects.filter(pk=lead.pk).update(title="Old title")
    FieldWrite.objects.filter(field="title").update(new_value="Old title")
    look_again(enrich, lead, "title")
    assert lead.title != "Old title"
    assert source_of(lead, "title").source == "enriched"


def test_an_older_enriched_value_stays_before_a_less_confident_one(apollo, enrich):
    lead = make_lead()
    enrich(lead, "title")
    Contact.objects.filter(pk=lead.pk).update(title="Old title")
    FieldWrite.objects.filter(field="title").update(new_value="Old title", confidence=0.86)
    look_again(enrich, lead, "title")
    assert lead.title == "Old title"
    assert len(source_of(lead, "title").suggestions) == 1


def test_reverting_a_field_empties_it_again_and_nothing_else(apollo, enrich, rep):
    lead = make_lead()
    enrich(lead)
    (reverted,) = reversals.revert(contact_id=lead.pk, field="title", by=rep).reverted
    lead.refresh_from_db()
    assert (reverted.field, reverted.new_value, lead.title) == ("title", None, "")
    assert lead.first_name == "Ada"
    write = FieldWrite.objects.get(field="title")
    assert (write.status, write.reverted_by) == ("reverted", rep)
    assert changes_told_of(lead) == ["title"]


def test_a_reverted_value_is_never_forced_again(apollo, enrich):
    lead = make_lead()
    enrich(lead, "title")
    reversals.revert(contact_id=lead.pk, field="title")
    look_again(enrich, lead, "title")
    assert (lead.title, len(source_of(lead, "title").suggestions)) == ("", 1)


@pytest.mark.parametrize("what", ["job", "provider"])
def test_a_whole_job_or_all_of_a_vendor_can_be_taken_back(apollo, enrich, what):
    lead = make_lead(last_name="Byron")
    job = enrich(lead)
    criterion = {"job_id": job.pk} if what == "job" else {"provider": "apollo"}
    reverted = reversals.revert(contact_id=lead.pk, **criterion).reverted
    lead.refresh_from_db()
    assert (lead.first_name, lead.last_name, lead.title, lead.company) == ("", "Byron", "", None)
    assert len(reverted) == FieldWrite.objects.filter(status="reverted").count()
    assert not FieldWrite.objects.filter(status="applied").exists()


def test_reverting_leaves_what_a_person_has_put_in_its_place(apollo, enrich):
    lead = make_lead()
    enrich(lead, "title")
    update_contact(contact=lead, values={"title": "Countess"})
    assert reversals.revert(contact_id=lead.pk, provider="apollo").reverted != []
    lead.refresh_from_db()
    assert (lead.title, lead.first_name) == ("Countess", "")


def test_a_revert_names_exactly_one_thing(apollo, enrich):
    lead = make_lead()
    for wrong in ({}, {"field": "title", "provider": "apollo"}):
        with pytest.raises(Invalid):
            reversals.revert(contact_id=lead.pk, **wrong)
    with pytest.raises(NotFound):
        reversals.revert(contact_id=new_id(), field="title")


def test_facts_of_the_company_are_told_of_all_its_people(apollo, enrich):
    company = make_company()
    lead = make_lead(company=company)
    colleague = make_lead(email="c.babbage@engines.example", company=company)
    enrich(lead, "industry", "companySize")
    assert source_of(colleague, "industry").source == "enriched"
    assert changes_told_of(colleague) == ["employees", "industry", "tech_stack"]
    reversals.revert(contact_id=colleague.pk, field="industry")
    company.refresh_from_db()
    assert (company.industry, company.employees is None) == ("", False)


def test_the_employer_is_found_by_its_domain_and_never_renamed(apollo, enrich):
    company = make_company(name="The Analytical Engines")
    lead = make_lead()
    enrich(lead, "company", "industry")
    company.refresh_from_db()
    assert (lead.company, company.name) == (company, "The Analytical Engines")
    assert source_of(lead, "company").source == "enriched"


def test_an_address_that_another_lead_has_is_only_offered(sandbox, enrich):
    connect_vendors(sandbox, "hunter")
    set_rule("email", "hunter")
    make_lead()
    lead = make_lead(email="", first_name="Ada", last_name="Lovelace", company=make_company())
    enrich(lead, "email")
    assert (lead.email, [each.reason for each in source_of(lead, "email").suggestions]) == (
        "",
        ["Not applied: another lead has this address."],
    )
    (offer,) = source_of(lead, "email").suggestions
    with pytest.raises(Conflict):
        suggestions.accept_suggestion(write_id=offer.id)


def statements(lead: Contact) -> int:
    with CaptureQueriesContext(connection) as seen:
        provenance_fields.provenance(lead.pk)
    return sum(not query["sql"].startswith("SET search_path") for query in seen)


def test_provenance_takes_three_queries_however_much_was_written(apollo, enrich):
    lead = make_lead()
    before = statements(lead)
    enrich(lead)
    assert (before, statements(lead)) == (3, 3)


def last_enriched(lead: Contact) -> dict[str, object]:
    event = StoredEvent.objects.about(lead.pk).filter(type="leadIntelligence.LeadEnriched").latest("pk")
    return event.facts[0]


def test_a_value_that_gives_way_is_told_as_replaced_and_a_first_one_is_not(apollo, enrich):
    lead = make_lead()
    enrich(lead, "title")
    assert last_enriched(lead)["replacedFields"] == []
    Contact.objects.filter(pk=lead.pk).update(title="Old title")
    FieldWrite.objects.filter(field="title").update(new_value="Old title")
    look_again(enrich, lead, "title")
    assert last_enriched(lead)["replacedFields"] == ["title"]


def test_technologies_are_told_as_gained_and_lost_once_the_stack_was_known(acme, sandbox, enrich):
    connect_vendors(sandbox, "builtwith")
    lead = make_lead(company=make_company())
    enrich(lead, "techStack")
    lead.company.refresh_from_db()
    first = last_enriched(lead)
    assert (first["addedTechnologies"], first["removedTechnologies"]) == ([], [])
    found = lead.company.tech_stack
    lead.company.tech_stack = [*found[1:], "Cobol"]
    lead.company.save()
    FieldWrite.objects.filter(field="techStack").update(new_value=lead.company.tech_stack)
    look_again(enrich, lead, "techStack")
    second = last_enriched(lead)
    assert (second["addedTechnologies"], second["removedTechnologies"]) == ([found[0]], ["Cobol"])
