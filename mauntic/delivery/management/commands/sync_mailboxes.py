"""Read the inboxes of all mailboxes now."""

from collections.abc import Collection
from uuid import UUID

from mauntic.delivery.inbox.services.syncing import reading_mailboxes, sync_mailbox
from mauntic.delivery.management.base import MailboxCommand
from mauntic.tenants.management.base import refuse


class Command(MailboxCommand):
    help = "Read what is new in the inboxes of all mailboxes. Nothing on the servers is changed."

    def run(self, chosen: UUID | None) -> tuple[Collection[UUID], dict[str, int], list[str]]:
        done = [pk for pk in reading_mailboxes() if chosen in {None, pk}]
        if chosen and not done:
            refuse("--mailbox", "The mailbox is off or has no IMAP server. Change it in Settings, Email.")
        stored = sum(sync_mailbox(mailbox_id=pk) for pk in done)
        numbers = {"mailboxes": len(done), "stored": stored}
        return done, numbers, [f"New replies: {stored:,}. Mailboxes read: {len(done):,}."]
