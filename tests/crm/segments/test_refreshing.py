"""Leads join and leave segments when something about them changes, or their time has come."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mauntic.crm.contacts.services.edit import update_contact
from mauntic.crm.contacts.services.removal import delete_contacts
from mauntic.crm.models import Contact, Segment
from mauntic.crm.segments.models import ChangedContact, SegmentDay
from mauntic.crm.segments.services.by_hand import add_members, remove_members
from mauntic.crm.segments.services.marking import mark_changed
from mauntic.crm.segments.services.refreshing import decide, refresh_changed, sweep
from mauntic.events.catalog import LeadScored
from mauntic.events.services import publish
from mauntic.kernel.clock import now
from tests.crm.segments.conftest import members_of, told
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.django_db


def test_a_lead_joins_and_leaves_by_what_is_changed_and_both_are_told_once(segment, run_jobs):
    contact = ContactFactory(title="Rep")
    bosses = segment()
    for title, is_in in (("CEO", True), ("ceo", True), ("Rep", False)):
        with run_jobs():
            update_contact(contact=Contact.objects.get(pk=contact.pk), values={"title": title})
        assert members_of(bosses) == ({contact.pk} if is_in else set())
    assert told("Joined") == told("Left") == [(str(contact.pk), "Bosses")]
    bosses.refresh_from_db()
    assert bosses.size == 0
    day = SegmentDay.objects.get()
    assert (day.size, day.joined, day.left) == (0, 1, 1)
    assert not ChangedContact.objects.exists()


def test_a_new_score_decides_as_well(segment, run_jobs):
    contact = ContactFactory()
    hot = segment("Hot", {"field": "contact.lead_score", "operator": "at_least", "value": 80})
    with run_jobs():
        publish(
            LeadScored(
                contact_id=contact.pk,
                score=90,
                grade="A",
                previous_score=10,
                top_contributors=[],
                intent_score=5,
            )
        )
    assert members_of(hot) == {contact.pk}


def test_a_segment_of_segments_follows_in_the_same_turn(segment, by_hand, run_jobs):
    contact, other = ContactFactory(title="CEO"), ContactFactory(title="CEO")
    bosses = segment()
    both = [bosses, by_hand]
    invited = segment(
        "Invited",
        {"all": [{"field": "contact.segment", "operator": "equals", "value": str(s.pk)} for s in both]},
    )
    rest = segment(
        "Rest",
        {
            "all": [
                {"field": "contact.segment", "operator": "equals", "value": str(bosses.pk)},
                {"not": {"field": "contact.segment", "operator": "in", "value": [str(by_hand.pk)]}},
            ]
        },
    )
    with run_jobs():
        assert add_members(segment_id=by_hand.pk, contact_ids=[contact.pk]) == 1
    assert (members_of(invited), members_of(rest)) == ({contact.pk}, {other.pk})
    with run_jobs():
        update_contact(contact=contact, values={"title": "Rep"})
    assert members_of(invited) == set()
    with run_jobs():
        assert remove_members(segment_id=by_hand.pk, contact_ids=[contact.pk, other.pk]) == 1
    assert members_of(by_hand) == set()


def test_time_alone_lets_leads_leave_within_a_minute(segment, run_jobs):
    new = segment("New", {"field": "contact.created_at", "operator": "within_days", "value": 7})
    soon, later = ContactFactory(), ContactFactory()
    for contact, left in ((soon, timedelta(seconds=30)), (later, timedelta(hours=1))):
        Contact.objects.filter(pk=contact.pk).update(created_at=now() - timedelta(days=7) + left)
    mark_changed([soon.pk, later.pk])
    refresh_changed()
    assert members_of(new) == {soon.pk, later.pk}
    # As if the first one's time had come since the last look.
    Contact.objects.filter(pk=soon.pk).update(created_at=now() - timedelta(days=7, seconds=5))
    Segment.objects.update(checked_at=now() - timedelta(minutes=1))
    with run_jobs():
        assert sweep() == 1
    assert members_of(new) == {later.pk}
    assert sweep() == 0


def test_what_a_lost_worker_left_is_taken_up_by_the_sweep(segment, run_jobs):
    contact = ContactFactory(title="CEO")
    bosses = segment()
    Segment.objects.update(built_revision=0)
    bosses.members.all().delete()
    mark_changed([contact.pk])
    with run_jobs():
        sweep()
    assert members_of(bosses) == {contact.pk}
    assert not ChangedContact.objects.exists()


def test_a_deleted_lead_takes_its_membership_along(segment, run_jobs):
    contact = ContactFactory(title="CEO")
    bosses = segment()
    mark_changed([contact.pk])
    delete_contacts(contact_ids=[contact.pk])
    assert refresh_changed() == 1
    assert members_of(bosses) == set()


def test_a_broken_segment_matches_nobody_and_the_others_go_on(segment, run_jobs):
    contact = ContactFactory(title="CEO")
    broken, bosses = segment("Broken"), segment()
    Segment.objects.filter(pk=broken.pk).update(conditions={"field": "contact.moon", "operator": "is_set"})
    mark_changed([contact.pk])
    refresh_changed()
    assert (members_of(broken), members_of(bosses)) == (set(), {contact.pk})


def test_nothing_is_remembered_while_no_segment_asks(acme):
    mark_changed([ContactFactory().pk])
    assert not ChangedContact.objects.exists()


def test_many_segments_and_leads_cost_as_many_queries_as_few(segment):
    counts = []
    for size in (2, 12):
        for number in range(size):
            segment(f"{size}-{number}")
        ids = [contact.pk for contact in ContactFactory.create_batch(size, title="CEO")]
        with CaptureQueriesContext(connection) as captured:
            decide(contact_ids=ids)
        counts.append(len(captured))
    assert counts[0] == counts[1]
