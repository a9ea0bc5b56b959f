"""Read what is new in the inboxes. Nothing on the servers is changed."""

from collections.abc import Iterable
from hashlib import sha256
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.db.models import F

from mauntic.delivery.inbox.models import InboxState
from mauntic.delivery.inbox.services.receiving import Arrived, park, receive_safely
from mauntic.delivery.mailboxes.adapters.base import MailServerError, SignInRefused
from mauntic.delivery.mailboxes.adapters.imap import Folder, ImapSession, Mail
from mauntic.delivery.mailboxes.models import Mailbox
from mauntic.delivery.mailboxes.services import health
from mauntic.delivery.mailboxes.services.accounts import imap_account
from mauntic.kernel.clock import now
from mauntic.kernel.db.chunks import chunked
from mauntic.kernel.db.locks import alone

LARGEST = 2_000_000
"""Bytes of a mail that are fetched. What people write is at its beginning, the rest are attachments."""
PER_CHUNK = 20
MOST_DEATHS = 5
"""So many workers may die at a mail. Then it counts as unreadable."""
MOST_LOOKS = 3
"""How often one job reads an inbox that is asked for again meanwhile; the schedule asks again later."""
ASKED_FOR = 600
"""Seconds that such a word stays."""
FIRST_MAILS = 5_000
"""How many of the newest mails the first reading of an inbox looks at."""


def reading_mailboxes() -> Iterable[UUID]:
    """Return the mailboxes whose inboxes are read."""
    return Mailbox.objects.reading().values_list("pk", flat=True)


def sync_mailbox(*, mailbox_id: UUID) -> int:
    """Read the new mails of a mailbox, a few per transaction, so that a killed worker goes on there.

    If the server gave out its UIDs anew, all are read again, and of another account the newest; mails that
    are stored already change nothing. One worker at a time reads an inbox: of two, each would take the mails
    that the other begins with for deadly ones. Who comes second leaves word, and the first looks again.

    Returns: the number of mails that were stored.
    """
    stored, asked = 0, f"delivery.sync_asked:{mailbox_id}"
    for _look in range(MOST_LOOKS):
        with alone(f"delivery.sync:{mailbox_id}") as is_mine:
            if is_mine:
                cache.delete(asked)
                stored += _sync(mailbox_id)
        if not is_mine:
            cache.set(asked, 1, timeout=ASKED_FOR)
        # Of the second one: the first may have ended before it was left word.
        elif not cache.get(asked):
            break
    return stored


def _sync(mailbox_id: UUID) -> int:
    mailbox = Mailbox.objects.reading().filter(pk=mailbox_id).first()
    if mailbox is None:
        return 0
    started = now()
    try:
        with ImapSession(imap_account(mailbox)) as session:
            folder = session.open()
            stored = _read_new(mailbox, session, _state(mailbox, folder), folder)
    except MailServerError as error:
        is_refused = isinstance(error, SignInRefused)
        health.failed(mailbox_id=mailbox.pk, problem=error.message, is_refused=is_refused)
        return 0
    health.signed_in(mailbox_id=mailbox.pk, read_at=started)
    return stored


def _state(mailbox: Mailbox, folder: Folder) -> InboxState:
    account = sha256(f"{mailbox.imap_host} {mailbox.username}".lower().encode()).hexdigest()
    state, is_new = InboxState.objects.get_or_create(mailbox=mailbox)
    is_new = is_new or state.account not in {"", account}
    if is_new or state.uid_validity != folder.uid_validity:
        state.uid_validity = folder.uid_validity
        state.next_uid = max(folder.next_uid - FIRST_MAILS, 1) if is_new else 1
        state.account = account
        state.save()
    elif not state.account:
        InboxState.objects.filter(pk=state.pk).update(account=account)
    return state


def _read_new(mailbox: Mailbox, session: ImapSession, state: InboxState, folder: Folder) -> int:
    stored = 0
    # One of the mails at which a worker died may have killed it.
    size = 1 if state.deaths else PER_CHUNK
    for uids in chunked(session.uids_from(state.next_uid, next_uid=folder.next_uid), size):
        mails = [_arrived(state, mail) for mail in session.mails(uids, largest=LARGEST)]
        store = park if _begin(state) >= MOST_DEATHS else receive_safely
        with transaction.atomic():
            stored += store(mailbox=mailbox, mails=mails)
            later = InboxState.objects.filter(pk=state.pk, uid_validity=state.uid_validity)
            later.filter(next_uid__lte=uids[-1]).update(next_uid=uids[-1] + 1, deaths=0)
    return stored


def _begin(state: InboxState) -> int:
    """Count, and commit, that mails are read now. Returns: how many workers died here before."""
    InboxState.objects.filter(pk=state.pk).update(deaths=F("deaths") + 1)
    return InboxState.objects.values_list("deaths", flat=True).get(pk=state.pk) - 1


def _arrived(state: InboxState, mail: Mail) -> Arrived:
    return Arrived(mail.raw, mail.size, key=f"uid:{state.uid_validity}:{mail.uid}")
