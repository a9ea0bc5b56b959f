"""Suggested answers that rest on insights: shown with their evidence, and refused when it is gone."""

from datetime import timedelta

import pytest
from django.test import Client

from mauntic.crm.contacts.services.removal import delete_contacts
from mauntic.crm.models import Contact
from mauntic.delivery.models import Message
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict
from revops.agents.approvals.domain.statuses import Status
from revops.agents.approvals.models import Proposal
from revops.agents.approvals.services import deciding
from revops.agents.approvals.services.executing import execute
from revops.agents.research.models.insights import ResearchInsight
from revops.agents.sdr.models import SdrReply
from revops.agents.sdr.selectors.replies import sources_of
from revops.agents.sdr.services.replying import read_due, request_reading
from tests.conftest import ACME_HOST
from tests.factories.agents import connect_llm
from tests.factories.crm import CompanyFactory, ContactFactory
from tests.factories.delivery import MessageFactory, ReplyFactory
from tests.factories.research import make_insight
from tests.factories.sdr import SENT, set_up_agent
from tests.factories.sequences import make_mailbox

SAYS = "You hire 14 engineers in Berlin."


@pytest.fixture
def reply(rep):
    set_up_agent(rep)
    mailbox, lead = make_mailbox(rep), ContactFactory(company=CompanyFactory())
    message = MessageFactory(mailbox=mailbox, contact=lead, handed_at=now(), **SENT)
    return ReplyFactory(
        mailbox=mailbox,
        contact=lead,
        message=message,
        label="neutral",
        text="Please tell me more about the tracker.",
    )


@pytest.fixture
def insight(reply) -> ResearchInsight:
    return make_insight(
        company=reply.contact.company,
        content="It hires 14 engineers in Berlin.",
        quote="hires 14 engineers",
        sentence="Acme hires 14 engineers in Berlin.",
        published_at=now(),
    )


@pytest.fixture
def proposal(reply, insight, sandbox) -> Proposal:
    connect_llm(sandbox)
    answer = [
        {"text": "It counts visits without cookies.\n\n", "sources": ["our-email"]},
        {"text": SAYS, "sources": ["insight-1"]},
        {"text": "Does that help?", "sources": []},
    ]
    sandbox.llm.say({"label": "question", "answer": answer})
    request_reading(contact_ids=[reply.contact_id])
    read_due()
    return Proposal.objects.get()


def test_each_sentence_names_its_insight_and_the_page_shows_quote_address_and_date(proposal, insight, rep):
    assert proposal.payload["text"] == f"It counts visits without cookies.\n\n{SAYS} Does that help?"
    [fact] = [each for each in proposal.facts if each["key"] == "insight"]
    assert (fact["value"], fact["version"]) == (SAYS, str(insight.pk))

    client = Client(headers={"host": ACME_HOST})
    client.force_login(rep)
    page = client.get(f"/agents/approvals/{proposal.pk}/").text
    assert "Acme <mark>hires 14 engineers</mark> in Berlin." in page
    assert f'href="{insight.url}"' in page
    assert f"In the draft: {SAYS}" in page


def test_a_number_of_an_insight_that_the_sentence_does_not_name_drops_the_draft(reply, insight, sandbox):
    connect_llm(sandbox)
    answer = [{"text": SAYS, "sources": ["our-email"]}, {"text": "So it is.", "sources": ["insight-1"]}]
    sandbox.llm.say({"label": "question", "answer": answer})
    request_reading(contact_ids=[reply.contact_id])
    read_due()
    assert not Proposal.objects.exists()
    assert "a number that is not among the facts" in SdrReply.objects.get().outcome


def outdate(insight: ResearchInsight) -> None:
    ResearchInsight.objects.filter(pk=insight.pk).update(published_at=now() - timedelta(days=900))


def delete(insight: ResearchInsight) -> None:
    insight.delete()


def move_lead(insight: ResearchInsight) -> None:
    Contact.objects.filter(company=insight.company).update(company=CompanyFactory())


GONE = [(outdate, "too old"), (delete, "deleted"), (move_lead, "not about this lead")]


@pytest.mark.parametrize(("change", "words"), GONE)
def test_an_insight_that_does_not_hold_any_more_is_refused_at_approval(proposal, insight, rep, change, words):
    change(insight)
    with pytest.raises(Conflict, match=words):
        deciding.approve(proposal_id=proposal.pk, shown=proposal.payload_hash, by=rep)
    proposal.refresh_from_db()
    assert proposal.status == Status.INVALIDATED
    assert Message.objects.count() == 1


@pytest.mark.parametrize(("change", "words"), GONE)
def test_an_insight_that_does_not_hold_any_more_is_refused_at_execution(
    proposal, insight, rep, change, words
):
    Proposal.objects.update(status=Status.APPROVED, decided_by=rep, decided_at=now())
    change(insight)
    done = execute(proposal_id=proposal.pk)
    assert done.status == Status.INVALIDATED
    assert words in done.detail
    assert Message.objects.count() == 1


def test_who_is_erased_stays_in_no_proposal_about_a_colleague(proposal, insight):
    colleague = ContactFactory(first_name="Zelda", last_name="Zimmer", company=insight.company)
    ResearchInsight.objects.update(sentence="Zelda Zimmer hires 14 engineers in Berlin.")
    delete_contacts(contact_ids=[colleague.pk])
    assert not ResearchInsight.objects.exists()
    proposal.refresh_from_db()
    assert "Zelda" not in f"{proposal.facts} {proposal.payload}"


def test_an_insight_that_names_another_site_is_no_source(reply):
    make_insight(company=reply.contact.company, content="It hires, see evil.example now.")
    make_insight(company=reply.contact.company, content="It uses Node.js and hires.")
    said = [each.text for each in sources_of(reply)]
    assert "It uses Node.js and hires." in said
    assert not [each for each in said if "evil" in each]
