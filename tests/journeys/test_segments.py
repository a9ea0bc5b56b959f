"""Journeys start and end by real segments, from the change of a lead to its run."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from mauntic.automation.models import Definition, Run, RunReason, RunState
from mauntic.automation.selectors.present import present_now
from mauntic.automation.selectors.reading import Script
from mauntic.crm.contacts.services.edit import update_contact
from mauntic.crm.contacts.services.removal import delete_contacts
from mauntic.crm.models import Contact, Segment
from mauntic.crm.segments.models import SegmentKind
from mauntic.crm.segments.services.by_hand import add_members, remove_members
from mauntic.crm.segments.services.refreshing import sweep
from mauntic.crm.segments.services.saving import SegmentDraft, delete_segment, save_segment
from mauntic.events.services import replay
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid
from mauntic.kernel.ids import new_id
from tests.conftest import ACME_HOST
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.django_db
WAIT = {"action": "wait", "settings": {"days": 30}}
CEO = {"field": "contact.title", "operator": "equals", "value": "CEO"}


@pytest.fixture
def segment(acme, admin, run_jobs):
    """Makes a segment and builds it."""

    def make(name="Bosses", conditions=CEO, kind=SegmentKind.CONDITIONS, segment_id=None):
        draft = SegmentDraft(name=name, conditions=conditions, kind=kind)
        with run_jobs():
            return save_segment(draft=draft, by=admin, segment_id=segment_id)

    return make


@pytest.fixture
def by_hand(segment):
    return segment("Guests", {}, SegmentKind.BY_HAND)


@pytest.fixture
def begins(journey):
    """A journey that a segment starts, and that waits."""

    def make(segment, ends=True, **given):
        settings, options = {"segment": str(segment.pk)}, {"ends_on_leaving": ends}
        return journey("segment", [WAIT], trigger_settings=settings, options=options, **given)

    return make


@pytest.fixture
def titled(run_jobs):
    """Gives a lead another job title, and lets the workers follow."""

    def change(lead, title):
        with run_jobs():
            update_contact(contact=Contact.objects.get(pk=lead.pk), values={"title": title})

    return change


def states(lead) -> list[tuple[str, str]]:
    return list(Run.objects.filter(subject_id=lead.pk).order_by("pk").values_list("state", "reason"))


@pytest.mark.parametrize(
    ("ends", "after"), [(True, (RunState.SKIPPED, RunReason.LEFT)), (False, (RunState.WAITING, ""))]
)
def test_a_lead_that_changes_begins_and_ends(segment, begins, titled, ends, after):
    lead, other = ContactFactory.create_batch(2, title="Rep")
    bosses, deputies = segment(), segment("Deputies", {**CEO, "value": "VP"})
    journey, second = begins(bosses, ends), begins(deputies, ends)
    titled(lead, "CEO")
    assert Run.objects.get().definition == journey
    assert states(lead) == [(RunState.WAITING, "")]
    titled(other, "VP")
    assert Run.objects.get(subject_id=other.pk).definition == second
    titled(lead, "Rep")
    assert states(lead) == [after]
    assert states(other) == [(RunState.WAITING, "")]


def test_who_is_in_it_when_it_is_made_begins_nothing(segment, begins, run_jobs):
    ContactFactory(title="CEO")
    bosses = segment()
    begins(bosses)
    with run_jobs():
        sweep()
    assert not Run.objects.exists()


def test_new_conditions_begin_and_end_as_changes_of_leads_do(segment, begins, titled):
    boss, deputy = ContactFactory(title="Rep"), ContactFactory(title="VP")
    bosses = segment()
    begins(bosses)
    titled(boss, "CEO")
    segment(conditions={**CEO, "value": "VP"}, segment_id=bosses.pk)
    assert states(boss) == [(RunState.SKIPPED, RunReason.LEFT)]
    assert states(deputy) == [(RunState.WAITING, "")]


def test_people_begin_and_end_journeys_by_hand(by_hand, begins, run_jobs):
    begins(by_hand)
    first, second = ContactFactory.create_batch(2)
    with run_jobs():
        add_members(segment_id=by_hand.pk, contact_ids=[first.pk, second.pk])
    with run_jobs():
        remove_members(segment_id=by_hand.pk, contact_ids=[first.pk])
    assert states(first) == [(RunState.SKIPPED, RunReason.LEFT)]
    assert states(second) == [(RunState.WAITING, "")]


def test_who_joins_again_does_not_begin_again(by_hand, begins, run_jobs):
    begins(by_hand)
    lead = ContactFactory()
    for work in (add_members, remove_members, add_members):
        with run_jobs():
            work(segment_id=by_hand.pk, contact_ids=[lead.pk])
    assert states(lead) == [(RunState.SKIPPED, RunReason.LEFT)]


def test_a_segment_of_segments_begins_journeys_in_the_same_turn(segment, by_hand, begins, run_jobs, titled):
    bosses = segment()
    both = [
        {"field": "contact.segment", "operator": "equals", "value": str(each.pk)}
        for each in (bosses, by_hand)
    ]
    begins(segment("Invited", {"all": both}))
    lead, guest = ContactFactory(title="CEO"), ContactFactory(title="Rep")
    with run_jobs():
        add_members(segment_id=by_hand.pk, contact_ids=[lead.pk, guest.pk])
    assert states(lead) == [(RunState.WAITING, "")]
    assert states(guest) == []
    titled(guest, "CEO")
    assert states(guest) == [(RunState.WAITING, "")]
    titled(lead, "Rep")
    assert states(lead) == [(RunState.SKIPPED, RunReason.LEFT)]


def test_time_alone_ends_a_journey(segment, begins, run_jobs, titled):
    new = segment("New", {"field": "contact.created_at", "operator": "within_days", "value": 7})
    begins(new)
    lead = ContactFactory()
    titled(lead, "Rep")
    assert states(lead) == [(RunState.WAITING, "")]
    Contact.objects.filter(pk=lead.pk).update(created_at=now() - timedelta(days=7, seconds=5))
    Segment.objects.update(checked_at=now() - timedelta(minutes=1))
    with run_jobs():
        sweep()
    assert states(lead) == [(RunState.SKIPPED, RunReason.LEFT)]


def test_a_replay_begins_nothing_twice(by_hand, begins, run_jobs):
    begins(by_hand)
    with run_jobs():
        add_members(segment_id=by_hand.pk, contact_ids=[ContactFactory().pk])
    with run_jobs():
        replay(wire_name="crm.ContactJoinedSegment", receiver="mauntic.journeys.handlers.start_for_segments")
    assert Run.objects.count() == 1


def test_a_deleted_lead_ends_with_its_run_and_the_others_go_on(by_hand, begins, run_jobs):
    begins(by_hand)
    gone, stays = ContactFactory.create_batch(2)
    with run_jobs():
        add_members(segment_id=by_hand.pk, contact_ids=[gone.pk, stays.pk])
    with run_jobs():
        delete_contacts(contact_ids=[gone.pk])
    assert states(gone) == []
    assert states(stays) == [(RunState.WAITING, "")]


def test_a_segment_that_starts_a_journey_is_not_deleted(segment, begins, admin):
    bosses = segment()
    journey = begins(bosses)
    with pytest.raises(Conflict, match=f'Journey "{journey.name}" uses this segment'):
        delete_segment(segment_id=bosses.pk)
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    for name in ("crm:segment", "crm:segment-delete"):
        page = client.get(reverse(name, args=[bosses.pk])).text
        assert f'href="{reverse("journeys:journey", args=[journey.pk])}"' in page
    assert "Delete segment</button>" not in page


def test_an_unknown_segment_is_refused_where_it_stands(journey, by_hand):
    for wrong in (str(new_id()), "", "Guests"):
        with pytest.raises(Invalid) as refused:
            journey("segment", trigger_settings={"segment": wrong})
        assert list(refused.value.fields) == ["triggerSettings.segment"]


def test_a_journey_whose_segment_is_gone_is_broken_and_starts_for_nobody(by_hand, begins):
    journey = begins(by_hand)
    assert not Script(journey.current).problems
    Segment.objects.all().delete()  # as in a backup of another day
    assert Script(Definition.objects.get(pk=journey.pk).current).problems


def test_before_it_is_turned_on_the_members_are_counted(segment, begins, admin):
    leads = ContactFactory.create_batch(3, title="CEO")
    ContactFactory(title="Rep")
    journey = begins(segment())
    assert set(present_now(Script(journey.current), admin)) == set(leads)
