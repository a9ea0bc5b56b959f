"""Send what is due now."""

from collections.abc import Collection
from uuid import UUID

from mauntic.delivery.management.base import MailboxCommand
from mauntic.delivery.messages.services.announcing import announce_lost
from mauntic.delivery.messages.services.claims import mailboxes_with_due, release_stale
from mauntic.delivery.messages.services.sending import send_due
from mauntic.kernel.clock import now


class Command(MailboxCommand):
    help = "Decide about all due messages and send those that may go, as the job does every minute."

    def run(self, chosen: UUID | None) -> tuple[Collection[UUID], dict[str, int], list[str]]:
        unknown = release_stale()
        announce_lost()
        done = [pk for pk in mailboxes_with_due(now()) if chosen in {None, pk}]
        sent = sum(send_due(mailbox_id=pk) for pk in done)
        sentences = [f"Sent messages: {sent:,}."]
        if unknown:
            sentences.append(f"Unknown, for a person to settle in the outbox: {unknown:,}.")
        return done, {"sent": sent, "unknown": unknown}, sentences
