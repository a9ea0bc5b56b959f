"""The pages of mail with mail in them: no inline style, nothing too wide, nothing out of reach."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from mauntic.crm.models import Contact
from mauntic.delivery.mailboxes.domain.mail_services import SERVICES
from mauntic.delivery.models import Mailbox, Message, Reason, Reply, Suppression
from mauntic.delivery.suppression.services import suppress
from mauntic.kernel.clock import now
from tests.e2e.faults import faults_of
from tests.e2e.live import Live
from tests.factories.delivery import MailboxFactory, MessageFactory, ReplyFactory

pytestmark = pytest.mark.e2e

LONG = "long" * 20
HOLD = {"hold": "daily_limit", "hold_facts": {"used": 50, "limit": 50}}


@pytest.fixture
def paths(live: Live, db: None) -> Iterator[list[str]]:
    """The addresses of the pages, with long words, of a mailbox with a problem."""
    with live.inside():
        at = now()
        mailbox = MailboxFactory(address=f"{LONG[:60]}@ours.example", last_error=f"535 {LONG}")
        waiting = MessageFactory(mailbox=mailbox, subject=f"Offer {LONG}", attempts=2, **HOLD)
        unknown = MessageFactory(
            mailbox=mailbox, contact=waiting.contact, state="unknown", claimed_at=at, handed_at=at
        )
        reply = ReplyFactory(
            mailbox=mailbox,
            contact=waiting.contact,
            message=unknown,
            subject=f"Re: {LONG}",
            text=f"Yes. {LONG}",
            sender_address=f"bo@{LONG[:50]}.example",
        )
        ReplyFactory(mailbox=mailbox, contact=waiting.contact, snoozed_until=at + timedelta(days=1))
        away = {"label": "auto_reply", "is_human": False, "away_until": at.date()}
        ReplyFactory(mailbox=mailbox, contact=waiting.contact, **away)
        suppress(addresses=["bo@client.example"], reason=Reason.MANUAL, source=LONG)
        keys = {"api_key": "key", "key_id": "id", "hook_token": "token", "hook_password": "word"}
        by_service = MailboxFactory(kind="ses", address="ses@ours.example", smtp_host="", credentials=keys)
        named = (
            ("mailbox", by_service),
            ("reply", reply),
            ("message", waiting),
            ("message", unknown),
            ("message-cancel", waiting),
            ("mailbox", mailbox),
            ("mailbox-disconnect", mailbox),
            ("suppression-delete", Suppression.objects.get()),
        )
        made = [reverse(f"delivery:{name}", args=[row.pk]) for name, row in named]
        inbox, outbox = reverse("delivery:inbox"), reverse("delivery:outbox")
        made += [f"{inbox}?tab={tab}&whose=all" for tab in ("to_do", "snoozed", "automatic")]
        made += [outbox, f"{outbox}?state=unknown", reverse("delivery:mailboxes")]
        made += [reverse("delivery:mailbox-new"), reverse("delivery:sign-in-apps")]
        made += [f"{reverse('delivery:service-new')}?service={service}" for service in SERVICES]
        made += [reverse("delivery:suppressions"), reverse("home")]
    yield made
    with live.inside():
        for model in (Reply, Message, Mailbox, Suppression):
            model.objects.all().delete()
        Contact.objects.filter(pk=waiting.contact_id).delete()


def test_the_pages_of_mail_have_no_faults_wide_or_narrow_light_or_dark(page: Page, paths: list[str]) -> None:
    assert [f"{path} {fault}" for path in paths for fault in faults_of(page, path)] == []
