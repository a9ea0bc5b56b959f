"""The copilot's page, its part in composers, and who may ask for what."""

import pytest
from django.test import Client
from django.urls import reverse

from mauntic.accounts.models import Role
from mauntic.kernel.clock import now
from mauntic.kernel.display import day
from mauntic.kernel.errors import NotAllowed, NotFound
from revops.agents.copilot.domain.briefs import Place
from revops.agents.copilot.services import tickets
from tests.conftest import ACME_HOST
from tests.factories.agents import connect_llm
from tests.factories.crm import CompanyFactory, ContactFactory
from tests.factories.delivery import MailboxFactory, ReplyFactory
from tests.factories.research import make_insight

URL = "/revops/copilot/"
HTMX = {"HX-Request": "true"}
ASKED = {"goal": "Ask for a call", "tone": "neutral"}


@pytest.fixture
def page(rep) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(rep)
    return client


def test_without_javascript_the_page_shows_the_whole_draft(page, sandbox):
    connect_llm(sandbox)
    sentences = [
        {"text": "Would <b>a</b> call help?", "facts": []},
        {"text": "Would a call help?", "facts": []},
    ]
    sandbox.llm.say({"subjects": ["Tests of pumps"], "paragraphs": [{"sentences": sentences}]})

    answer = page.post(URL, {**ASKED, "contact": ContactFactory(first_name="Ada").pk})

    assert answer.status_code == 200
    assert "Hi Ada," in answer.text
    assert "Would a call help?" in answer.text
    assert "1 sentence was removed: markup (1)." in answer.text


def test_an_insight_is_shown_with_its_quote_page_date_and_sentence(page, sandbox):
    connect_llm(sandbox)
    lead = ContactFactory(company=CompanyFactory(name="Hydra"))
    insight = make_insight(company=lead.company, content="It hires 14 engineers.", published_at=now())
    sentences = [{"text": "You hire 14 engineers.", "facts": ["insight-1"]}]
    sandbox.llm.say({"subjects": [], "paragraphs": [{"sentences": sentences}]})

    text = page.post(URL, {**ASKED, "contact": lead.pk}).text

    assert f'<blockquote class="insight-quote">{insight.sentence}</blockquote>' in text
    assert f'href="{insight.url}"' in text
    assert f"{day(now())} · In the draft: You hire 14 engineers." in text


def test_without_a_vendor_the_page_says_so(page):
    assert "No AI vendor is connected." in page.post(URL, ASKED).text


def test_a_composer_gets_a_ticket_that_is_good_once_and_for_its_owner(page, rep, make_user):
    part = page.post(URL, ASKED, headers=HTMX).text
    ticket = part.split('data-stream="/revops/copilot/stream/')[1].split("/")[0]
    other = make_user(Role.REP, email="other@acme.example")

    with pytest.raises(NotFound):
        tickets.take(ticket, other)
    assert tickets.take(ticket, rep).brief.place is Place.STEP
    with pytest.raises(NotFound):
        tickets.take(ticket, rep)
    assert page.get(reverse("revops:copilot-stream", args=[ticket])).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"goal": " "}, "Enter what the email should achieve."),
        ({"goal": "x" * 301}, "300"),
        ({"tone": "angry"}, "angry"),
        ({"contact": "1"}, "UUID"),
    ],
)
def test_what_cannot_be_taken_is_refused(page, wrong, sentence):
    for headers in ({}, HTMX):
        answer = page.post(URL, {**ASKED, **wrong}, headers=headers)
        assert answer.status_code == 422
        assert sentence in answer.text


def test_an_unknown_lead_and_a_foreign_mailbox_are_refused(page, rep, make_user):
    unknown = "01a22eb8-d121-712f-b678-3c840d57aa75"
    assert page.post(URL, {**ASKED, "contact": unknown}, headers=HTMX).status_code == 404
    owner = make_user(Role.REP, email="owner@acme.example")
    reply = ReplyFactory(mailbox=MailboxFactory(owner=owner))
    assert page.post(URL, {**ASKED, "reply": reply.pk}, headers=HTMX).status_code in {403, 404}
    with pytest.raises((NotFound, NotAllowed)):
        tickets.task_of(tickets.wish_for(goal="a", tone="neutral", reply_id=reply.pk), rep)


def test_an_answer_rests_on_the_reply_it_answers(rep):
    reply = ReplyFactory(mailbox=MailboxFactory(owner=rep), text="We have 14 pumps in Bonn.")

    task = tickets.task_of(tickets.wish_for(goal="Ask", tone="neutral", reply_id=reply.pk), rep)

    assert task.ground.facts["reply"].text == "We have 14 pumps in Bonn."
    assert "an empty list" in task.request.system
