"""What stops the agent from answering: switches, models that fail, drafts with flaws; two workers at once."""

from datetime import timedelta

import pytest

from mauntic.accounts.models import User
from mauntic.delivery.models import Reason
from mauntic.delivery.suppression.services import suppress
from mauntic.events.catalog import MessageReplied
from mauntic.events.services import publish
from mauntic.kernel.clock import now
from mauntic.sandbox.llm.model import Mood
from revops.agents.approvals.models import Proposal
from revops.agents.sdr.models import SdrReply, SdrSequence
from revops.agents.sdr.services.replying import read_due, request_reading
from revops.sequences.models.enrollments import Enrollment
from tests.factories.agents import connect_llm
from tests.factories.crm import ContactFactory
from tests.factories.delivery import MessageFactory, ReplyFactory
from tests.factories.sdr import SENT, answered, set_up_agent
from tests.factories.sequences import make_mailbox, make_sequence
from tests.revops.agents.sdr.stops import STOPS

ANSWER = answered()


@pytest.fixture
def vendor(sandbox):
    connect_llm(sandbox)
    sandbox.llm.script = lambda _asked: ANSWER
    return sandbox.llm


def make_reply(rep, **more):
    mailbox = make_mailbox(rep)
    message = MessageFactory(mailbox=mailbox, handed_at=now(), **{**SENT, **more.pop("message", {})})
    values = {"text": "Please tell me more about the tracker.", "label": "neutral", **more}
    return ReplyFactory(mailbox=mailbox, contact=message.contact, message=message, **values)


def read(reply) -> SdrReply:
    request_reading(contact_ids=[reply.contact_id])
    read_due()
    return SdrReply.objects.get(reply=reply)


@pytest.mark.parametrize(("stop", "words"), STOPS)
def test_without_money_or_switched_off_a_reply_is_left_to_a_person_and_says_why(rep, vendor, stop, words):
    set_up_agent(rep)
    stop("replies")
    reply = make_reply(rep)

    found = read(reply)

    assert (found.needs_person, found.label, found.proposal) == (True, "", None)
    assert found.outcome.startswith(words.format(agent="Replies"))
    assert vendor.counts["calls"] == 0


def test_two_workers_at_once_read_a_reply_once(committed, at_once, sandbox):
    connect_llm(sandbox)
    sandbox.llm.script = lambda _asked: ANSWER
    rep = User.objects.create_user("rep@acme.example", "a password", role="rep", name="Jo Reyes")
    set_up_agent(rep)
    reply = make_reply(rep)

    def worker(_number: int) -> int:
        request_reading(contact_ids=[reply.contact_id])
        return read_due()

    assert sum(at_once(3, worker)) == 1
    assert (Proposal.objects.count(), sandbox.llm.counts["calls"]) == (1, 1)


@pytest.mark.parametrize("mood", [Mood.CUT_OFF, Mood.EXTRA_KEY, Mood.TOO_LONG, Mood.NO_PERMISSION, Mood.HTML])
def test_a_model_that_gives_no_usable_answer_changes_no_reply(rep, vendor, mood):
    set_up_agent(rep)
    vendor.configure(mood=mood)
    reply = make_reply(rep)

    found = read(reply)

    assert (found.needs_person, bool(found.outcome), found.is_applied) == (True, True, False)
    reply.refresh_from_db()
    assert (reply.label, reply.done_at) == ("neutral", None)
    assert not Proposal.objects.exists()


def test_where_answers_are_not_wanted_only_the_class_is_refined(rep, vendor):
    set_up_agent(rep, suggests_answers=False)
    reply = make_reply(rep)

    found = read(reply)

    reply.refresh_from_db()
    assert (reply.label, found.needs_person) == ("positive", False)
    assert found.outcome == "Answers are not suggested, as the settings say."
    assert not Proposal.objects.exists()


def test_a_no_of_the_model_is_stored_and_not_answered(rep, vendor):
    set_up_agent(rep)
    vendor.script = lambda _asked: {**ANSWER, "label": "negative"}
    reply = make_reply(rep)

    found = read(reply)

    reply.refresh_from_db()
    assert (reply.label, found.outcome) == ("negative", "Replies of this class are not answered by an agent.")
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"text": ""}, "The model wrote nothing."),
        ({"text": "x" * 1_501}, "too long"),
        ({"text": "Hello {{ first_name }}"}, "unfilled placeholder"),
        ({"text": "It costs 9 euros."}, "prices, law, privacy or machines"),
        ({"text": "It has 12 users."}, "a number that is not among the facts"),
        ({"text": "See evil.example."}, "an address that is not one of its sources"),
        ({"sources": []}, "names no source"),
        ({"sources": ["crm-notes"]}, "a source that it was not given"),
    ],
)
def test_a_draft_with_a_flaw_is_dropped_with_its_reason(rep, vendor, answer, words):
    set_up_agent(rep)
    vendor.script = lambda _asked: answered(**answer)

    found = read(make_reply(rep))

    assert (found.label, found.needs_person) == ("positive", True)
    assert words in found.outcome
    assert not Proposal.objects.exists()


