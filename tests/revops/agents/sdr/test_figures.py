"""Agreement with people and rates by mode: what counts, and until when."""

from datetime import timedelta

import pytest

from mauntic.kernel.clock import now
from revops.activities.models import Activity
from revops.agents.approvals.models import Proposal
from revops.agents.sdr.models import SdrDecision
from revops.agents.sdr.selectors.figures import COUNTED, PATIENCE, agreement, figures_by_mode
from revops.sequences.models.enrollments import Enrollment
from revops.sequences.models.sequences import Sequence
from tests.factories.crm import ContactFactory
from tests.factories.delivery import MessageFactory
from tests.factories.sequences import make_mailbox, make_sequence
from tests.support.queries import queries_of

DAY = timedelta(days=1)


@pytest.fixture
def sequence(rep) -> Sequence:
    return make_sequence(rep)


def decision(action: str = "enroll", age: timedelta = 20 * DAY, **more) -> SdrDecision:
    values = {"state": "done", "mode": "learning", "action": action, "created_at": now() - age}
    return SdrDecision.objects.create(contact=ContactFactory(), **{**values, **more})


def enroll(sequence: Sequence, contact, at) -> Enrollment:
    return Enrollment.objects.create(
        sequence=sequence, version=sequence.versions.get(), contact=contact, created_at=at
    )


@pytest.mark.parametrize(
    ("action", "after", "counted_as"),
    [
        ("enroll", DAY, "would_and_did"),
        ("enroll", PATIENCE, "would_and_did"),
        ("enroll", PATIENCE + DAY, "would_only"),
        ("enroll", -DAY, "would_only"),
        ("enroll", None, "would_only"),
        ("nothing", DAY, "left_and_did"),
        ("manual_review", DAY, "left_and_did"),
        ("manual_review", None, "left_alone"),
    ],
)
def test_a_decision_is_compared_with_what_people_did_within_two_weeks(sequence, action, after, counted_as):
    row = decision(action)
    if after is not None:
        enroll(sequence, row.contact, row.created_at + after)

    found = agreement()

    counts = ("would_and_did", "would_only", "left_and_did", "left_alone")
    assert {name: getattr(found, name) for name in counts} == {
        name: int(name == counted_as) for name in counts
    }
    assert found.share == float(counted_as in {"would_and_did", "left_alone"})


@pytest.mark.parametrize(
    "more",
    [{"mode": "copilot"}, {"state": "due"}, {"state": "claimed"}, {"age": COUNTED + DAY}, {"age": 13 * DAY}],
)
def test_other_decisions_are_not_compared(acme, more):
    decision(**more)
    assert agreement().all == 0


def test_what_people_did_early_is_compared_at_once(sequence):
    row = decision(age=2 * DAY)
    enroll(sequence, row.contact, row.created_at + DAY)
    assert (agreement().all, agreement().share) == (1, 1.0)


@pytest.mark.parametrize(
    ("proposal", "who"),
    [
        (None, "people"),
        ({"status": "executed", "decided": True}, "copilot"),
        ({"status": "executed", "decided": False}, "autopilot"),
        ({"status": "failed", "decided": True}, "people"),
    ],
)
def test_who_enrolled_is_told_by_the_proposal_that_made_it(sequence, rep, proposal, who):
    row = enroll(sequence, ContactFactory(), now())
    if proposal:
        Proposal.objects.create(
            kind="enroll",
            agent="sdr",
            contact=row.contact,
            target_id=row.contact_id,
            slot="lead:1",
            status=proposal["status"],
            decided_by=rep if proposal["decided"] else None,
            record_id=row.pk,
            expires_at=now(),
        )

    assert [each.name for each in figures_by_mode() if each.enrolled] == [who]


def test_replies_and_meetings_are_shares_of_those_who_were_written_to(sequence, rep):
    mailbox, at = make_mailbox(rep), now()
    for number in range(4):
        row = enroll(sequence, ContactFactory(), at - 10 * DAY)
        if number == 3:  # nobody wrote to this one
            Activity.objects.create(type="meeting", contact=row.contact, owner=rep)
            continue
        MessageFactory(
            mailbox=mailbox,
            contact=row.contact,
            origin_kind="sequence",
            origin_id=row.pk,
            state="sent",
            handed_at=at - 9 * DAY,
            replied_at=at if number == 0 else None,
        )
        if number == 1:
            Activity.objects.create(type="demo", contact=row.contact, owner=rep)
        if number == 2:
            Activity.objects.create(type="call", contact=row.contact, owner=rep)

    found = {each.name: each for each in figures_by_mode()}["people"]

    assert (found.enrolled, found.written_to) == (4, 3)
    assert (found.replies.count, found.meetings.count) == (1, 1)
    assert found.replies.of == found.meetings.of == 3


@pytest.mark.parametrize(("planned", "counts"), [(-11 * DAY, 0), (-9 * DAY, 1), (timedelta(0), 1)])
def test_a_meeting_counts_if_it_was_planned_after_the_enrollment(sequence, rep, planned, counts):
    row = enroll(sequence, ContactFactory(), now() - 10 * DAY)
    MessageFactory(
        mailbox=make_mailbox(rep),
        contact=row.contact,
        origin_kind="sequence",
        origin_id=row.pk,
        state="sent",
        handed_at=now(),
    )
    Activity.objects.create(
        type="meeting", contact=row.contact, owner=rep, created_at=now() + planned - DAY / 24
    )

    assert sum(each.meetings.count for each in figures_by_mode()) == counts


def test_a_meeting_long_after_the_sequence_ended_does_not_count(sequence, rep):
    row = enroll(sequence, ContactFactory(), now() - 60 * DAY)
    Enrollment.objects.update(ended_at=now() - 31 * DAY)
    MessageFactory(
        mailbox=make_mailbox(rep),
        contact=row.contact,
        origin_kind="sequence",
        origin_id=row.pk,
        state="sent",
        handed_at=now(),
    )
    Activity.objects.create(type="meeting", contact=row.contact, owner=rep)
    assert sum(each.meetings.count for each in figures_by_mode()) == 0


def test_enrollments_of_more_than_90_days_ago_are_left_out(sequence):
    enroll(sequence, ContactFactory(), now() - COUNTED - DAY)
    assert [each.enrolled for each in figures_by_mode()] == [0, 0, 0]


def test_the_figures_take_one_query_each(sequence):
    for _number in range(3):
        enroll(sequence, decision().contact, now())
    assert (queries_of(agreement), queries_of(figures_by_mode)) == (1, 1)
