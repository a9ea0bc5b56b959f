"""Between approval and execution: what is checked again, and how failures show."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mauntic.accounts.models import User
from mauntic.delivery.models import Message
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, NotFound
from mauntic.kernel.ids import new_id
from revops.agents.approvals.domain.payloads import digest
from revops.agents.approvals.models import Proposal
from revops.agents.approvals.registry import Done, register_kind
from revops.agents.approvals.services import deciding
from revops.agents.approvals.services.executing import MOST_DETAIL, execute
from revops.agents.approvals.services.reviewing import MOST_ATTEMPTS, settle
from revops.agents.sdr.services.kinds.answer import KIND
from tests.factories.crm import ContactFactory
from tests.factories.delivery import ReplyFactory
from tests.factories.proposals import propose_answer
from tests.factories.sequences import make_mailbox


@pytest.fixture
def row(rep) -> Proposal:
    """Approved by the rep; its worker died at once."""
    made = propose_answer(ReplyFactory(mailbox=make_mailbox(rep)))
    Proposal.objects.update(status="approved", decided_by=rep, decided_at=now() - timedelta(minutes=3))
    made.refresh_from_db()
    return made


@pytest.fixture
def behaving():
    """Lets answers be executed by another function, until the end of the test."""

    def behave(function) -> None:
        register_kind(replace(KIND, execute=function))

    yield behave
    register_kind(KIND)


def test_a_payload_that_is_not_the_approved_one_is_not_sent(row):
    Proposal.objects.update(payload={**row.payload, "text": "Buy now at evil.example"})

    done = execute(proposal_id=row.pk)

    assert (done.status, done.detail) == ("failed", "The proposal is not the one that was approved.")
    assert not Message.objects.exists()


def test_a_recipient_that_was_changed_with_a_new_hash_is_still_not_the_lead(row):
    payload = {**row.payload, "to": "evil@attacker.example"}
    Proposal.objects.update(payload=payload, payload_hash=digest(payload))

    assert execute(proposal_id=row.pk).status == "invalidated"
    assert not Message.objects.exists()


@pytest.mark.parametrize("who", ["left", "deleted"])
def test_with_the_rights_of_who_left_nothing_is_done(row, rep, who):
    if who == "left":
        User.objects.filter(pk=rep.pk).update(is_active=False)
    else:
        Proposal.objects.update(decided_by=None)

    done = execute(proposal_id=row.pk)

    assert done.status == "failed"
    assert done.detail == "The user with whose rights it would act is not active any more."
    assert not Message.objects.exists()


def test_a_kind_that_this_release_does_not_know_is_closed_and_hidden(web, row, rep):
    Proposal.objects.update(kind="teleport")

    done = execute(proposal_id=row.pk)

    assert (done.status, done.detail) == (
        "invalidated",
        "This release does not know this kind of proposal.",
    )
    assert web.get(f"/agents/approvals/{row.pk}/").status_code == 404
    assert web.get("/agents/?tab=done").status_code == 200
    with pytest.raises(NotFound, match="does not exist"):
        deciding.approve(proposal_id=row.pk, shown=row.payload_hash, by=rep)


def test_a_proposal_that_went_with_its_lead_is_not_found(row):
    row.contact.delete()
    with pytest.raises(NotFound, match="This proposal does not exist any more"):
        execute(proposal_id=row.pk)
    assert settle() == 0


@pytest.mark.parametrize("status", ["pending", "rejected", "expired", "invalidated", "failed", "observed"])
def test_only_an_approved_one_is_executed(row, status):
    Proposal.objects.update(status=status)

    assert execute(proposal_id=row.pk).status == status
    assert not Message.objects.exists()


def test_what_a_refused_kind_did_first_is_rolled_back(row, behaving):
    def half(_row, _by) -> Done:
        ContactFactory(email="half@done.example")
        raise Conflict("x" * 900)

    behaving(half)
    done = execute(proposal_id=row.pk)

    assert (done.status, len(done.detail)) == ("failed", MOST_DETAIL)
    assert not row.contact.__class__.objects.filter(email="half@done.example").exists()


def test_an_execution_that_breaks_is_tried_three_times_and_then_shown_as_failed(row, behaving, web):
    tried = []

    def broken(_row, _by) -> Done:
        tried.append(1)
        raise RuntimeError("the disk is full")

    behaving(broken)
    changed = [settle() for _sweep in range(MOST_ATTEMPTS + 2)]

    row.refresh_from_db()
    assert len(tried) == MOST_ATTEMPTS
    assert changed == [0, 0, 0, 1, 0]
    assert (row.status, row.detail) == ("failed", "It was approved, and could not be executed.")
    assert "could not be executed" in web.get("/agents/?tab=failed").content.decode()


def test_one_that_breaks_does_not_keep_the_next_ones_from_being_done(row, rep, behaving):
    second = propose_answer(ReplyFactory(mailbox=make_mailbox(rep)), text="The second")
    Proposal.objects.filter(pk=second.pk).update(
        status="approved", decided_by=rep, decided_at=now() - timedelta(minutes=2, seconds=30)
    )

    def first_breaks(proposal: Proposal, by: User) -> Done:
        if proposal.pk == row.pk:
            raise RuntimeError("the disk is full")
        return KIND.execute(proposal, by)

    behaving(first_breaks)

    assert settle() == 1
    assert Message.objects.get().body == "The second"


def test_the_sweep_leaves_one_alone_that_a_worker_may_still_execute(row):
    Proposal.objects.update(decided_at=now() - timedelta(seconds=90))
    assert settle() == 0
    row.refresh_from_db()
    assert (row.status, row.attempts) == ("approved", 0)


def test_the_outcome_has_the_time_and_the_record(row, behaving):
    record = new_id()
    behaving(lambda _row, _by: Done("It is done.", record))

    done = execute(proposal_id=row.pk)

    assert (done.status, done.detail, done.record_id) == ("executed", "It is done.", record)
    assert done.executed_at is not None
