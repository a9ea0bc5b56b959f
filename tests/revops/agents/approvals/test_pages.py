"""The queue: who sees what, with why, and what the buttons do."""

import pytest
from django.test import Client

from mauntic.delivery.models import Message, Reply
from revops.agents.approvals.models import Proposal
from revops.agents.llm.services.controls import stop_agents
from revops.sequences.models.enrollments import Enrollment
from tests.conftest import ACME_HOST
from tests.factories.delivery import ReplyFactory
from tests.factories.proposals import make_recommended, propose_answer, propose_enrollment
from tests.factories.sequences import make_mailbox, make_sequence
from tests.support.queries import queries_of

LIST = "/agents/"


@pytest.fixture
def reply(rep) -> Reply:
    return ReplyFactory(
        mailbox=make_mailbox(rep), contact__last_name="Odum", text="Yes, tell me more about it."
    )


def text(answer) -> str:
    return answer.content.decode()


def page(row: Proposal, action: str = "") -> str:
    return f"/agents/approvals/{row.pk}/{action}"


def test_a_proposal_is_listed_with_what_and_why(web, reply):
    row = propose_answer(reply)

    listed, shown = text(web.get(LIST)), text(web.get(page(row)))

    assert "Odum" in listed
    assert "does Tuesday suit you?" in listed
    assert 'To approve <span class="tab-count">1</span>' in listed
    for words in ("The lead is interested.", "Yes, tell me more about it.", "does Tuesday suit you?"):
        assert words in shown


def test_the_menu_counts_what_waits(web, reply):
    assert "Agents" in text(web.get(LIST))
    propose_answer(reply)
    assert web.get(LIST).context["navigation"]


def test_others_see_only_proposals_about_their_records(web, colleague, reply, rep):
    propose_answer(reply)
    propose_enrollment(make_sequence(rep), make_recommended(owner=rep, last_name="Mine"))
    propose_enrollment(make_sequence(rep, name="Two"), make_recommended(owner=None, last_name="Free"))
    other = Client(headers={"host": ACME_HOST})
    other.force_login(colleague)

    seen = text(other.get(LIST))
    assert "Free" in seen
    assert "Odum" not in seen
    assert "Mine" not in seen
    assert other.get(page(Proposal.objects.get(kind="answer"))).status_code == 404
    assert all(name in text(web.get(LIST)) for name in ("Free", "Odum", "Mine"))


def test_a_long_list_is_paged_and_takes_as_many_queries_as_a_short_one(web, rep):
    sequence = make_sequence(rep)
    web.get(LIST)
    propose_enrollment(sequence)
    short = queries_of(lambda: web.get(LIST))
    for _number in range(3):
        propose_enrollment(sequence)
    assert queries_of(lambda: web.get(LIST)) == short


def test_approve_sends_what_the_page_showed(web, reply):
    row = propose_answer(reply)

    stale = web.post(page(row, "approve/"), {"shown": "0" * 64}, follow=True)
    assert stale.status_code == 409
    answer = web.post(page(row, "approve/"), {"shown": row.payload_hash}, follow=True)

    assert "is on its way" in text(answer)
    assert Message.objects.count() == 1


def test_reject_asks_for_the_reason(web, reply):
    row = propose_answer(reply)

    refused = web.post(page(row, "reject/"), {"shown": row.payload_hash, "reason": ""})
    assert refused.status_code == 422
    assert "Choose why you reject it." in text(refused)
    web.post(page(row, "reject/"), {"shown": row.payload_hash, "reason": "wrong_time", "note": "Ask in May"})

    assert "Ask in May" in text(web.get(f"{LIST}?tab=done"))


def test_edit_shows_the_difference(web, reply):
    row = propose_answer(reply)

    assert web.post(page(row, "edit/"), {"shown": row.payload_hash, "text": " "}).status_code == 422
    web.post(page(row, "edit/"), {"shown": row.payload_hash, "text": "Thank you, does Friday suit you?"})

    assert "<del>Tuesday</del><ins>Friday</ins>" in text(web.get(page(row)))


