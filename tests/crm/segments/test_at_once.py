"""Two people, two workers, two tabs: members, sizes and events agree whatever comes first."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import pytest

from mauntic.accounts.models import User
from mauntic.crm.contacts.services.removal import delete_contacts
from mauntic.crm.models import Contact, Segment, SegmentMember
from mauntic.crm.segments.models import ChangedContact, SegmentDay, SegmentKind
from mauntic.crm.segments.services.building import build
from mauntic.crm.segments.services.by_hand import add_members, remove_members
from mauntic.crm.segments.services.marking import mark_changed
from mauntic.crm.segments.services.refreshing import refresh_changed, sweep
from mauntic.crm.segments.services.saving import SegmentDraft, delete_segment, save_segment
from mauntic.kernel.errors import Conflict, Invalid, NotFound
from tests.crm.segments.conftest import CEO, members_of, told
from tests.factories.crm import ContactFactory

VP = {**CEO, "value": "VP"}


@pytest.fixture
def ops(committed) -> User:
    return User.objects.create_user("ops@there.example", "a password", role="ops", name="Ola Ops")


def saved(by: User, name: str = "Bosses", conditions: Mapping[str, Any] = CEO, **given: Any) -> Segment:
    return save_segment(draft=SegmentDraft(name=name, conditions=conditions), by=by, **given)


def guests(by: User) -> Segment:
    return save_segment(draft=SegmentDraft(name="Guests", kind=SegmentKind.BY_HAND), by=by)


def naming(segment: Segment) -> dict[str, str]:
    return {"field": "contact.segment", "operator": "equals", "value": str(segment.pk)}


def assert_adds_up(segment: Segment) -> None:
    """The size is that of the members, and that of the last day."""
    segment.refresh_from_db()
    size = len(members_of(segment))
    assert segment.size == size
    assert [day.size for day in SegmentDay.objects.filter(segment=segment)] in ([], [size])


def test_a_build_beside_a_refresh_counts_each_lead_once(ops, at_once):
    bosses = saved(ops)
    leads = ContactFactory.create_batch(20, title="CEO")
    mark_changed([lead.pk for lead in leads])
    works = (lambda: build(segment_id=bosses.pk), refresh_changed)
    at_once(4, lambda number: works[number % 2]())
    assert members_of(bosses) == {lead.pk for lead in leads}
    assert_adds_up(bosses)
    assert told("Joined") == told("Left") == []
    assert not ChangedContact.objects.exists()


def test_new_conditions_beside_their_build_are_followed_and_told_once(ops, at_once):
    bosses = saved(ops)
    boss, deputy = ContactFactory(title="CEO"), ContactFactory(title="VP")
    build(segment_id=bosses.pk)

    def work(number: int) -> None:
        if number:
            build(segment_id=bosses.pk)
        else:
            saved(ops, conditions=VP, segment_id=bosses.pk)

    at_once(4, work)
    build(segment_id=bosses.pk)  # as the job that the save has sent
    assert members_of(bosses) == {deputy.pk}
    assert_adds_up(bosses)
    assert (told("Joined"), told("Left")) == ([(str(deputy.pk), "Bosses")], [(str(boss.pk), "Bosses")])


def test_many_refreshes_and_sweeps_tell_each_change_once(ops, at_once):
    bosses = saved(ops)
    leads = ContactFactory.create_batch(10, title="Rep")
    build(segment_id=bosses.pk)
    Contact.objects.update(title="CEO")
    for _ in range(3):
        mark_changed([lead.pk for lead in leads])
    taken = at_once(4, lambda number: sweep() if number == 3 else refresh_changed())
    assert sum(taken) == 30
    assert sorted(told("Joined")) == sorted((str(lead.pk), "Bosses") for lead in leads)
    assert_adds_up(bosses)


def test_added_by_hand_from_four_tabs_is_added_once(ops, at_once):
    segment = guests(ops)
    ids = [lead.pk for lead in ContactFactory.create_batch(3)]
    assert sorted(at_once(4, lambda _: add_members(segment_id=segment.pk, contact_ids=ids))) == [0, 0, 0, 3]
    assert len(told("Joined")) == 3
    assert_adds_up(segment)


def test_added_and_removed_at_once_ends_as_one_of_both(ops, at_once):
    segment = guests(ops)
    lead = ContactFactory()
    add_members(segment_id=segment.pk, contact_ids=[lead.pk])
    works = (add_members, remove_members)
    at_once(4, lambda number: works[number % 2](segment_id=segment.pk, contact_ids=[lead.pk]))
    assert len(told("Joined")) - len(told("Left")) == len(members_of(segment))
    assert_adds_up(segment)


def test_of_two_tabs_one_saves(ops, at_once):
    bosses = saved(ops)

    def tab(number: int) -> str:
        value = {**CEO, "value": f"Chief {number}"}
        try:
            return saved(ops, conditions=value, segment_id=bosses.pk, opened=1).conditions["value"]
        except Conflict as error:
            return error.message

    answers = at_once(3, tab)
    bosses.refresh_from_db()
    assert bosses.revision == 2
    assert answers.count(bosses.conditions["value"]) == 1
    assert sum(answer.startswith("Somebody changed this segment") for answer in answers) == 2


def test_of_two_segments_of_one_name_one_is_made(ops, at_once):
    def make(number: int) -> str:
        try:
            return saved(ops, name=("Bosses", "BOSSES")[number]).name
        except Invalid as error:
            return error.fields["name"][0]

    answers = at_once(2, make)
    assert Segment.objects.get().name in answers
    assert "There is another segment of this name. Choose another name." in answers


def test_two_saves_at_once_make_no_circle(ops, at_once):
    pair = [saved(ops, name="First"), saved(ops, name="Second")]

    def name_the_other(number: int) -> str:
        try:
            saved(
                ops, name=pair[number].name, conditions=naming(pair[1 - number]), segment_id=pair[number].pk
            )
        except Invalid as error:
            return str(error.fields["conditions"][0])
        return "saved"

    assert sorted(at_once(2, name_the_other)) == [
        "These segments would depend on each other in a circle.",
        "saved",
    ]


def test_a_segment_that_somebody_names_just_now_is_not_deleted_under_it(ops, at_once):
    used = saved(ops)

    def work(number: int) -> str:
        with suppress(Conflict, Invalid):
            if number:
                delete_segment(segment_id=used.pk)
                return "deleted"
            saved(ops, name="Invited", conditions=naming(used))
            return "named"
        return "refused"

    answers = sorted(at_once(2, work))
    left = set(Segment.objects.values_list("name", flat=True))
    assert (answers, left) in (
        (["deleted", "refused"], set()),
        (["named", "refused"], {"Bosses", "Invited"}),
    )


def test_a_lead_that_is_deleted_while_it_is_added_is_in_no_segment(ops, at_once):
    segment = guests(ops)
    lead, other = ContactFactory.create_batch(2)

    def work(number: int) -> int:
        if number:
            return delete_contacts(contact_ids=[lead.pk])
        with suppress(NotFound):
            return add_members(segment_id=segment.pk, contact_ids=[lead.pk, other.pk])
        return 0

    added, deleted = at_once(2, work)
    assert deleted == 1
    assert members_of(segment) == ({other.pk} if added else set())
    assert_adds_up(segment)


def test_a_segment_that_is_deleted_while_it_is_built_leaves_nothing(ops, at_once):
    bosses = saved(ops)
    leads = ContactFactory.create_batch(10, title="CEO")
    mark_changed([lead.pk for lead in leads])
    works = (
        lambda: build(segment_id=bosses.pk),
        refresh_changed,
        lambda: delete_segment(segment_id=bosses.pk),
    )
    at_once(3, lambda number: works[number]())
    assert not Segment.objects.exists()
    assert not SegmentMember.objects.exists()
    assert not SegmentDay.objects.exists()
    assert build(segment_id=bosses.pk) == 0
