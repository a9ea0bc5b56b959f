"""Jobs of delivery."""

from uuid import UUID

from mauntic.broker import enqueue_at_once
from mauntic.broker.queues import DELIVERY
from mauntic.delivery import jobs
from mauntic.delivery.domains.services.lookups import due as due_domains
from mauntic.delivery.domains.services.lookups import look_up
from mauntic.delivery.inbox.services.retention import forget_raw as forget_raw_of
from mauntic.delivery.inbox.services.syncing import reading_mailboxes
from mauntic.delivery.inbox.services.syncing import sync_mailbox as sync_one
from mauntic.delivery.mailboxes.selectors import sending_domains
from mauntic.delivery.mailboxes.services.reputation import pause_by_rates
from mauntic.delivery.messages.services.announcing import announce_lost
from mauntic.delivery.messages.services.claims import mailboxes_with_due, release_stale
from mauntic.delivery.messages.services.engagement import count_touches as count_touches_of
from mauntic.delivery.messages.services.sending import send_due as send_due_of
from mauntic.kernel.clock import now


@jobs.SEND_DUE.actor(queue=DELIVERY)
def send_due() -> None:
    """Settle what dead workers left, and start a job per mailbox with due messages. Runs every minute."""
    release_stale()
    announce_lost()
    for mailbox_id in mailboxes_with_due(now()):
        enqueue_at_once(jobs.SEND_FROM_MAILBOX, str(mailbox_id))


@jobs.SEND_FROM_MAILBOX.actor(queue=DELIVERY)
def send_from_mailbox(mailbox_id: str) -> None:
    """Decide about the due messages of a mailbox and send those that may go."""
    send_due_of(mailbox_id=UUID(mailbox_id))


@jobs.COUNT_TOUCHES.actor(queue=DELIVERY)
def count_touches() -> None:
    """Decide whether people or machines opened emails and followed links. Runs every minute."""
    count_touches_of()


@jobs.CHECK_RATES.actor(queue=DELIVERY)
def check_rates() -> None:
    """Pause mailboxes of which too much bounces or is reported as spam. Runs every 15 minutes."""
    pause_by_rates()


@jobs.LOOK_UP_DOMAINS.actor(queue=DELIVERY)
def look_up_domains() -> None:
    """Start a job per sending domain whose records were not looked up lately. Runs every hour."""
    for name in due_domains(sending_domains(), now()):
        enqueue_at_once(jobs.LOOK_UP_DOMAIN, name)


@jobs.LOOK_UP_DOMAIN.actor(queue=DELIVERY)
def look_up_domain(name: str) -> None:
    """Look up SPF, DKIM and DMARC of a sending domain."""
    look_up(name=name)


@jobs.SYNC.actor(queue=DELIVERY)
def sync() -> None:
    """Start a job per mailbox whose inbox is read. Runs every two minutes."""
    for mailbox_id in reading_mailboxes():
        enqueue_at_once(jobs.SYNC_MAILBOX, str(mailbox_id))


@jobs.SYNC_MAILBOX.actor(queue=DELIVERY)
def sync_mailbox(mailbox_id: str) -> None:
    """Read the new mails of a mailbox."""
    sync_one(mailbox_id=UUID(mailbox_id))


@jobs.FORGET_RAW.actor(queue=DELIVERY)
def forget_raw() -> None:
    """Delete the whole mails whose retention time is over. Runs every hour."""
    forget_raw_of()