def test_many_are_previewed_exactly_and_then_decided_together(web, rep, reply):
    answer, enrollment = propose_answer(reply), propose_enrollment(make_sequence(rep))
    gone = propose_enrollment(make_sequence(rep, name="Off"))
    gone.contact.prospect.__class__.objects.filter(contact=gone.contact).update(recommendation="skip")
    ids = [str(each.pk) for each in (answer, enrollment, gone)]

    preview = web.post(f"{LIST}approvals/bulk/", {"action": "approve", "ids": ids})
    assert "Approve 2 proposals" in text(preview)
    assert "does Tuesday suit you?" in text(preview)
    assert "does not recommend a sequence" in text(preview)
    assert not Message.objects.exists()

    hashes = [answer.payload_hash, enrollment.payload_hash]
    done = web.post(
        f"{LIST}approvals/bulk/",
        {"action": "approve", "confirmed": "yes", "ids": ids[:2], "shown": hashes},
        follow=True,
    )
    assert "2 proposals approved." in text(done)
    assert (Message.objects.count(), Enrollment.objects.count()) == (1, 1)


def test_one_that_cannot_be_approved_does_not_stop_the_others(web, rep, reply):
    answer, enrollment = propose_answer(reply), propose_enrollment(make_sequence(rep))
    done = web.post(
        f"{LIST}approvals/bulk/",
        {
            "action": "approve",
            "confirmed": "yes",
            "ids": [str(answer.pk), "nonsense", str(enrollment.pk)],
            "shown": ["0" * 64, "x", enrollment.payload_hash],
        },
        follow=True,
    )
    assert "1 proposal approved." in text(done)
    assert "Somebody edited this proposal" in text(done)


def test_many_are_rejected_for_one_reason(web, rep, reply):
    row = propose_answer(reply)
    assert "Reject 1 proposal" in text(
        web.post(f"{LIST}approvals/bulk/", {"action": "reject", "ids": [str(row.pk)]})
    )
    sent = {"action": "reject", "confirmed": "yes", "ids": [str(row.pk)], "shown": [row.payload_hash]}
    web.post(f"{LIST}approvals/bulk/", {**sent, "reason": "wrong_words"})
    row.refresh_from_db()
    assert (row.status, row.rejection) == ("rejected", "wrong_words")


@pytest.mark.parametrize("tab", ["pending", "failed", "done", "observed", "nonsense"])
def test_an_empty_list_says_what_will_be_there(web, tab):
    answer = web.get(f"{LIST}?tab={tab}")
    assert answer.status_code == 200
    assert "empty" in text(answer)


def test_a_failed_one_says_why(web, reply):
    row = propose_answer(reply, text="Hello {{ first_name }}")
    answer = web.post(page(row, "approve/"), {"shown": row.payload_hash}, follow=True)
    assert "Nothing was done" in text(answer)
    assert "double braces" in text(web.get(f"{LIST}?tab=failed"))


def test_the_list_shows_the_whole_text_that_is_approved(web, reply):
    row = propose_answer(reply)
    Proposal.objects.filter(pk=row.pk).update(
        payload={**row.payload, "text": f"{'Fine words. ' * 40}The end."}
    )
    assert "The end." in text(web.get(LIST))


def test_whoever_edits_an_answer_sees_the_reply(web, reply):
    assert "Yes, tell me more about it." in text(web.get(page(propose_answer(reply), "edit/")))


@pytest.mark.parametrize("address", [LIST, "/agents/sdr/", "/agents/replies/"])
def test_pages_say_that_all_agents_are_stopped(web, make_user, address):
    assert "All AI agents are stopped." not in text(web.get(address))
    ops = make_user("ops")
    stop_agents(by=ops)
    assert "All AI agents are stopped." in (shown := text(web.get(address)))
    assert "Resume agents" not in shown
    web.force_login(ops)
    assert "Resume agents" in text(web.get(address))


@pytest.mark.parametrize(
    ("role", "links"),
    [("rep", []), ("manager", ["runs", "spend"]), ("ops", ["runs", "spend", "settings"])],
)
def test_the_queue_leads_to_the_pages_of_the_role(web, make_user, role, links):
    web.force_login(make_user(role, f"another-{role}@acme.example"))
    shown = text(web.get(LIST))
    assert [name for name in ("runs", "spend", "settings") if f'"/revops/agents/{name}/"' in shown] == links


def test_an_answer_that_waits_is_shown_at_its_reply(web, reply, colleague):
    address = f"/inbox/{reply.pk}/"
    assert "Suggested answer" not in text(web.get(address))
    row = propose_answer(reply)
    shown = text(web.get(address))
    assert "Suggested answer" in shown
    assert page(row) in shown
    Proposal.objects.update(status="rejected")
    assert "Suggested answer" not in text(web.get(address))
