"""Replies: the model refines the last classes, and drafts what a person may send."""

import pytest

from mauntic.delivery.inbox.services.handling import refine
from mauntic.delivery.models import Message, Reply
from mauntic.kernel.clock import now
from mauntic.sandbox.llm.model import Mood
from revops.agents.approvals.models import Proposal
from revops.agents.approvals.services import deciding
from revops.agents.sdr.models import SdrReply
from revops.agents.sdr.services.replying import read_due, request_reading
from tests.factories.agents import connect_llm
from tests.factories.delivery import MessageFactory, ReplyFactory
from tests.factories.sdr import SENT, answered, set_up_agent
from tests.factories.sequences import make_mailbox

TEXT = "Yes, please tell me more about the tracker."
ANSWER = answered()


@pytest.fixture
def mailbox(rep):
    return make_mailbox(rep)


@pytest.fixture
def vendor(sandbox):
    return connect_llm(sandbox)


def replied(mailbox, text: str = TEXT, label: str = "neutral", **more) -> Reply:
    message = more.pop("message", None) or MessageFactory(mailbox=mailbox, handed_at=now(), **SENT)
    return ReplyFactory(
        mailbox=mailbox, contact=message.contact, message=message, text=text, label=label, **more
    )


def read(*replies: Reply) -> SdrReply:
    request_reading(contact_ids=[reply.contact_id for reply in replies])
    read_due()
    return SdrReply.objects.get(reply=replies[-1])


def test_a_draft_rests_on_sources_and_waits_for_a_person(rep, mailbox, vendor, sandbox):
    set_up_agent(rep)
    sandbox.llm.say(ANSWER)
    reply = replied(mailbox)

    found = read(reply)

    row = Proposal.objects.get()
    assert (row.status, row.payload["text"], row.payload["to"]) == (
        "pending",
        ANSWER["answer"][0]["text"],
        reply.sender_address,
    )
    assert {each["key"]: each["value"] for each in row.facts}["source"] == SENT["sent_text"]
    assert (found.label, found.is_applied, found.needs_person) == ("positive", True, False)
    assert Message.objects.count() == 1
    deciding.approve(proposal_id=row.pk, shown=row.payload_hash, by=rep)
    assert Message.objects.get(origin_kind="person", origin_id=reply.pk).body == ANSWER["answer"][0]["text"]


@pytest.mark.parametrize("mode", ["off", "learning"])
def test_off_and_learning_change_no_reply(rep, mailbox, vendor, sandbox, mode):
    set_up_agent(rep, mode)
    sandbox.llm.say(ANSWER)
    reply = replied(mailbox)

    request_reading(contact_ids=[reply.contact_id])
    read_due()

    reply.refresh_from_db()
    assert (reply.label, reply.done_at, Message.objects.count()) == ("neutral", None, 1)
    assert list(Proposal.objects.values_list("status", flat=True)) == (
        ["observed"] if mode == "learning" else []
    )


@pytest.mark.parametrize(
    ("text", "label", "is_human"),
    [
        ("I am out of the office until Monday.", "auto_reply", False),
        ("Please remove me from your list, thanks.", "unsubscribe", True),
        ("We are not interested in any of this.", "negative", True),
        ("Which personal data do you hold about me?", "question", True),
        ("Our lawyer will be in touch with you soon.", "neutral", True),
        ("You promised us a discount of twenty percent.", "neutral", True),
        ("Are you a machine, or does a person write this?", "question", True),
        ("Thanks", "neutral", True),
    ],
)
def test_what_is_for_people_is_never_asked_of_a_model(rep, mailbox, vendor, sandbox, text, label, is_human):
    set_up_agent(rep)
    reply = replied(mailbox, text, label, is_human=is_human)

    request_reading(contact_ids=[reply.contact_id])
    read_due()

    assert not sandbox.llm.asked
    assert not Proposal.objects.exists()
    reply.refresh_from_db()
    assert reply.label == label


@pytest.mark.parametrize(
    ("mood", "words"),
    [
        (None, "No AI vendor"),
        (Mood.REFUSE, "declined"),
        (Mood.NOT_JSON, "agreed form"),
        (Mood.NO_BALANCE, ""),
    ],
)
def test_a_model_that_fails_leaves_the_reply_to_a_person_with_the_reason(rep, mailbox, sandbox, mood, words):
    if mood:
        connect_llm(sandbox)
        sandbox.llm.configure(mood=mood)
    set_up_agent(rep)

    found = read(replied(mailbox))

    assert found.needs_person
    assert words in found.outcome
    assert found.outcome
    assert not Proposal.objects.exists()


def test_one_draft_waits_for_each_conversation(rep, mailbox, vendor, sandbox):
    set_up_agent(rep)
    sandbox.llm.script = lambda _asked: ANSWER
    first = replied(mailbox)
    read(first)
    sandbox.llm.script = lambda _asked: answered("It counts without cookies.")
    read(replied(mailbox, "And how does it count the visits?", message=first.message))

    assert list(Proposal.objects.order_by("created_at").values_list("status", flat=True)) == [
        "invalidated",
        "pending",
    ]


def test_the_newest_reply_is_read_without_what_it_quotes(rep, mailbox, vendor, sandbox):
    set_up_agent(rep)
    sandbox.llm.script = lambda _asked: ANSWER
    older = replied(mailbox, "An older question about the matter?", arrived_at=now().replace(year=2025))
    newest = replied(mailbox, message=older.message)

    read(newest)

    assert not SdrReply.objects.filter(reply=older).exists()
    assert len(sandbox.llm.asked) == 1
    assert "older question" not in sandbox.llm.asked[0].message


@pytest.mark.parametrize(
    ("before", "label", "changed"),
    [
        ("neutral", "positive", True),
        ("question", "negative", True),
        ("negative", "positive", False),
        ("unsubscribe", "positive", False),
        ("neutral", "unsubscribe", False),
        ("auto_reply", "neutral", False),
        ("referral", "positive", False),
    ],
)
def test_only_the_last_five_classes_are_refined_and_a_no_stays(acme, before, label, changed):
    reply = ReplyFactory(label=before)
    assert refine(reply_id=reply.pk, before=before, label=label) is changed
    reply.refresh_from_db()
    assert (reply.label, reply.found_label) == (label if changed else before, before)


def test_what_a_person_corrected_is_not_refined(rep):
    reply = ReplyFactory(label="neutral", corrected_by=rep)
    assert not refine(reply_id=reply.pk, before="neutral", label="positive")
