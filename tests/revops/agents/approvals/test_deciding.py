"""Approving, rejecting and editing: only what was shown, only while it holds, only once."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from mauntic.broker.actor import current_actor
from mauntic.delivery.models import Message, Reason, Reply
from mauntic.delivery.suppression.services import suppress
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid, NotFound
from revops.agents.approvals.models import Proposal
from revops.agents.approvals.registry import Done, register_kind
from revops.agents.approvals.services import deciding
from revops.agents.approvals.services.executing import execute
from revops.agents.approvals.services.reviewing import settle
from revops.agents.sdr.services.kinds.answer import KIND
from revops.deals.models.choices import DealStage
from revops.deals.models.deals import Deal
from revops.sequences.models.enrollments import Enrollment
from tests.factories.delivery import ReplyFactory
from tests.factories.proposals import make_recommended, propose_answer, propose_enrollment
from tests.factories.revops import DealFactory
from tests.factories.sequences import make_enrollment, make_mailbox, make_sequence


@pytest.fixture
def reply(rep) -> Reply:
    return ReplyFactory(mailbox=make_mailbox(rep))


def approve(row: Proposal, by, shown: str = "") -> Proposal:
    return deciding.approve(proposal_id=row.pk, shown=shown or row.payload_hash, by=by)


def test_an_approved_enrollment_is_made_by_the_person_and_told_as_the_agents(rep):
    row = propose_enrollment(make_sequence(rep))

    done = approve(row, rep)

    enrollment = Enrollment.objects.get()
    assert (done.status, done.record_id, done.decided_by) == ("executed", enrollment.pk, rep)
    assert (enrollment.enrolled_by, enrollment.contact_id) == (rep, row.contact_id)


def test_an_approved_answer_goes_to_the_outbox_and_finishes_the_reply(rep, reply):
    row = propose_answer(reply)

    assert approve(row, rep).status == "executed"

    message = Message.objects.get()
    assert (message.body, message.to_address) == (row.payload["text"], reply.sender_address)
    reply.refresh_from_db()
    assert reply.done_at is not None


def test_what_was_approved_once_has_one_effect_however_often_it_runs(rep, reply):
    row = propose_answer(reply)
    approve(row, rep)

    with pytest.raises(Conflict, match="not pending any more: executed"):
        approve(row, rep)
    execute(proposal_id=row.pk)
    settle()

    assert Message.objects.count() == 1


def test_another_text_than_the_one_that_was_shown_is_not_approved(rep, reply):
    row = propose_answer(reply)
    deciding.edit(proposal_id=row.pk, shown=row.payload_hash, texts={"text": "Something else"}, by=rep)

    with pytest.raises(Conflict, match="Somebody edited this proposal"):
        approve(row, rep)

    assert not Message.objects.exists()


def newer_reply(row: Proposal, _rep) -> None:
    ReplyFactory(contact=row.contact, mailbox=Reply.objects.get(pk=row.target_id).mailbox)


def suppressed(row: Proposal, _rep) -> None:
    suppress(addresses=[row.contact.email], reason=Reason.UNSUBSCRIBED, source="link")


def closed_deal(row: Proposal, rep) -> None:
    DealFactory(contact=row.contact, owner=rep, name="Renewal", stage=DealStage.CLOSED_WON, closed_at=now())
    assert Deal.objects.filter(closed_at__isnull=False).exists()


def reply_done(row: Proposal, _rep) -> None:
    Reply.objects.update(done_at=now())


def reply_corrected(row: Proposal, _rep) -> None:
    Reply.objects.update(label="unsubscribe")


def another_address(row: Proposal, _rep) -> None:
    Reply.objects.update(sender_address="evil@attacker.example")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (newer_reply, "The lead wrote again since."),
        (suppressed, "must not get email"),
        (closed_deal, 'The deal "Renewal" was closed since.'),
        (reply_done, "answered or marked as done"),
        (reply_corrected, "another class now: Unsubscribe"),
        (another_address, "The address of the lead changed"),
    ],
)
@pytest.mark.parametrize("is_approved", [False, True])
def test_an_answer_whose_ground_changed_is_invalidated_before_and_after_the_approval(
    rep, reply, change, why, is_approved
):
    row = propose_answer(reply)
    if is_approved:  # as if its worker had died in between
        Proposal.objects.update(status="approved", decided_by=rep, decided_at=now())
    change(row, rep)

    if is_approved:
        execute(proposal_id=row.pk)
    else:
        with pytest.raises(Conflict, match=why):
            approve(row, rep)

    row.refresh_from_db()
    assert row.status == "invalidated"
    assert why in row.detail
    assert not Message.objects.exists()


def enrolled_elsewhere(row: Proposal, sequence, rep) -> None:
    make_enrollment(make_sequence(rep, name="Other"), rep, contact=row.contact)


def less_score(row: Proposal, sequence, rep) -> None:
    row.contact.prospect.__class__.objects.update(recommendation="skip")


def sequence_off(row: Proposal, sequence, rep) -> None:
    sequence.__class__.objects.update(state="off")


def sequence_changed(row: Proposal, sequence, rep) -> None:
    sequence.versions.create(number=2)


def lead_wrote(row: Proposal, sequence, rep) -> None:
    ReplyFactory(contact=row.contact)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (enrolled_elsewhere, "not new any more"),
        (less_score, "does not recommend a sequence"),
        (sequence_off, "not on any more"),
        (sequence_changed, "steps of the sequence were changed"),
        (lead_wrote, "The lead wrote to us since."),
    ],
)
def test_an_enrollment_whose_ground_changed_is_not_made(rep, change, why):
    sequence = make_sequence(rep)
    row = propose_enrollment(sequence)
    change(row, sequence, rep)

    with pytest.raises(Conflict, match=why):
        approve(row, rep)

    assert not Enrollment.objects.filter(sequence=sequence).exists()


def test_a_proposal_that_expired_is_neither_shown_as_pending_nor_approved(rep, reply):
    row = propose_answer(reply)

    with time_machine.travel(now() + timedelta(days=7, minutes=1)):
        with pytest.raises(Conflict, match="This proposal expired"):
            approve(row, rep)
        assert settle() == 1

    row.refresh_from_db()
    assert row.status == "expired"
    assert not Message.objects.exists()


def test_who_does_not_see_the_record_cannot_decide(rep, colleague, reply):
    answer = propose_answer(reply)
    enrollment = propose_enrollment(make_sequence(rep), make_recommended(owner=rep))

    for row in (answer, enrollment):
        with pytest.raises(NotFound):
            approve(row, colleague)
        with pytest.raises(NotFound):
            deciding.reject(proposal_id=row.pk, shown=row.payload_hash, reason="other", by=colleague)


def test_a_right_that_was_lost_after_the_approval_fails_visibly(rep, colleague, reply):
    row = propose_answer(reply)
    Proposal.objects.update(status="approved", decided_by=colleague, decided_at=now())

    assert execute(proposal_id=row.pk).status == "failed"
    row.refresh_from_db()
    assert "may not change this record" in row.detail


def test_what_the_service_refuses_is_shown_as_failed(rep, reply, monkeypatch):
    row = propose_answer(reply, text="Hello {{ first_name }}")

    done = approve(row, rep)

    assert (done.status, Message.objects.count()) == ("failed", 0)
    assert "double braces" in done.detail


def test_a_rejection_has_a_reason_and_no_effect(rep, reply):
    row = propose_answer(reply)
    with pytest.raises(Invalid):
        deciding.reject(proposal_id=row.pk, shown=row.payload_hash, reason="", by=rep)

    done = deciding.reject(
        proposal_id=row.pk, shown=row.payload_hash, reason="wrong_words", note="Too long", by=rep
    )

    assert (done.status, done.rejection, done.note, done.decided_by) == (
        "rejected",
        "wrong_words",
        "Too long",
        rep,
    )
    assert not Message.objects.exists()


def test_an_edit_keeps_what_was_proposed_and_is_what_goes_out(rep, reply):
    row = propose_answer(reply, text="Does Tuesday suit you?")

    edited = deciding.edit(
        proposal_id=row.pk, shown=row.payload_hash, texts={"text": "Does Friday suit you?"}, by=rep
    )
    approve(edited, rep)

    assert edited.edits[0]["before"] == "Does Tuesday suit you?"
    assert edited.edits[0]["by"] == "Jo Reyes"
    assert Message.objects.get().body == "Does Friday suit you?"


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        ({"text": " "}, "Write something."),
        ({"to": "evil@attacker.example"}, "cannot be edited"),
        ({"text": "x" * 20_001}, "20,000"),
    ],
)
def test_only_texts_can_be_edited(rep, reply, texts, why):
    row = propose_answer(reply)
    with pytest.raises(Invalid, match=why):
        deciding.edit(proposal_id=row.pk, shown=row.payload_hash, texts=texts, by=rep)


def test_a_worker_that_dies_after_the_approval_leaves_work_that_is_finished(rep, reply):
    row = propose_answer(reply)
    Proposal.objects.update(status="approved", decided_by=rep, decided_at=now() - timedelta(minutes=3))

    assert settle() == 1
    assert settle() == 0

    row.refresh_from_db()
    assert (row.status, Message.objects.count()) == ("executed", 1)


def test_what_it_does_is_attributed_to_the_agent_and_who_approved_it(rep, reply):
    seen = []

    def execute_and_look(row: Proposal, by) -> Done:
        seen.append((current_actor().kind, current_actor().label, current_actor().id))
        return KIND.execute(row, by)

    register_kind(replace(KIND, execute=execute_and_look))
    try:
        row = propose_answer(reply)
        approve(row, rep)
    finally:
        register_kind(KIND)

    assert seen == [("agent", "Reply agent, approved by Jo Reyes", str(row.pk))]
