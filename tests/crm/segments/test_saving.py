"""Segments are made, changed and built; what cannot work is refused with a sentence."""

import pytest

from mauntic.crm.models import Segment, SegmentMember
from mauntic.crm.segments.models import SegmentDay
from mauntic.crm.segments.selectors.segments import history
from mauntic.crm.segments.services.building import build
from mauntic.crm.segments.services.by_hand import add_members
from mauntic.crm.segments.services.saving import SegmentDraft, delete_segment, save_segment
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid, NotFound
from tests.crm.segments.conftest import CEO, members_of, told
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.django_db
VP = {"field": "contact.title", "operator": "equals", "value": "VP"}


def change(segment: Segment, admin, run_jobs, conditions=VP, **given) -> Segment:
    draft = SegmentDraft(name=segment.name, conditions=conditions)
    with run_jobs():
        return save_segment(draft=draft, by=admin, segment_id=segment.pk, **given)


def test_who_is_in_it_when_it_is_made_joins_without_an_event(segment):
    boss = ContactFactory(title="CEO")
    ContactFactory(title="Rep")
    made = segment()
    assert (members_of(made), made.size, made.is_built) == ({boss.pk}, 1, True)
    assert told("Joined") == []
    assert [day.size for day in history(made, now().date())] == [1]


def test_new_conditions_tell_who_joined_and_who_left(segment, admin, run_jobs):
    boss, deputy = ContactFactory(title="CEO"), ContactFactory(title="VP")
    made = segment()
    change(made, admin, run_jobs)
    assert members_of(made) == {deputy.pk}
    assert (told("Joined"), told("Left")) == ([(str(deputy.pk), "Bosses")], [(str(boss.pk), "Bosses")])
    day = SegmentDay.objects.get()
    assert (day.size, day.joined, day.left) == (1, 1, 1)


def test_segments_that_name_it_follow_its_new_conditions(segment, admin, run_jobs):
    ContactFactory(title="CEO")
    deputy = ContactFactory(title="VP")
    made = segment()
    follower = segment("Guests", {"field": "contact.segment", "operator": "equals", "value": str(made.pk)})
    change(made, admin, run_jobs)
    assert members_of(follower) == {deputy.pk}


def test_a_name_alone_builds_nothing_anew(segment, admin, run_jobs):
    made = segment()
    change(made, admin, run_jobs, conditions=CEO)
    made.refresh_from_db()
    assert made.revision == 1
    assert build(segment_id=made.pk) == 0


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"name": " "}, "name", "Enter a name"),
        ({"name": "x" * 121}, "name", "Enter a name"),
        ({"name": "bosses"}, "name", "another segment of this name"),
        ({"description": "x" * 501}, "description", "at most 500"),
        ({"kind": "magic"}, "kind", "Choose one of"),
        ({"kind": "by_hand"}, "conditions", "leave the conditions empty"),
        ({"conditions": {}}, "conditions", ""),
        ({"conditions": {"all": []}}, "conditions", ""),
        ({"conditions": {"field": "contact.moon", "operator": "is_set"}}, "conditions.field", ""),
        ({"conditions": {"field": "contact.title", "operator": "overdue"}}, "conditions.operator", ""),
    ],
)
def test_bad_input_is_refused_with_its_field(segment, admin, given, field, sentence):
    segment()
    with pytest.raises(Invalid) as refused:
        save_segment(draft=SegmentDraft(**{"name": "New", "conditions": CEO, **given}), by=admin)
    assert field in refused.value.fields
    assert sentence in " ".join(refused.value.fields[field])
    assert Segment.objects.count() == 1


def test_a_circle_of_segments_is_refused(segment, admin, run_jobs):
    first = segment()
    second = segment("Second", {"field": "contact.segment", "operator": "equals", "value": str(first.pk)})
    for target in (first, second):
        naming = {"field": "contact.segment", "operator": "equals", "value": str(target.pk)}
        with pytest.raises(Invalid) as refused:
            change(first, admin, run_jobs, conditions=naming)
        assert any(key.startswith("conditions") for key in refused.value.fields)


def test_two_who_change_it_at_once_do_not_overwrite_each_other(segment, admin, run_jobs):
    made = segment()
    change(made, admin, run_jobs, opened=1)
    with pytest.raises(Conflict):
        change(made, admin, run_jobs, conditions=CEO, opened=1)


def test_one_that_others_use_is_not_deleted(segment):
    used = segment()
    user = segment("Guests", {"field": "contact.segment", "operator": "equals", "value": str(used.pk)})
    with pytest.raises(Conflict, match='Segment "Guests" uses this segment'):
        delete_segment(segment_id=used.pk)
    delete_segment(segment_id=user.pk)
    delete_segment(segment_id=used.pk)
    assert not SegmentMember.objects.exists()
    with pytest.raises(NotFound):
        delete_segment(segment_id=used.pk)


def test_conditions_decide_or_people_do(segment, by_hand, admin):
    with pytest.raises(Conflict, match="Conditions decide"):
        add_members(segment_id=segment().pk, contact_ids=[ContactFactory().pk])
    other = SegmentDraft(name="Guests", kind="conditions", conditions=CEO)
    with pytest.raises(Invalid, match="cannot be changed"):
        save_segment(draft=other, by=admin, segment_id=by_hand.pk)