def test_the_reply_of_a_lead_without_a_message_of_ours_is_asked_about_the_lead_alone(rep, vendor):
    set_up_agent(rep)
    reply = ReplyFactory(
        mailbox=make_mailbox(rep), label="neutral", text="Please tell me more about your tracker."
    )

    found = read(reply)

    assert "a source that it was not given" in found.outcome
    assert reply.contact.name in vendor.asked[0].message


def test_who_was_suppressed_is_not_asked_of_a_model(rep, vendor):
    set_up_agent(rep)
    reply = make_reply(rep)
    suppress(addresses=[reply.contact.email], reason=Reason.UNSUBSCRIBED, source="link")

    assert "must not get email" in read(reply).outcome
    assert vendor.counts["calls"] == 0


def test_a_reply_that_is_done_or_read_already_is_not_read_again(rep, vendor):
    set_up_agent(rep)
    done, known = make_reply(rep, done_at=now()), make_reply(rep)
    read(known)

    assert request_reading(contact_ids=[done.contact_id, known.contact_id]) == 0
    assert read_due() == 0
    assert vendor.counts["calls"] == 1


def test_the_sequence_that_is_answered_decides_about_the_mode(rep, vendor):
    set_up_agent(rep, "copilot")
    quiet = make_sequence(rep, name="Quiet")
    SdrSequence.objects.create(sequence=quiet, mode="learning", position=1)
    lead = ContactFactory()
    enrollment = Enrollment.objects.create(sequence=quiet, version=quiet.versions.get(), contact=lead)
    reply = make_reply(rep, message={"contact": lead, "origin_kind": "sequence", "origin_id": enrollment.pk})

    found = read(reply)

    reply.refresh_from_db()
    assert (found.mode, found.label, found.is_applied, reply.label) == (
        "learning",
        "positive",
        False,
        "neutral",
    )
    assert Proposal.objects.get().status == "observed"


def test_what_a_worker_left_is_read_again_after_ten_minutes(rep, vendor):
    set_up_agent(rep)
    reply = make_reply(rep)
    request_reading(contact_ids=[reply.contact_id])
    SdrReply.objects.update(state="claimed", claimed_at=now() - timedelta(minutes=9))
    assert read_due() == 0
    SdrReply.objects.update(claimed_at=now() - timedelta(minutes=11))
    assert read_due() == 1


def test_a_reply_of_ten_megabytes_is_left_to_a_person_at_once_and_asks_no_model(rep, vendor):
    set_up_agent(rep)
    found = read(make_reply(rep, text="Please tell me more. " * 500_000))
    assert found.outcome == "The reply has more than 4,000 letters. A person answers."
    assert vendor.counts["calls"] == 0


def test_a_person_who_corrects_the_class_first_is_not_overruled(rep, vendor):
    set_up_agent(rep)
    reply = make_reply(rep, corrected_by=rep)
    assert not read(reply).is_applied
    reply.refresh_from_db()
    assert reply.label == "neutral"


def test_the_reply_of_a_lead_is_read_as_soon_as_it_is_told(rep, run_jobs):
    set_up_agent(rep)
    reply = make_reply(rep)
    with run_jobs():
        publish(MessageReplied(contact_id=reply.contact_id, message_id=reply.message_id))

    found = SdrReply.objects.get(reply=reply)
    assert (found.state, found.needs_person) == ("done", True)
    assert "No AI vendor" in found.outcome


@pytest.mark.parametrize("letter", ["\0", "\ud800"], ids=["nul", "half a pair"])
def test_a_letter_of_the_model_that_cannot_be_stored_stops_no_reading(rep, vendor, letter):
    set_up_agent(rep)
    vendor.script = lambda _asked: answered(f"It counts{letter} visits.")

    assert read(make_reply(rep)).state == "done"
    assert all(letter not in row.payload["text"] for row in Proposal.objects.all())
