"""Whatever changes a lead lets it join and leave, without a person who builds anything anew.

People complain of segments that go stale, and above all of leads who stay in them.
"""

import pytest

from mauntic.crm.companies.services.edit import update_company
from mauntic.crm.contacts.services.edit import create_contact, update_contact
from mauntic.crm.contacts.services.enriched import EnrichedChange, write_enriched
from mauntic.crm.models import Company, Contact
from mauntic.crm.segments.models import ChangedContact
from mauntic.crm.segments.services.by_hand import add_members, remove_members
from mauntic.crm.segments.services.saving import SegmentDraft, save_segment
from mauntic.crm.tags.services.tagging import add_tag, remove_tag
from mauntic.events.catalog import DataQualityChanged, LeadEnriched
from mauntic.events.services import publish
from tests.crm.segments.conftest import CEO, members_of, told
from tests.factories.crm import CompanyFactory, ContactFactory

pytestmark = pytest.mark.django_db


def asks(field: str, operator: str, *value: object) -> dict[str, object]:
    return {"field": field, "operator": operator, **({"value": value[0]} if value else {})}


def named(segment) -> dict[str, object]:
    return asks("contact.segment", "equals", str(segment.pk))


def enriched(lead, **values) -> None:
    """What the enrichment does with values that a vendor found."""
    write_enriched(changes=[EnrichedChange(lead.pk, values=values, source="Apollo")])
    publish(LeadEnriched(contact_id=lead.pk, changed_fields=list(values), source="apollo", confidence=0.9))


def test_values_that_a_vendor_found_let_a_lead_join_and_leave(segment, run_jobs):
    lead = ContactFactory(title="")
    bosses = segment()
    with run_jobs():
        enriched(lead, title="CEO")
    assert members_of(bosses) == {lead.pk}
    with run_jobs():
        enriched(lead, title="Rep")
    assert members_of(bosses) == set()


def test_tags_let_leads_join_and_leave(segment, run_jobs):
    tagged, other = ContactFactory.create_batch(2)
    vips, others = (
        segment(name, asks("contact.tags", operator, "VIP"))
        for name, operator in (("VIPs", "has"), ("Others", "has_not"))
    )
    assert (members_of(vips), members_of(others)) == (set(), {tagged.pk, other.pk})
    with run_jobs():
        add_tag(contact_ids=[tagged.pk], name="vip")
    assert (members_of(vips), members_of(others)) == ({tagged.pk}, {other.pk})
    with run_jobs():
        remove_tag(contact_ids=[tagged.pk], name="VIP")
    assert (members_of(vips), members_of(others)) == (set(), {tagged.pk, other.pk})


def test_a_change_of_the_company_decides_about_all_of_its_leads(segment, run_jobs):
    company = CompanyFactory(industry="Pumps")
    leads = {lead.pk for lead in ContactFactory.create_batch(3, company=company)}
    other = ContactFactory(company=CompanyFactory(industry="Pumps"))
    pumps = segment("Pumps", asks("company.industry", "equals", "pumps"))
    assert members_of(pumps) == leads | {other.pk}
    with run_jobs():
        update_company(company=Company.objects.get(pk=company.pk), values={"industry": "Valves"})
    assert members_of(pumps) == {other.pk}
    assert {lead for lead, _name in told("Left")} == {str(pk) for pk in leads}


def test_another_company_is_a_change_of_the_lead(segment, run_jobs):
    lead = ContactFactory(company=None)
    pumps = segment("Pumps", asks("company.industry", "is_set"))
    company = CompanyFactory(industry="Pumps")
    with run_jobs():
        update_contact(contact=lead, values={"company": company.name})
    assert Contact.objects.get(pk=lead.pk).company == company
    assert members_of(pumps) == {lead.pk}


def test_a_new_lead_joins_and_begins_as_whoever_joins(segment, run_jobs):
    bosses = segment()
    with run_jobs():
        lead = create_contact(values={"email": "ada@hydra.example", "title": "CEO"}, source="api")
    assert members_of(bosses) == {lead.pk}
    assert told("Joined") == [(str(lead.pk), "Bosses")]


def test_data_quality_lets_a_lead_join(segment, run_jobs):
    lead = ContactFactory()
    good = segment("Good", asks("contact.data_quality_score", "at_least", 0.8))
    with run_jobs():
        publish(DataQualityChanged(contact_id=lead.pk, old_score=0.2, new_score=0.9))
    assert members_of(good) == {lead.pk}


def test_other_conditions_leave_exactly_those_who_meet_them(segment, admin, run_jobs):
    """Three by the old conditions, four by the new ones: four, and not seven."""
    ContactFactory.create_batch(3, title="CEO")
    four = {lead.pk for lead in ContactFactory.create_batch(4, title="VP")}
    made = segment()
    draft = SegmentDraft(name="Bosses", conditions={**CEO, "value": "VP"})
    with run_jobs():
        save_segment(draft=draft, by=admin, segment_id=made.pk)
    made.refresh_from_db()
    assert (members_of(made), made.size) == (four, 4)


def test_who_joins_a_segment_leaves_the_one_that_is_without_it(segment, by_hand, run_jobs):
    """B is X without A, and somebody joins A."""
    lead, other = ContactFactory.create_batch(2, title="CEO")
    bosses = segment()
    rest = segment("Rest", {"all": [named(bosses), {"not": named(by_hand)}]})
    assert members_of(rest) == {lead.pk, other.pk}
    with run_jobs():
        add_members(segment_id=by_hand.pk, contact_ids=[lead.pk])
    assert members_of(rest) == {other.pk}
    with run_jobs():
        remove_members(segment_id=by_hand.pk, contact_ids=[lead.pk])
    assert members_of(rest) == {lead.pk, other.pk}


def test_who_meets_two_conditions_is_in_it_once_and_excluded_once(segment, by_hand, run_jobs):
    twice, once, excluded = (ContactFactory(title="CEO", country=country) for country in ("DE", "FR", "DE"))
    either = {"any": [CEO, asks("contact.country", "equals", "DE")]}
    with run_jobs():
        add_members(segment_id=by_hand.pk, contact_ids=[excluded.pk])
    made = segment("Either", {"all": [either, {"not": named(by_hand)}]})
    assert made.size == 2
    assert members_of(made) == {twice.pk, once.pk}


def test_leads_chosen_by_hand_stay_whatever_changes(by_hand, segment, run_jobs):
    lead = ContactFactory(title="CEO")
    segment()
    with run_jobs():
        add_members(segment_id=by_hand.pk, contact_ids=[lead.pk])
    for title in ("Rep", "CEO", ""):
        with run_jobs():
            update_contact(contact=Contact.objects.get(pk=lead.pk), values={"title": title})
    assert members_of(by_hand) == {lead.pk}
    assert not ChangedContact.objects.exists()
