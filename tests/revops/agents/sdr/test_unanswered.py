"""Replies that the agent left to a person: listed with the reason, and read again if the person wants it."""

import pytest
from django.test import Client

from mauntic.accounts.models import Role, User
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, NotFound
from mauntic.sandbox.llm.model import Mood
from revops.agents.approvals.models import Proposal
from revops.agents.sdr.models import SdrReply, SdrSettings
from revops.agents.sdr.selectors.unanswered import unanswered, unanswered_count
from revops.agents.sdr.services.replying import read_due, request_reading
from revops.agents.sdr.services.retrying import read_again
from tests.conftest import ACME_HOST
from tests.crm.queries import counted
from tests.factories.agents import connect_llm
from tests.factories.delivery import MessageFactory, ReplyFactory
from tests.factories.sdr import SENT, answered, set_up_agent
from tests.factories.sequences import make_mailbox

URL = "/agents/replies/"


@pytest.fixture
def mailbox(rep):
    set_up_agent(rep)
    return make_mailbox(rep)


def left(mailbox, **more):
    """A reply that was read while no vendor was connected."""
    message = MessageFactory(mailbox=mailbox, handed_at=now(), **SENT)
    values = {"text": "Please tell me more about the tracker.", "label": "neutral", **more}
    reply = ReplyFactory(mailbox=mailbox, contact=message.contact, message=message, **values)
    request_reading(contact_ids=[reply.contact_id])
    read_due()
    return reply


def signed_in(user) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(user)
    return client


def test_the_page_says_who_wrote_and_why_there_is_no_answer(rep, mailbox):
    reply = left(mailbox, subject="A <b>question</b>")
    page = signed_in(rep).get(URL)
    assert page.status_code == 200
    for words in (
        reply.contact.name,
        "No AI vendor is connected.",
        "A &lt;b&gt;question&lt;/b&gt;",
        "Try again",
    ):
        assert words in page.text


def test_without_such_replies_the_page_says_what_will_show_up(rep, mailbox):
    assert "No replies left to you" in signed_in(rep).get(URL).text


def test_a_reply_is_read_again_and_its_answer_waits(rep, mailbox, sandbox, run_jobs):
    reply = left(mailbox)
    connect_llm(sandbox)
    sandbox.llm.script = lambda _asked: answered()

    with run_jobs():
        answer = signed_in(rep).post(f"{URL}{reply.pk}/again/")

    assert (answer.status_code, answer["Location"]) == (302, URL)
    assert Proposal.objects.get().target_id == reply.pk
    assert not unanswered(rep).exists()


def test_a_model_that_fails_again_leaves_it_with_the_new_reason(rep, mailbox, sandbox, run_jobs):
    reply = left(mailbox)
    connect_llm(sandbox)
    sandbox.llm.configure(mood=Mood.REFUSE)
    with run_jobs():
        read_again(reply_id=reply.pk, by=rep)
    assert "declined" in unanswered(rep).get().sdr.outcome


def test_while_the_agent_is_off_it_says_so_and_keeps_the_reason(rep, mailbox):
    reply = left(mailbox)
    SdrSettings.objects.update(mode="off")
    with pytest.raises(Conflict, match="off"):
        read_again(reply_id=reply.pk, by=rep)
    assert "The SDR agent is off." in signed_in(rep).post(f"{URL}{reply.pk}/again/", follow=True).text
    assert SdrReply.objects.get().outcome == "No AI vendor is connected."


def test_what_is_dealt_with_or_asked_for_already_is_not_read_again(rep, mailbox):
    done, asked = left(mailbox), left(mailbox)
    done.done_at = now()
    done.save()
    read_again(reply_id=asked.pk, by=rep)
    for reply in (done, asked):
        with pytest.raises(NotFound):
            read_again(reply_id=reply.pk, by=rep)
    assert unanswered_count(rep) == 0


def test_replies_in_mailboxes_of_others_are_neither_listed_nor_read_again(rep, mailbox, make_user):
    reply = left(mailbox)
    other = make_user(Role.REP, email="other@acme.example")
    client = signed_in(other)
    assert reply.contact.name not in client.get(URL).text
    assert client.post(f"{URL}{reply.pk}/again/").status_code == 404
    assert SdrReply.objects.get().state == "done"


def test_a_list_of_any_length_takes_the_same_queries(rep, mailbox):
    client = signed_in(rep)
    left(mailbox)
    client.get(URL)
    with counted() as one:
        client.get(URL)
    left(mailbox)
    left(mailbox)
    with counted() as three:
        client.get(URL)
    assert len(three) == len(one)


def test_asked_for_from_two_tabs_a_reply_is_read_once(committed, at_once, sandbox):
    rep = User.objects.create_user("rep@acme.example", "a password", role="rep", name="Jo Reyes")
    set_up_agent(rep)
    reply = left(make_mailbox(rep))
    connect_llm(sandbox)
    sandbox.llm.script = lambda _asked: answered()

    def ask(_number: int) -> bool:
        try:
            read_again(reply_id=reply.pk, by=rep)
        except NotFound:
            return False
        return bool(read_due())

    at_once(2, ask)
    assert (Proposal.objects.count(), sandbox.llm.counts["calls"]) == (1, 1)
