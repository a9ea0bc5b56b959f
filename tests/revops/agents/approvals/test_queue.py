"""The queue with much, with odd input and with every state: what the pages show and refuse."""

from datetime import timedelta

import pytest

from mauntic.kernel.clock import now
from revops.agents.approvals.models import Proposal
from revops.agents.approvals.services import deciding
from revops.agents.approvals.services.proposing import Draft, propose
from revops.sequences.models.enrollments import Enrollment
from tests.factories.crm import ContactFactory
from tests.factories.delivery import ReplyFactory
from tests.factories.proposals import make_recommended, propose_answer, propose_enrollment
from tests.factories.sequences import make_mailbox, make_sequence

LIST = "/agents/"


@pytest.fixture
def answer(rep) -> Proposal:
    return propose_answer(ReplyFactory(mailbox=make_mailbox(rep), contact__last_name="Odum"))


def text(response) -> str:
    return response.content.decode()


def page(row: Proposal, action: str = "") -> str:
    return f"/agents/approvals/{row.pk}/{action}"


def make_many(count: int) -> None:
    leads = ContactFactory.create_batch(count, owner=None)
    payload = {"sequence_id": "0", "sequence": "Outreach", "version": 1, "steps": []}
    more = {"kind": "enroll", "agent": "sdr", "facts": [], "why": "", "payload": payload}
    propose(
        drafts=[
            Draft(contact_id=lead.pk, target_id=lead.pk, slot=f"lead:{lead.pk}", **more) for lead in leads
        ]
    )


def make_many_of(rep, count: int) -> None:
    make_many(count)
    sequence = make_sequence(rep)
    for row in Proposal.objects.all():
        row.payload["sequence_id"] = str(sequence.pk)
        row.save(update_fields=["payload"])


def test_more_than_99_are_counted_as_99_and_more(web, rep):
    make_many_of(rep, 100)
    listed = text(web.get(LIST))
    assert 'To approve <span class="tab-count">99+</span>' in listed


def test_each_proposal_is_on_exactly_one_page_of_the_list(web, rep):
    make_many_of(rep, 60)
    first = web.get(LIST)
    after = first.context["page"].after
    second = web.get(LIST, {"after": after})

    ids = [[each.row.pk for each in answer.context["rows"]] for answer in (first, second)]
    assert [len(each) for each in ids] == [50, 10]
    assert len({*ids[0], *ids[1]}) == 60


@pytest.mark.parametrize("query", ["after=nonsense", "before=x", "tab=%27--", "kind=teleport"])
def test_an_address_with_odd_parts_shows_the_list(web, answer, query):
    listed = web.get(f"{LIST}?{query}")
    assert [each.row for each in listed.context["rows"]] == [answer]


def test_the_kind_narrows_the_list_and_its_counts(web, rep, answer):
    propose_enrollment(make_sequence(rep), make_recommended(owner=rep, last_name="Rollins"))

    listed = text(web.get(f"{LIST}?kind=enroll"))

    assert "Rollins" in listed
    assert "Odum" not in listed
    assert 'To approve <span class="tab-count">1</span>' in listed
    assert "No proposals of this kind" in text(web.get(f"{LIST}?tab=failed&kind=answer"))


@pytest.mark.parametrize(
    ("status", "tab"),
    [
        ("executed", "done"),
        ("rejected", "done"),
        ("expired", "done"),
        ("invalidated", "done"),
        ("failed", "failed"),
        ("observed", "observed"),
        ("approved", None),
    ],
)
def test_each_state_is_in_its_tab_and_can_not_be_decided(web, answer, rep, status, tab):
    Proposal.objects.update(status=status, detail="What came of it.")

    found = [
        name
        for name in ("pending", "failed", "done", "observed")
        if web.get(f"{LIST}?tab={name}").context["rows"]
    ]
    shown = text(web.get(page(answer)))

    assert found == ([tab] if tab else [])
    assert "What came of it." in shown
    for action in ("approve/", "reject/", "edit/"):
        assert page(answer, action) not in shown


def test_one_that_expired_a_second_ago_is_told_as_expired_before_the_sweep(web, answer):
    Proposal.objects.update(expires_at=now() - timedelta(seconds=1))

    assert not web.get(LIST).context["rows"]
    assert web.get(f"{LIST}?tab=done").context["rows"]
    assert "<dd>Expired</dd>" in text(web.get(page(answer)))
    assert web.get(page(answer, "edit/")).status_code == 409
    refused = web.post(page(answer, "reject/"), {"shown": answer.payload_hash, "reason": "other"})
    assert "This proposal expired" in text(refused)


def test_who_rejects_what_was_approved_in_another_tab_is_told_so(web, rep, answer):
    deciding.approve(proposal_id=answer.pk, shown=answer.payload_hash, by=rep)
    refused = web.post(page(answer, "reject/"), {"shown": answer.payload_hash, "reason": "other"})
    assert refused.status_code == 422
    assert "This proposal is not pending any more: executed." in text(refused)


def test_one_whose_ground_is_gone_says_why_and_can_still_be_rejected(web, rep, answer):
    ReplyFactory(contact=answer.contact, mailbox=make_mailbox(rep))

    listed, shown = text(web.get(LIST)), text(web.get(page(answer)))

    assert "The lead wrote again since." in listed
    assert "This cannot be approved any more. The lead wrote again since." in shown
    assert page(answer, "approve/") not in listed + shown
    web.post(page(answer, "reject/"), {"shown": answer.payload_hash, "reason": "wrong_time"})
    answer.refresh_from_db()
    assert answer.status == "rejected"


