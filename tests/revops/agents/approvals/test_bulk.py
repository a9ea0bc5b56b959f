"""Deciding about many at once: each by itself, and nothing that the person does not see."""

import pytest

from mauntic.delivery.models import Message, Reply
from mauntic.kernel.ids import new_id
from revops.agents.approvals.models import Proposal
from revops.agents.approvals.services import deciding
from revops.agents.approvals.services.bulk import MOST, Item, approve_many, reject_many
from revops.sequences.models.enrollments import Enrollment
from tests.factories.delivery import ReplyFactory
from tests.factories.proposals import make_recommended, propose_answer, propose_enrollment
from tests.factories.sequences import make_mailbox, make_sequence
from tests.support.queries import queries_of

LIST, BULK = "/agents/", "/agents/approvals/bulk/"


@pytest.fixture
def answer(rep) -> Proposal:
    return propose_answer(ReplyFactory(mailbox=make_mailbox(rep), contact__last_name="Odum"))


@pytest.fixture
def foreign(rep, colleague) -> Proposal:
    return propose_enrollment(make_sequence(rep), make_recommended(owner=colleague, last_name="Secretson"))


def item(row: Proposal, shown: str = "") -> Item:
    return Item(row.pk, shown or row.payload_hash)


def text(response) -> str:
    return response.content.decode()


def test_a_proposal_of_somebody_else_is_refused_without_its_name(rep, answer, foreign):
    done, refused = approve_many(items=[item(foreign), item(answer)], by=rep)

    assert done == 1
    assert refused == [("", "This proposal does not exist, or is about a record that is not yours.")]
    assert not Enrollment.objects.exists()


def test_the_page_does_not_tell_the_name_of_a_lead_that_is_not_shown(web, foreign):
    sent = {"action": "reject", "confirmed": "yes", "reason": "other"}
    told = text(web.post(BULK, {**sent, "ids": [foreign.pk], "shown": [foreign.payload_hash]}, follow=True))

    assert "about a record that is not yours" in told
    assert "Secretson" not in told
    foreign.refresh_from_db()
    assert foreign.status == "pending"


def test_the_preview_leaves_out_what_the_person_does_not_see_or_cannot_decide(web, answer, foreign, rep):
    done = propose_enrollment(
        make_sequence(rep, name="Late"), make_recommended(owner=rep, last_name="Latimer")
    )
    deciding.reject(proposal_id=done.pk, shown=done.payload_hash, reason="other", by=rep)

    preview = text(web.post(BULK, {"action": "approve", "ids": [answer.pk, foreign.pk, done.pk, new_id()]}))

    assert "Approve 1 proposal" in preview
    assert "Odum" in preview
    assert "Secretson" not in preview
    assert "Latimer" not in preview


@pytest.mark.parametrize("ids", [[], ["nonsense"], [str(new_id())]])
def test_a_selection_of_nothing_says_what_to_select(web, answer, ids):
    told = text(web.post(BULK, {"action": "approve", "ids": ids}, follow=True))
    assert "Select proposals that are still pending." in told


@pytest.mark.parametrize("action", ["", "delete", "APPROVE"])
def test_an_unknown_action_is_refused(web, answer, action):
    refused = web.post(
        BULK, {"action": action, "confirmed": "yes", "ids": [answer.pk], "shown": [answer.payload_hash]}
    )

    assert refused.status_code in {400, 422}
    answer.refresh_from_db()
    assert answer.status == "pending"


def test_the_failure_of_one_names_its_lead_and_undoes_no_other(rep, answer):
    broken = propose_answer(
        ReplyFactory(mailbox=make_mailbox(rep), contact__first_name="Bo", contact__last_name="Broken"),
        text="Hello {{ first_name }}",
    )

    done, refused = approve_many(items=[item(broken), item(answer)], by=rep)

    assert (done, [name for name, _why in refused]) == (1, ["Bo Broken"])
    assert "double braces" in refused[0][1]
    assert Message.objects.count() == 1


