"""Addresses that mail bounced from."""

from datetime import timedelta

from lead_intelligence.cache.models import CacheEntry
from lead_intelligence.leads.domain.subjects import cache_subject
from lead_intelligence.leads.selectors import subject_of
from lead_intelligence.provenance.models import FieldWrite
from lead_intelligence.provenance.services import bounces
from mauntic.crm.models import Contact
from mauntic.events.catalog import MessageBounced
from mauntic.events.services import publish
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from tests.factories.lead_intelligence import make_company, make_lead


def found_address(lead: Contact, address: str, **values: object) -> FieldWrite:
    return FieldWrite.objects.create(
        **{"contact": lead, "field": "email", "new_value": address, "provider": "hunter", "confidence": 0.9}
        | values
    )


def bounce(*leads: Contact) -> int:
    return bounces.refute_addresses(contact_ids=[lead.pk for lead in leads], at=now())


def test_the_address_that_bounced_is_refuted_once(acme, run_jobs):
    lead = make_lead()
    write = found_address(lead, "Ada.Lovelace@engines.example")
    with run_jobs():
        publish(MessageBounced(contact_id=lead.pk, message_id=new_id()))
    write.refresh_from_db()
    assert (write.refuted_at is not None, write.status) == (True, "applied")
    assert bounce(lead) == 0


def test_typed_replaced_and_reverted_addresses_are_no_vendors_fault(acme):
    lead, other = make_lead(), make_lead(email="b@engines.example")
    found_address(lead, "another@engines.example")
    found_address(lead, lead.email, status="reverted")
    found_address(lead, lead.email, at=now() + timedelta(hours=1))
    found_address(other, other.email)
    assert bounce(lead) == 0


def test_the_answer_leaves_the_cache_though_it_came_when_only_a_name_was_known(acme):
    lead = make_lead(email="", first_name="Ada", last_name="Lovelace", company=make_company())
    key = cache_subject(subject_of(lead), "email")
    CacheEntry.objects.create(
        subject=key, field="email", provider="hunter", value="ada@engines.example", confidence=0.9
    )
    lead.email = "ada@engines.example"
    lead.save()
    found_address(lead, lead.email)
    assert (bounce(lead), CacheEntry.objects.count()) == (1, 0)