def test_words_of_strangers_are_shown_as_text(web, rep):
    evil = "<script>alert(1)</script>"
    reply = ReplyFactory(mailbox=make_mailbox(rep), contact__last_name=evil, text=evil, subject=f"Re: {evil}")
    row = propose_answer(reply, text=f"Hello {evil}", why=evil)
    deciding.edit(proposal_id=row.pk, shown=row.payload_hash, texts={"text": f"Hi {evil}"}, by=rep)
    preview = web.post("/agents/approvals/bulk/", {"action": "approve", "ids": [row.pk]})

    for shown in (web.get(LIST), web.get(page(row)), web.get(page(row, "edit/")), preview):
        assert evil not in text(shown)
        assert "&lt;script&gt;" in text(shown)


def test_a_fact_leads_to_where_it_comes_from(web, rep):
    lead = make_recommended(owner=rep)
    row = propose_enrollment(make_sequence(rep), lead)
    shown = text(web.get(page(row)))
    assert f'<dt>Score</dt><dd><a href="/leads/{lead.pk}/">72</a></dd>' in shown
    assert "Step 1" in shown
    assert "Outreach, version 1" in shown


@pytest.mark.parametrize("action", ["approve/", "reject/"])
def test_reading_an_address_decides_nothing(web, answer, action):
    assert web.get(page(answer, action)).status_code == 405
    answer.refresh_from_db()
    assert answer.status == "pending"


@pytest.mark.parametrize(
    ("there", "leads_to"),
    [
        ("/agents/?kind=answer", "/agents/?kind=answer"),
        ("https://evil.example/", LIST),
        ("//evil.example/", LIST),
        ("javascript:alert(1)", LIST),
    ],
)
def test_after_an_approval_the_page_leads_back_and_never_away(web, answer, there, leads_to):
    done = web.post(page(answer, "approve/"), {"shown": answer.payload_hash, "next": there})
    assert (done.status_code, done.headers["location"]) == (302, leads_to)


@pytest.mark.parametrize("shown", ["", "x" * 65, "\0"])
def test_an_approval_names_what_was_shown(web, answer, shown):
    refused = web.post(page(answer, "approve/"), {"shown": shown})
    assert 400 <= refused.status_code < 500
    answer.refresh_from_db()
    assert answer.status == "pending"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"reason": "because"}, "because is not one of the available choices"),
        ({"reason": "other", "note": "x" * 301}, "at most 300 characters"),
        ({"reason": "other", "note": "a\0b"}, "Null characters are not allowed"),
        ({"reason": "other", "shown": "0" * 64}, "Somebody edited this proposal"),
    ],
)
def test_a_rejection_that_cannot_be_stored_says_so_on_the_page(web, answer, sent, words):
    refused = web.post(page(answer, "reject/"), {"shown": answer.payload_hash, **sent})
    assert (refused.status_code, words in text(refused)) == (422, True)
    answer.refresh_from_db()
    assert (answer.status, answer.rejection) == ("pending", "")


@pytest.mark.parametrize(
    ("value", "words"),
    [("x" * 20_001, "at most 20000 characters"), ("a\0b", "Null characters"), ("", "required")],
)
def test_a_text_that_cannot_be_sent_is_refused_at_the_field(web, answer, value, words):
    refused = web.post(page(answer, "edit/"), {"shown": answer.payload_hash, "text": value})
    assert (refused.status_code, "text" in refused.context["form"].errors) == (422, True)
    answer.refresh_from_db()
    assert answer.edits == []


def test_a_text_that_was_edited_in_another_tab_is_not_overwritten(web, rep, answer):
    deciding.edit(proposal_id=answer.pk, shown=answer.payload_hash, texts={"text": "From one tab"}, by=rep)
    refused = web.post(page(answer, "edit/"), {"shown": answer.payload_hash, "text": "From another tab"})

    assert refused.status_code == 422
    assert "Somebody edited this proposal" in text(refused)
    answer.refresh_from_db()
    assert answer.payload["text"] == "From one tab"


def test_line_ends_of_browsers_are_no_edit(web, rep):
    row = propose_answer(ReplyFactory(mailbox=make_mailbox(rep)), text="Hello,\n\nyes.")
    web.post(page(row, "edit/"), {"shown": row.payload_hash, "text": "Hello,\r\n\r\nyes."})
    row.refresh_from_db()
    assert (row.payload["text"], row.edits) == ("Hello,\n\nyes.", [])


def test_an_enrollment_has_no_text_to_edit(web, rep):
    row = propose_enrollment(make_sequence(rep), make_recommended(owner=rep))
    assert page(row, "edit/") not in text(web.get(page(row)))
    assert web.get(page(row, "edit/")).status_code == 409


def test_each_edit_stays_with_who_made_it_the_last_one_first(web, rep, admin, answer):
    one = deciding.edit(proposal_id=answer.pk, shown=answer.payload_hash, texts={"text": "One"}, by=rep)
    deciding.edit(proposal_id=answer.pk, shown=one.payload_hash, texts={"text": "Two"}, by=admin)

    shown = text(web.get(page(answer)))

    assert shown.index("Edited by Ada Admin") < shown.index("Edited by Jo Reyes")
    assert "<del>One</del><ins>Two</ins>" in shown


def test_what_an_autopilot_did_says_for_whom(web, rep):
    row = propose_enrollment(make_sequence(rep), make_recommended(owner=rep), status="approved", acts_for=rep)
    Proposal.objects.update(status="executed")
    shown = text(web.get(page(row)))
    assert "<dt>Acts for</dt><dd>Jo Reyes</dd>" in shown
    assert "Decided by" not in shown
    assert not Enrollment.objects.exists()


def test_keys_approve_reject_and_edit(web, answer):
    listed = text(web.get(LIST))
    for key in "are":
        assert f'aria-keyshortcuts="{key}"' in listed


def test_the_older_address_leads_to_the_queue(web):
    assert web.get("/agents/approvals/").headers["location"] == LIST
