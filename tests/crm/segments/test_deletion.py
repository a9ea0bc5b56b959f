"""Leads and segments that are deleted in the middle: sizes stay true, and nobody is told of it."""

import pytest

from mauntic.crm.contacts.services.removal import delete_contacts, erase_contacts
from mauntic.crm.models import Contact, Segment, SegmentMember
from mauntic.crm.segments.models import ChangedContact, SegmentDay
from mauntic.crm.segments.services.building import build
from mauntic.crm.segments.services.by_hand import add_members, remove_members
from mauntic.crm.segments.services.marking import mark_changed
from mauntic.crm.segments.services.refreshing import decide, refresh_changed
from mauntic.crm.segments.services.saving import SegmentDraft, delete_segment, save_segment
from mauntic.kernel.errors import NotFound
from mauntic.kernel.ids import new_id
from mauntic.tenants.context import entered
from tests.crm.segments.conftest import CEO, members_of, told
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("remove", [delete_contacts, erase_contacts])
def test_sizes_follow_deleted_leads_without_an_event(segment, by_hand, remove):
    gone, stays = ContactFactory.create_batch(2, title="CEO")
    other = ContactFactory(title="Rep")
    bosses = segment()
    add_members(segment_id=by_hand.pk, contact_ids=[gone.pk, stays.pk, other.pk])
    before = told("Left")
    assert remove(contact_ids=[gone.pk, other.pk]) == 2
    for each, members in ((bosses, {stays.pk}), (by_hand, {stays.pk})):
        each.refresh_from_db()
        assert members_of(each) == members
        assert each.size == 1
        assert each.days.get().size == 1
    assert told("Left") == before == []


def test_deleting_leads_of_no_segment_changes_no_size(segment):
    ContactFactory(title="CEO")
    bosses, lead = segment(), ContactFactory(title="Rep")
    delete_contacts(contact_ids=[lead.pk])
    bosses.refresh_from_db()
    assert (bosses.size, SegmentDay.objects.get().left) == (1, 0)


def test_leads_that_never_were_are_passed_over_in_the_queue(segment):
    lead = ContactFactory(title="Rep")
    bosses = segment()
    Contact.objects.update(title="CEO")
    mark_changed([new_id(), lead.pk, new_id(), lead.pk])
    assert refresh_changed() == 4
    assert members_of(bosses) == {lead.pk}
    assert told("Joined") == [(str(lead.pk), "Bosses")]


def test_deciding_about_nobody_changes_nothing(segment):
    bosses = segment()
    decide(contact_ids=[])
    decide(contact_ids=[new_id()])
    assert members_of(bosses) == set()


def test_adding_a_lead_that_was_deleted_adds_none_of_them(by_hand):
    lead = ContactFactory()
    with pytest.raises(NotFound, match="This lead was deleted"):
        add_members(segment_id=by_hand.pk, contact_ids=[lead.pk, new_id()])
    assert members_of(by_hand) == set()
    by_hand.refresh_from_db()
    assert by_hand.size == 0


def test_taking_out_who_is_not_in_it_takes_nobody(by_hand):
    lead = ContactFactory()
    assert remove_members(segment_id=by_hand.pk, contact_ids=[lead.pk, new_id()]) == 0
    assert told("Left") == []


def test_a_deleted_segment_takes_members_and_history_along_and_its_leads_stay(segment):
    lead = ContactFactory(title="CEO")
    bosses, others = segment(), segment("Others")
    mark_changed([lead.pk])
    delete_segment(segment_id=bosses.pk)
    assert refresh_changed() == 1
    assert set(SegmentMember.objects.values_list("segment", flat=True)) == {others.pk}
    assert set(SegmentDay.objects.values_list("segment", flat=True)) == {others.pk}
    assert Contact.objects.get() == lead
    assert told("Left") == []


def test_what_is_done_with_a_deleted_segment_says_so(segment, by_hand, admin):
    bosses = segment()
    for each in (bosses, by_hand):
        delete_segment(segment_id=each.pk)
    assert build(segment_id=bosses.pk) == 0
    lead = ContactFactory()
    draft = SegmentDraft(name="Again", conditions=CEO)
    for work in (
        lambda: add_members(segment_id=by_hand.pk, contact_ids=[lead.pk]),
        lambda: remove_members(segment_id=by_hand.pk, contact_ids=[lead.pk]),
        lambda: save_segment(draft=draft, by=admin, segment_id=bosses.pk),
        lambda: delete_segment(segment_id=bosses.pk),
    ):
        with pytest.raises(NotFound, match="This segment was deleted"):
            work()


def test_the_name_of_a_deleted_segment_is_free_again(segment):
    delete_segment(segment_id=segment().pk)
    assert segment("BOSSES").name == "BOSSES"


def test_one_whose_segment_is_gone_is_broken_and_its_members_leave(segment, run_jobs):
    """No page lets it happen; a restored backup may."""
    lead = ContactFactory(title="CEO")
    used = segment()
    user = segment("Invited", {"field": "contact.segment", "operator": "equals", "value": str(used.pk)})
    assert members_of(user) == {lead.pk}
    Segment.objects.filter(pk=used.pk).delete()
    mark_changed([lead.pk])
    refresh_changed()
    assert members_of(user) == set()
    assert told("Left") == [(str(lead.pk), "Invited")]


def test_segments_of_another_organization_are_not_touched(segment, globex, run_jobs):
    lead = ContactFactory(title="CEO")
    bosses = segment()
    with entered(globex):
        theirs = ContactFactory(title="CEO")
        with run_jobs():
            mark_changed([theirs.pk, lead.pk])
        assert not ChangedContact.objects.exists()
        assert not SegmentMember.objects.exists()
        with pytest.raises(NotFound):
            delete_segment(segment_id=bosses.pk)
    assert members_of(bosses) == {lead.pk}
