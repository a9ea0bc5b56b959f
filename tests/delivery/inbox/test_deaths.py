"""A mail that kills its worker each time is given up, and holds up no other."""

from collections.abc import Sequence

import pytest

from mauntic.delivery.inbox.services import syncing
from mauntic.delivery.inbox.services.receiving import Arrived, receive_safely
from mauntic.delivery.models import InboxState, Mailbox, Message, Reply
from tests.delivery.inbox.mails import mail
from tests.delivery.mail_servers import Inbox


def _read_or_die(*, mailbox: Mailbox, mails: Sequence[Arrived]) -> int:
    if any(b"deadly" in (each.raw or b"") for each in mails):
        raise SystemExit
    return receive_safely(mailbox=mailbox, mails=mails)


def test_a_mail_that_kills_its_worker_is_given_up_after_five_deaths(
    mailbox: Mailbox, sent: Message, imap: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    imap.deliver(
        mail("Yes, interested.", In_Reply_To=sent.header_id),
        mail("This is deadly.", In_Reply_To=sent.header_id),
        mail("And call me.", In_Reply_To=sent.header_id),
    )
    monkeypatch.setattr(syncing, "receive_safely", _read_or_die)
    deaths = 0
    for _sync in range(8):
        try:
            syncing.sync_mailbox(mailbox_id=mailbox.pk)
        except SystemExit:
            deaths += 1
    # The first one at all three mails, the others at the second mail alone.
    assert deaths == 6
    parked = Reply.objects.get(kind="unreadable")
    read = Reply.objects.exclude(pk=parked.pk).values_list("text", flat=True)
    assert set(read) == {"Yes, interested.", "And call me."}
    state = InboxState.objects.get()
    assert (state.deaths, state.next_uid) == (0, 104)


def test_mails_that_are_read_count_no_deaths(mailbox: Mailbox, sent: Message, imap: Inbox) -> None:
    imap.deliver(*(mail(f"Mail {n}", In_Reply_To=sent.header_id) for n in range(3)))
    syncing.sync_mailbox(mailbox_id=mailbox.pk)
    assert InboxState.objects.get().deaths == 0
    assert Reply.objects.count() == 3
