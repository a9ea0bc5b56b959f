"""The approval queue by keyboard: approve, edit and reject."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from mauntic.crm.models import Contact
from mauntic.delivery.models import Mailbox, Message, Reply
from revops.agents.approvals.models import Proposal
from revops.agents.approvals.services import deciding
from revops.agents.sdr.models import SdrDecision, SdrReply, SdrSequence, SdrSettings
from revops.sequences.models.sequences import Sequence
from tests.e2e.faults import faults_of
from tests.e2e.live import Live
from tests.factories.agents import make_agent_run
from tests.factories.delivery import MailboxFactory, ReplyFactory
from tests.factories.proposals import propose_answer, propose_enrollment
from tests.factories.sdr import set_up_agent

pytestmark = pytest.mark.e2e


@pytest.fixture
def proposals(live: Live, db: None) -> Iterator[list[Proposal]]:
    with live.inside():
        mailbox = MailboxFactory()
        made = [
            propose_answer(ReplyFactory(mailbox=mailbox, contact__first_name=name, contact__last_name="Poe"))
            for name in ("Ann", "Ben", "Cem")
        ]
    yield made
    with live.inside():
        contacts = [row.contact_id for row in made]
        Proposal.objects.all().delete()
        Message.objects.all().delete()
        Reply.objects.all().delete()
        Mailbox.objects.all().delete()
        Contact.objects.filter(pk__in=contacts).delete()


def test_proposals_are_decided_by_keys(page: Page, live: Live, proposals: list[Proposal]) -> None:
    page.goto("/agents/")
    rows = page.locator("[data-rows] > li")
    expect(rows).to_have_count(3)

    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.get_by_text("is on its way")).to_be_visible()
    expect(rows).to_have_count(2)

    page.keyboard.press("j")
    page.keyboard.press("e")
    text = page.get_by_role("textbox", name="Text")
    text.fill("Thank you, does Friday suit you?")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("ins")).to_have_text("Friday")
    page.keyboard.press("a")
    expect(page.get_by_text("is on its way")).to_be_visible()
    expect(rows).to_have_count(1)

    page.keyboard.press("j")
    page.keyboard.press("r")
    reason = page.get_by_label("Reason")
    expect(reason).to_be_focused()
    reason.select_option("wrong_time")
    page.get_by_role("button", name="Reject", exact=True).click()
    expect(page.get_by_text("Nothing to approve")).to_be_visible()
    with live.inside():
        assert Message.objects.count() == 2


@pytest.fixture
def busy(live: Live, proposals: list[Proposal]) -> Iterator[list[Proposal]]:
    """The queue with proposals of all states, and the agent with decisions."""
    with live.inside():
        sequence = set_up_agent(live.admin(), "autopilot")
        enrollment = propose_enrollment(sequence, proposals[0].contact)
        changed = propose_enrollment(sequence, proposals[1].contact)
        Proposal.objects.filter(pk=enrollment.pk).update(status="failed", detail="Ann Poe: Already enrolled.")
        edited = proposals[2]
        deciding.edit(
            proposal_id=edited.pk,
            shown=edited.payload_hash,
            texts={"text": "Thank you, does Friday suit you?"},
            by=live.admin(),
        )
        for row, action in zip(proposals, ("enroll", "manual_review", "nothing"), strict=True):
            SdrDecision.objects.create(
                contact=row.contact,
                state="done",
                mode="copilot",
                action=action,
                reason="recommended" if action == "enroll" else "touched",
                words="ICP 0.80: title and country match. Score 72 is at least 60.",
                confidence=Decimal("0.72"),
                sequence=sequence,
                proposal=changed if action == "enroll" else None,
            )
    yield proposals
    with live.inside():
        Proposal.objects.all().delete()
        for model in (SdrDecision, SdrSequence, SdrSettings, Sequence):
            model.objects.all().delete()


def test_the_pages_of_agents_are_without_fault(page: Page, busy: list[Proposal], live: Live) -> None:
    one = f"/agents/approvals/{busy[2].pk}/"
    with live.inside():
        make_agent_run()
        SdrReply.objects.create(
            reply=Reply.objects.order_by("pk").first(),
            state="done",
            needs_person=True,
            outcome="No AI vendor is connected.",
        )
    paths = (
        "/agents/",
        "/agents/replies/",
        "/agents/?tab=failed",
        one,
        f"{one}edit/",
        "/agents/sdr/",
        "/agents/sdr/settings/",
        "/revops/agents/runs/",
        "/revops/agents/spend/",
    )
    assert {path: found for path in paths if (found := faults_of(page, path))} == {}


def test_empty_pages_of_agents_are_without_fault(page: Page) -> None:
    paths = ("/agents/", "/agents/replies/", "/agents/sdr/", "/agents/sdr/settings/")
    assert {path: found for path in paths if (found := faults_of(page, path))} == {}
