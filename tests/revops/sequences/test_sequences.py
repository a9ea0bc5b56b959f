"""Saving sequences and their versions, and turning them on and off."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mauntic.delivery.models import Message
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid, NotAllowed
from revops.sequences.models.enrollments import Enrollment
from revops.sequences.models.sequences import Sequence, SequenceVersion
from revops.sequences.services.sequences import (
    SequenceDraft,
    create_sequence,
    save_sequence,
    switch_sequence,
)
from revops.sequences.services.sweep import run_due
from tests.factories.sequences import CALL, EMAIL, FOLLOW_UP, WAIT, make_enrollment, make_sequence


def numbers(sequence: Sequence) -> list[int]:
    return list(sequence.versions.order_by("number").values_list("number", flat=True))


def test_changed_steps_become_a_new_version_and_a_new_name_does_not(rep):
    sequence = make_sequence(rep)
    for draft in (
        SequenceDraft(name="Renamed", steps=[EMAIL, FOLLOW_UP]),
        SequenceDraft(name="Renamed", steps=[EMAIL, CALL]),
    ):
        save_sequence(sequence_id=sequence.pk, draft=draft, by=rep)

    sequence.refresh_from_db()
    assert (sequence.name, numbers(sequence)) == ("Renamed", [1, 2])


def test_in_a_draft_everybody_moves_to_the_new_version(rep):
    sequence = make_sequence(rep, (), on=False)
    row = make_enrollment(sequence, rep)
    save_sequence(sequence_id=sequence.pk, draft=SequenceDraft(name="Outreach", steps=[CALL]), by=rep)

    row.refresh_from_db()
    assert row.version.steps.count() == 1
    assert row.due_at is not None


def test_after_it_was_turned_on_people_stay_in_their_version(rep):
    sequence = make_sequence(rep)
    row = make_enrollment(sequence, rep)
    save_sequence(sequence_id=sequence.pk, draft=SequenceDraft(name="Outreach", steps=[CALL]), by=rep)

    row.refresh_from_db()
    assert row.version.number == 1
    assert SequenceVersion.objects.count() == 2


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (SequenceDraft(name=" "), "name"),
        (SequenceDraft(name="x" * 121), "name"),
        (SequenceDraft(name="outreach"), "name"),
        (SequenceDraft(name="New", per_company=1_001), "per_company"),
        (SequenceDraft(name="New", steps=[CALL] * 9), "steps"),
        (SequenceDraft(name="New", steps=[replace(EMAIL, body="Hi {{ nick }}")]), "steps[0].body"),
        (SequenceDraft(name="New", steps=[replace(EMAIL, subject="Hi {{ first_name")]), "steps[0].subject"),
    ],
)
def test_mistakes_are_named_and_nothing_is_stored(draft, field, rep):
    make_sequence(rep)
    with pytest.raises(Invalid) as refused:
        create_sequence(draft=draft, by=rep)

    assert list(refused.value.fields) == [field]
    assert Sequence.objects.count() == 1


def test_a_sequence_without_steps_is_not_turned_on_and_keeps_one_once_it_was(rep):
    with pytest.raises(Conflict, match="Add a step"):
        make_sequence(rep, ())
    sequence = make_sequence(rep, name="With steps")

    with pytest.raises(Invalid, match="turned on"):
        save_sequence(sequence_id=sequence.pk, draft=SequenceDraft(name="With steps"), by=rep)


def test_only_the_owner_and_managers_change_a_sequence(rep, make_user):
    sequence = make_sequence(rep)
    stranger = make_user("rep", "other@acme.example")
    with pytest.raises(NotAllowed):
        switch_sequence(sequence_id=sequence.pk, on=False, by=stranger)
    with pytest.raises(NotAllowed):
        save_sequence(sequence_id=sequence.pk, draft=SequenceDraft(name="Mine", steps=[CALL]), by=stranger)

    assert switch_sequence(sequence_id=sequence.pk, on=False, by=make_user("manager")).state == "off"


def test_after_three_weeks_off_there_is_no_burst(rep, mailbox):
    sequence = make_sequence(rep, (EMAIL, WAIT, FOLLOW_UP, CALL))
    rows = [make_enrollment(sequence, rep) for _lead in range(3)]
    waiting, overdue, new = rows
    switch_sequence(sequence_id=sequence.pk, on=False, by=rep)
    off_since = now() - timedelta(days=21)
    Sequence.objects.update(switched_at=off_since)
    Enrollment.objects.update(begun_at=off_since - timedelta(days=5))
    Enrollment.objects.filter(pk=waiting.pk).update(position=2, due_at=off_since + timedelta(days=2))
    Enrollment.objects.filter(pk=overdue.pk).update(position=3, due_at=off_since - timedelta(days=1))
    Enrollment.objects.filter(pk=new.pk).update(begun_at=now(), due_at=now() + timedelta(days=1))

    switch_sequence(sequence_id=sequence.pk, on=True, by=rep)

    def days_left(row: Enrollment) -> float:
        row.refresh_from_db()
        return (row.due_at - now()) / timedelta(days=1)

    assert [round(days_left(row)) for row in rows] == [2, 0, 1]
    # One step for the one that is overdue, however much time has passed; then its delay counts again.
    run_due()
    run_due()
    assert list(Message.objects.values_list("contact", flat=True)) == [overdue.contact_id]


def test_the_first_turning_on_lays_the_first_steps_out(rep):
    sequence = make_sequence(rep, (CALL,), on=False)
    row = make_enrollment(sequence, rep)
    Enrollment.objects.update(due_at=now() - timedelta(days=30))

    switch_sequence(sequence_id=sequence.pk, on=True, by=rep)

    row.refresh_from_db()
    assert row.due_at > now() + timedelta(days=1)


def test_turning_on_twice_changes_nothing(rep):
    sequence = make_sequence(rep)
    before = sequence.switched_at

    assert switch_sequence(sequence_id=sequence.pk, on=True, by=rep).switched_at == before