def test_the_same_proposal_twice_is_approved_once(rep, answer):
    done, refused = approve_many(items=[item(answer), item(answer)], by=rep)

    assert (done, len(refused), Message.objects.count()) == (1, 1, 1)
    assert "not pending any more: executed" in refused[0][1]


def test_without_a_reason_none_of_many_is_rejected(rep, answer):
    done, refused = reject_many(items=[item(answer)], reason="", note="", by=rep)

    assert done == 0
    assert "Choose why you reject it." in refused[0][1]
    answer.refresh_from_db()
    assert (answer.status, answer.decided_by) == ("pending", None)


def test_a_text_that_was_edited_after_the_preview_is_not_sent(web, rep, answer):
    preview = web.post(BULK, {"action": "approve", "ids": [answer.pk]})
    (shown,) = preview.context["rows"]
    deciding.edit(proposal_id=answer.pk, shown=answer.payload_hash, texts={"text": "Something else"}, by=rep)

    sent = {"action": "approve", "confirmed": "yes", "ids": [answer.pk], "shown": [shown.row.payload_hash]}
    told = text(web.post(BULK, sent, follow=True))

    assert "Somebody edited this proposal" in told
    assert not Message.objects.exists()


def test_an_id_without_the_hash_of_what_was_shown_is_not_decided(web, answer):
    web.post(BULK, {"action": "approve", "confirmed": "yes", "ids": [answer.pk], "shown": []})
    answer.refresh_from_db()
    assert (answer.status, Message.objects.count()) == ("pending", 0)


def test_at_most_fifty_are_decided_at_once(rep, answer):
    unknown = [Item(new_id(), "x") for _number in range(MOST)]

    done, refused = approve_many(items=[*unknown, item(answer)], by=rep)

    assert (done, len(refused)) == (0, MOST)
    answer.refresh_from_db()
    assert answer.status == "pending"


@pytest.mark.parametrize("field", ["shown", "note"])
def test_a_character_that_cannot_be_stored_breaks_no_page(web, answer, field):
    sent = {"shown": answer.payload_hash, "note": "Later", field: f"{answer.payload_hash}\0"}
    told = web.post(
        BULK, {"action": "reject", "confirmed": "yes", "reason": "other", "ids": [answer.pk], **sent}
    )
    assert told.status_code < 500


def test_the_preview_of_many_takes_as_many_queries_as_of_one(web, rep):
    sequence = make_sequence(rep)
    rows = [propose_enrollment(sequence) for _number in range(4)]
    preview = [
        queries_of(lambda some=some: web.post(BULK, {"action": "approve", "ids": [row.pk for row in some]}))
        for some in (rows[:1], rows)
    ]
    assert preview[0] == preview[1]


@pytest.mark.parametrize("shown", ["\0", "x" * 65, ""])
def test_a_hash_that_is_none_refuses_its_proposal_alone(web, rep, answer, shown):
    other = propose_answer(ReplyFactory(mailbox=Reply.objects.get().mailbox))
    sent = {"action": "approve", "confirmed": "yes", "ids": [answer.pk, other.pk]}

    told = text(web.post(BULK, {**sent, "shown": [shown, other.payload_hash]}, follow=True))

    assert "Look at it again." in told
    assert "1 proposal approved." in told
    answer.refresh_from_db()
    assert answer.status == "pending"


def test_a_note_with_a_character_that_cannot_be_stored_is_stored_without_it(web, answer):
    sent = {"action": "reject", "confirmed": "yes", "reason": "other", "note": "not\0 now"}
    web.post(BULK, {**sent, "ids": [answer.pk], "shown": [answer.payload_hash]})
    answer.refresh_from_db()
    assert (answer.status, answer.note) == ("rejected", "not now")


def test_many_are_not_rejected_without_a_reason(web, answer):
    sent = {"action": "reject", "confirmed": "yes", "ids": [answer.pk], "shown": [answer.payload_hash]}
    refused = web.post(BULK, {**sent, "reason": ""})

    assert refused.status_code == 422
    assert text(refused).count("Choose why you reject it.") == 1
    assert str(answer.pk) in text(refused)
    answer.refresh_from_db()
    assert answer.status == "pending"
