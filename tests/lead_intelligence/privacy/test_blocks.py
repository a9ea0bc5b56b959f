"""People who asked not to be processed."""

import pytest

from lead_intelligence.cache.models import CacheEntry
from lead_intelligence.enrichment.models.blocks import ProcessingBlock
from lead_intelligence.enrichment.models.jobs import EnrichmentJob, VendorCall
from lead_intelligence.enrichment.selectors.blocks import askable, blocked
from lead_intelligence.leads.selectors import COMPANY_FACTS
from lead_intelligence.privacy.services import blocks
from lead_intelligence.provenance.models import FieldWrite, Reversal
from lead_intelligence.provenance.services import reversals
from mauntic.crm.models import Contact
from mauntic.events.models import StoredEvent
from mauntic.kernel.errors import Conflict
from tests.factories.lead_intelligence import connect_vendors, make_company, make_lead


@pytest.fixture
def lead(acme, sandbox, enrich) -> Contact:
    connect_vendors(sandbox, "apollo")
    lead = make_lead(last_name="Byron")
    enrich(lead, "title", "firstName", "lastName", "companySize")
    return Contact.objects.select_related("company").get(pk=lead.pk)


def test_what_vendors_told_of_the_person_goes_and_what_was_typed_stays(lead):
    FieldWrite.objects.filter(field="lastName").update(status="suggested")
    blocks.block_people(contacts=[lead], provider="hunter")
    after = Contact.objects.get(pk=lead.pk)
    assert (lead.title != "", after.title, after.first_name, after.last_name) == (True, "", "", "Byron")
    assert set(FieldWrite.objects.values_list("field", flat=True)) <= COMPANY_FACTS
    assert not CacheEntry.objects.filter(field="title").exists()
    assert Reversal.objects.get().provider == "hunter"


def test_the_records_of_what_was_asked_keep_the_cost_and_nothing_of_the_person(lead):
    cost = EnrichmentJob.objects.get().total_cost
    blocks.block_people(contacts=[lead], provider="hunter")
    job, call = EnrichmentJob.objects.get(), VendorCall.objects.get()
    assert (job.results, call.answer) == ([], {})
    assert job.total_cost == call.cost == cost > 0


def test_facts_about_the_employer_are_nobodys_personal_data(lead):
    blocks.block_people(contacts=[lead], provider="hunter")
    assert FieldWrite.objects.applied().filter(field="companySize").exists()
    assert CacheEntry.objects.filter(field="companySize").exists()


def test_nobody_writes_to_the_person_any_more_and_that_is_told(lead):
    blocks.block_people(contacts=[lead], provider="hunter")
    after = Contact.objects.get(pk=lead.pk)
    reason = "opted out of processing, reported by Hunter"
    assert (after.consent, after.suppressed_reason) == ("refused", reason)
    events = StoredEvent.objects.about(lead.pk).filter(type="crm.ContactUpdated")
    assert ["consent"] in [fact["changedFields"] for event in events for fact in event.facts]


def test_a_block_is_made_once(lead):
    assert blocks.block_people(contacts=[lead], provider="hunter") == 1
    events = StoredEvent.objects.count()
    assert blocks.block_people(contacts=[lead], provider="apollo") == 0
    assert (ProcessingBlock.objects.get().provider, Reversal.objects.count()) == ("hunter", 1)
    assert StoredEvent.objects.count() <= events + 1


def test_a_block_outlives_the_contact_and_knows_the_address_in_any_case(acme):
    gone = make_lead()
    blocks.block_people(contacts=[gone], provider="hunter")
    gone.delete()
    again, other = make_lead(email="Ada.Lovelace@engines.example"), make_lead(email="b@engines.example")
    assert blocked([again, other]) == {again.pk}
    assert askable([again.pk, other.pk]) == [other.pk]


def test_who_is_known_by_name_or_by_nothing_is_blocked_too(acme):
    named = make_lead(email="", first_name="Ada", last_name="Lovelace", company=make_company())
    unknown, other = make_lead(email="", first_name="Eve"), make_lead(email="", first_name="Eve")
    blocks.block_people(contacts=[named, unknown], provider="hunter")
    assert blocked([named, unknown, other]) == {named.pk, unknown.pk}


def test_a_block_is_not_undone(lead, admin):
    blocks.block_people(contacts=[lead], provider="hunter")
    with pytest.raises(Conflict, match="opted out of processing"):
        reversals.undo_reversal(reversal_id=Reversal.objects.get().pk, by=admin)
    assert Contact.objects.get(pk=lead.pk).title == ""


def test_the_lead_page_says_so(web, lead):
    said = "Hunter reports that this person asked not to be processed"
    assert said not in web.get(f"/leads/{lead.pk}/").content.decode()
    blocks.block_people(contacts=[lead], provider="hunter")
    assert said in web.get(f"/leads/{lead.pk}/").content.decode()
