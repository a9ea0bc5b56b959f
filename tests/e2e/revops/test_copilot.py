"""The copilot in a browser: drafts that stream into composers, and streams that end badly."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from mauntic.crm.models import Company, Contact
from mauntic.delivery.models import Mailbox, Message, Reply
from mauntic.kernel.clock import now
from mauntic.kernel.display import day
from mauntic.sandbox.llm.model import Model, Mood
from mauntic.sandbox.server import Sandbox
from revops.agents.llm.models.accounts import LlmAccount
from revops.agents.llm.models.budgets import AgentBudget
from revops.agents.llm.models.runs import AgentRun
from revops.agents.research.models.insights import ResearchInsight
from revops.sequences.models.sequences import Sequence
from tests.e2e.faults import axe_of
from tests.e2e.live import Live
from tests.factories.agents import connect_llm
from tests.factories.delivery import MailboxFactory, ReplyFactory
from tests.factories.research import make_insight
from tests.factories.sequences import make_sequence

pytestmark = pytest.mark.e2e
CALL = "Would you be open to a short call?"
HIRES = "You hire 14 engineers."


def draft(*sentences: tuple[str, list[str]], subject: str = "Tests of pumps") -> dict[str, Any]:
    given = [{"text": text, "facts": facts} for text, facts in sentences]
    return {"subjects": [subject], "paragraphs": [{"sentences": given}]}


@pytest.fixture
def llm(live: Live, db: None, sandbox_server: Sandbox) -> Iterator[Model]:
    """A connected vendor that answers as the test says."""
    sandbox_server.reset()
    with live.inside():
        connect_llm(sandbox_server)
    yield sandbox_server.llm
    sandbox_server.reset()
    with live.inside():
        for rows in (AgentRun, AgentBudget, LlmAccount):
            rows.objects.all().delete()


@pytest.fixture
def lead(live: Live, llm: Model) -> Iterator[Contact]:
    """A lead whom the browser may write to, with an insight about the company."""
    with live.inside():
        company = Company.objects.create(name="Hydra", domain="hydra.example", employees=120)
        lead = Contact.objects.create(
            first_name="Ada", last_name="Poe", email="ada@hydra.example", company=company
        )
        mailbox = MailboxFactory(owner=live.admin())
        make_insight(company=company, content="It hires 14 engineers.", published_at=now())
        ReplyFactory(mailbox=mailbox, contact=lead, text="Please tell me more about pumps.")
    yield lead
    with live.inside():
        for rows in (Message, Reply, ResearchInsight, Sequence, Contact, Company, Mailbox):
            rows.objects.all().delete()


def ask(page: Page, goal: str = "Ask for a call") -> Locator:
    """Ask for a draft, and return its card."""
    card = page.locator("details.copilot")
    if card.get_attribute("open") is None:
        card.locator("summary").click()
    card.get_by_label("Goal").fill(goal)
    card.get_by_role("button", name="Write draft").click()
    return page.get_by_label("Draft of the copilot")


def test_a_draft_streams_into_an_email_with_its_evidence(page: Page, lead: Contact, llm: Model) -> None:
    llm.say(draft((HIRES, ["insight-1"]), ("Hydra has 900 people.", ["size"]), (CALL, [])))
    page.goto(f"/leads/{lead.pk}/email/")
    text, subject = page.get_by_role("textbox", name="Text"), page.get_by_role("textbox", name="Subject")
    text.fill("My own words.")

    panel = ask(page)

    expect(panel.get_by_role("status")).to_have_text("Draft ready. Check it before you send it.")
    expect(panel).to_contain_text("1 sentence was removed: a number that no named fact has (1).")
    expect(panel).not_to_contain_text("900")
    panel.get_by_text("Sources").click()
    source = panel.locator(".copilot-sources li")
    expect(source.locator("blockquote")).to_have_text("Acme hires engineers in Berlin.")
    expect(source.get_by_role("link", name="Jobs")).to_have_attribute("href", "https://acme.example/jobs")
    expect(source).to_contain_text(f"{day(now())} · In the draft: {HIRES}")
    assert axe_of(page) == []

    text.press("End")
    panel.get_by_role("button", name="Insert text").click()
    expect(text).to_have_value(f"My own words.\n\nHi Ada,\n\n{HIRES} {CALL}\n\nBest regards,\nAda Admin")
    panel.get_by_role("button", name="Use: Tests of pumps").click()
    expect(subject).to_have_value("Tests of pumps")
    panel.get_by_role("button", name="Undo").click()
    expect(text).to_have_value("My own words.")
    expect(subject).to_have_value("")


def test_a_draft_goes_into_an_answer(page: Page, lead: Contact, llm: Model, live: Live) -> None:
    with live.inside():
        reply = Reply.objects.get()
    llm.say({**draft((CALL, [])), "subjects": []})
    page.goto(f"/inbox/{reply.pk}/")

    panel = ask(page)
    panel.get_by_role("button", name="Insert text").click()

    expect(page.get_by_role("textbox", name="Answer")).to_have_value(
        f"Hi Ada,\n\n{CALL}\n\nBest regards,\nAda Admin"
    )


def test_a_draft_goes_into_the_step_that_was_written_in_last(
    page: Page, lead: Contact, llm: Model, live: Live
) -> None:
    with live.inside():
        sequence = make_sequence(live.admin(), on=False)
    llm.say(draft((CALL, []), subject="Pumps"))
    page.goto(f"/revops/sequences/{sequence.pk}/edit/")
    texts = page.locator('[data-writes="text"]')
    texts.nth(1).fill("")
    before = texts.nth(0).input_value()

    panel = ask(page)
    panel.get_by_role("button", name="Insert text").click()

    expect(texts.nth(1)).to_have_value(
        f"Hi {{{{ first_name | there }}}},\n\n{CALL}\n\nBest regards,\n{{{{ sender_name }}}}"
    )
    expect(texts.nth(0)).to_have_value(before)


@pytest.mark.parametrize(
    ("mood", "words"),
    [
        (Mood.BREAK_OFF, "broke off"),
        (Mood.OVERLOAD_MIDWAY, "overloaded"),
        (Mood.OVERLOAD, "overloaded"),
        (Mood.REFUSE, "The model declined to answer."),
        (Mood.CUT_OFF, "reached its length limit"),
        (Mood.NOT_JSON, "agreed form"),
        (Mood.NO_BALANCE, "credit"),
    ],
)
def test_a_stream_that_ends_badly_says_why_and_leaves_nothing_to_insert(
    page: Page, lead: Contact, llm: Model, mood: Mood, words: str
) -> None:
    llm.script = lambda _asked: draft((HIRES, ["insight-1"]), (CALL, []))
    llm.configure(mood=mood)
    page.goto(f"/leads/{lead.pk}/email/")

    panel = ask(page)

    expect(panel.get_by_role("status")).to_contain_text(words)
    expect(panel.locator("[data-text]")).to_be_empty()
    expect(panel.get_by_role("button", name="Insert text")).to_be_hidden()
    expect(panel.get_by_role("button", name="Stop")).to_be_hidden()


def test_a_stream_that_breaks_once_starts_again_with_one_draft(page: Page, lead: Contact, llm: Model) -> None:
    llm.say(draft((HIRES, ["insight-1"]), (CALL, [])), draft((CALL, [])))
    llm.configure(mood=Mood.OVERLOAD_MIDWAY, times=1)
    page.goto(f"/leads/{lead.pk}/email/")

    panel = ask(page)

    expect(panel.get_by_role("status")).to_contain_text("Draft ready")
    expect(panel.locator("[data-text]")).not_to_contain_text(HIRES)
    expect(panel.locator("[data-text] p")).to_have_count(3)


def test_a_second_draft_replaces_the_first_that_is_being_written(
    page: Page, lead: Contact, llm: Model, live: Live
) -> None:
    llm.say(
        draft((HIRES, ["insight-1"]), *[(CALL, [])] * 10, subject="First"),
        draft((CALL, []), subject="Second"),
    )
    llm.configure(chunk_ms=400)
    page.goto(f"/leads/{lead.pk}/email/")
    panel = ask(page, "The first goal")
    expect(panel).to_contain_text("First")

    llm.configure(chunk_ms=0)
    panel = ask(page, "The second goal")

    expect(panel).to_have_count(1)
    expect(panel.get_by_role("status")).to_contain_text("Draft ready")
    expect(panel).to_contain_text("Second")
    expect(panel).not_to_contain_text("First")
    expect(panel).not_to_contain_text(HIRES)


def test_a_draft_is_stopped_and_what_is_there_may_be_inserted(page: Page, lead: Contact, llm: Model) -> None:
    llm.say(draft((HIRES, ["insight-1"]), *[(CALL, [])] * 15))
    llm.configure(chunk_ms=300)
    page.goto(f"/leads/{lead.pk}/email/")

    panel = ask(page)
    expect(panel.locator("[data-text]")).to_contain_text(HIRES)
    panel.get_by_role("button", name="Stop").click()

    expect(panel.get_by_role("status")).to_have_text("Stopped. What is here was checked.")
    panel.get_by_role("button", name="Insert text").click()
    expect(page.get_by_role("textbox", name="Text")).to_have_value(HIRES)
