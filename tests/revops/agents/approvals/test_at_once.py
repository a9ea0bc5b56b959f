"""Two people, two tabs, two workers: one effect."""

from contextlib import suppress
from datetime import timedelta

from mauntic.accounts.models import User
from mauntic.delivery.models import Message
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict
from revops.agents.approvals.models import Proposal
from revops.agents.approvals.services import deciding
from revops.agents.approvals.services.executing import execute
from revops.agents.approvals.services.reviewing import settle
from tests.factories.delivery import ReplyFactory
from tests.factories.proposals import propose_answer
from tests.factories.sequences import make_mailbox


def make_answer() -> tuple[User, Proposal]:
    rep = User.objects.create_user("rep@acme.example", "a password", role="rep", name="Jo Reyes")
    return rep, propose_answer(ReplyFactory(mailbox=make_mailbox(rep)))


def test_approved_from_two_tabs_makes_one_mail(committed, at_once):
    rep, row = make_answer()

    def tab(_number: int) -> str:
        with suppress(Conflict):
            return deciding.approve(proposal_id=row.pk, shown=row.payload_hash, by=rep).status
        return "refused"

    assert sorted(at_once(4, tab)) == ["executed", "refused", "refused", "refused"]
    assert Message.objects.count() == 1


def test_executed_by_two_workers_makes_one_mail(committed, at_once):
    rep, row = make_answer()
    Proposal.objects.update(status="approved", decided_by=rep, decided_at=now())

    assert at_once(4, lambda _number: execute(proposal_id=row.pk).status) == ["executed"] * 4
    assert Message.objects.count() == 1


def test_of_an_approval_and_a_rejection_at_once_one_decides(committed, at_once):
    rep, row = make_answer()

    def person(number: int) -> str:
        ask = {"proposal_id": row.pk, "shown": row.payload_hash, "by": rep}
        with suppress(Conflict):
            done = deciding.reject(reason="other", **ask) if number else deciding.approve(**ask)
            return done.status
        return "refused"

    answers = at_once(2, person)
    row.refresh_from_db()
    assert sorted(answers) == sorted([row.status, "refused"])
    assert Message.objects.count() == int(row.status == "executed")


def test_of_two_workers_that_read_one_mail_at_once_one_makes_a_draft(committed, at_once):
    rep = User.objects.create_user("rep@acme.example", "a password", role="rep", name="Jo Reyes")
    reply = ReplyFactory(mailbox=make_mailbox(rep))

    def worker(number: int) -> bool:
        with suppress(IndexError):  # none of its own was stored
            return propose_answer(reply, text=f"Draft {number}").status == "pending"
        return False

    at_once(4, worker)
    assert Proposal.objects.filter(status="pending").count() == 1


def test_of_an_edit_and_an_approval_at_once_what_was_shown_goes_out_or_nothing(committed, at_once):
    rep, row = make_answer()

    def tab(number: int) -> None:
        ask = {"proposal_id": row.pk, "shown": row.payload_hash, "by": rep}
        with suppress(Conflict):
            if number:
                deciding.edit(texts={"text": "Another text"}, **ask)
            else:
                deciding.approve(**ask)

    at_once(2, tab)
    row.refresh_from_db()
    sent = list(Message.objects.values_list("body", flat=True))
    assert (row.status, sent) in [
        ("executed", ["Thank you, does Tuesday suit you?"]),
        ("pending", []),
    ]
    assert row.payload["text"] == ("Another text" if row.status == "pending" else sent[0])


def test_two_sweeps_at_once_execute_what_was_left_once(committed, at_once):
    rep, row = make_answer()
    Proposal.objects.update(status="approved", decided_by=rep, decided_at=now() - timedelta(minutes=3))

    at_once(3, lambda _number: settle())

    row.refresh_from_db()
    assert (row.status, Message.objects.count()) == ("executed", 1)
