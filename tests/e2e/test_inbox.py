"""The inbox by keyboard: through the replies, answer, finish, snooze, undo, and on to the next one."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from mauntic.crm.models import Contact
from mauntic.delivery.models import Mailbox, Message, Reply
from tests.e2e.live import Live
from tests.factories.delivery import MailboxFactory, ReplyFactory

pytestmark = pytest.mark.e2e


@pytest.fixture
def replies(live: Live, db: None) -> Iterator[list[Reply]]:
    with live.inside():
        mailbox = MailboxFactory()
        names = ("Ann", "Ben", "Cem")
        made = [
            ReplyFactory(mailbox=mailbox, contact__first_name=name, contact__last_name="Poe")
            for name in names
        ]
    yield made
    with live.inside():
        contacts = [reply.contact_id for reply in made]
        Message.objects.all().delete()
        Reply.objects.all().delete()
        Mailbox.objects.all().delete()
        Contact.objects.filter(pk__in=contacts).delete()


def test_replies_are_worked_through_by_keys(page: Page, replies: list[Reply]) -> None:
    page.goto("/inbox/")
    row = page.locator("[data-rows] tbody tr")
    expect(row).to_have_count(3)

    page.keyboard.press("e")  # no row has the focus yet
    expect(row).to_have_count(3)
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Cem Poe")).to_be_focused()
    page.keyboard.press("e")
    expect(page.get_by_text("Reply of Cem Poe done.")).to_be_visible()
    expect(row).to_have_count(2)
    page.get_by_role("button", name="Undo").click()
    expect(row).to_have_count(3)

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("s")
    expect(page.get_by_text("Reply of Ben Poe comes back on")).to_be_visible()
    expect(page.get_by_role("link", name="Ben Poe")).to_have_count(0)

    page.keyboard.press("j")
    page.keyboard.press("r")
    expect(page.get_by_role("heading", name="Cem Poe", level=1)).to_be_visible()
    answer = page.get_by_role("textbox", name="Answer")
    expect(answer).to_be_focused()
    page.keyboard.type("resend")  # letters in a field are text
    expect(answer).to_have_value("resend")


def test_the_pages_of_replies_are_worked_through_by_keys(page: Page, replies: list[Reply]) -> None:
    def shows(name: str) -> None:
        expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()

    page.goto("/inbox/?q=Poe")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    shows("Cem Poe")
    page.keyboard.press("j")
    shows("Ben Poe")
    page.keyboard.press("k")
    shows("Cem Poe")
    page.keyboard.press("r")
    expect(page.get_by_role("textbox", name="Answer")).to_be_focused()
    page.keyboard.type("Monday at ten?")
    page.get_by_role("button", name="Send").click()
    shows("Ben Poe")
    page.keyboard.press("e")
    shows("Ann Poe")
    page.get_by_role("button", name="Undo").click()
    shows("Ben Poe")
    page.get_by_role("main").get_by_role("link", name="Inbox").click()
    expect(page.get_by_role("searchbox", name="Name, address or words")).to_have_value("Poe")
    expect(page.locator("[data-rows] tbody tr")).to_have_count(2)
