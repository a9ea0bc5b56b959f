"""Leads and replies that are erased while a model reads about them: the agent ends quietly, and goes on."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from mauntic.accounts.models import User
from mauntic.crm.contacts.services.removal import erase_contacts
from mauntic.delivery.models import Reply
from mauntic.kernel.clock import now
from mauntic.tenants.context import entered
from revops.agents.approvals.models import Proposal
from revops.agents.sdr.models import SdrDecision, SdrReply
from revops.agents.sdr.services.deciding import decide_due, request_decisions
from revops.agents.sdr.services.replying import read_due, request_reading
from tests.factories.agents import connect_llm
from tests.factories.delivery import MessageFactory, ReplyFactory
from tests.factories.proposals import make_recommended
from tests.factories.sdr import REASONING, SENT, answered, set_up_agent
from tests.factories.sequences import make_mailbox


@pytest.fixture
def rep(committed) -> User:
    return User.objects.create_user("rep@acme.example", "a password", role="rep", name="Jo Reyes")


@pytest.fixture
def during(committed, sandbox):
    """Lets something happen once, in another connection, while the model writes this answer."""
    connect_llm(sandbox)

    def in_organization(happens: Callable[[], object]) -> None:
        with entered(committed):
            happens()
        connection.close()

    def set_up(happens: Callable[[], object], answer: object) -> None:
        todo = [happens]

        def script(_asked: object) -> object:
            if todo:  # in a thread of its own: that of the server is asynchronous
                with ThreadPoolExecutor(1) as pool:
                    pool.submit(in_organization, todo.pop()).result()
            return answer

        sandbox.llm.script = script

    return set_up


def make_reply(mailbox) -> Reply:
    message = MessageFactory(mailbox=mailbox, handed_at=now(), **SENT)
    return ReplyFactory(
        mailbox=mailbox,
        contact=message.contact,
        message=message,
        text="Please tell me more about the tracker.",
        label="neutral",
    )


@pytest.mark.parametrize("what", ["reply", "lead"])
def test_a_reply_that_is_erased_while_it_is_read_ends_quietly_and_the_next_is_read(rep, during, what):
    set_up_agent(rep)
    mailbox = make_mailbox(rep)
    gone, other = make_reply(mailbox), make_reply(mailbox)
    erase = {
        "reply": lambda: Reply.objects.filter(pk=gone.pk).delete(),
        "lead": lambda: erase_contacts(contact_ids=[gone.contact_id]),
    }
    during(erase[what], answered())
    request_reading(contact_ids=[gone.contact_id])
    request_reading(contact_ids=[other.contact_id])

    read_due()

    assert list(SdrReply.objects.values_list("reply", "state")) == [(other.pk, "done")]
    assert [row.target_id for row in Proposal.objects.all()] == [other.pk]


def test_a_reply_that_another_worker_took_over_is_left_to_it(rep, during):
    set_up_agent(rep)
    reply = make_reply(make_mailbox(rep))
    during(lambda: SdrReply.objects.update(claimed_at=now()), answered())
    request_reading(contact_ids=[reply.contact_id])

    read_due()

    assert (SdrReply.objects.get().state, Proposal.objects.count()) == ("claimed", 0)


@pytest.mark.parametrize("mode", ["copilot", "autopilot"])
def test_a_lead_that_is_erased_while_its_reasons_are_worded_ends_quietly(rep, during, mode):
    set_up_agent(rep, mode)
    gone, other = make_recommended(owner=rep), make_recommended(owner=rep)
    during(lambda: erase_contacts(contact_ids=[gone.pk]), REASONING)
    request_decisions(contact_ids=[gone.pk])
    request_decisions(contact_ids=[other.pk])

    decide_due()

    assert list(SdrDecision.objects.values_list("contact", "state", "action")) == [
        (other.pk, "done", "enroll")
    ]
    assert [row.target_id for row in Proposal.objects.all()] == [other.pk]
