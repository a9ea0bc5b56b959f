"""Watch inboxes by IMAP IDLE, so that a reply is read within seconds and not within two minutes.

One thread for each mailbox waits at its server, without a connection to the database. News start the job
that reads the inbox; the schedule of two minutes goes on beside it, for servers without IDLE and for whatever
is missed.
"""

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic
from uuid import UUID

import structlog
from django.db import connection
from django.db.utils import DatabaseError, InterfaceError

from mauntic.broker import enqueue_at_once
from mauntic.delivery import jobs
from mauntic.delivery.mailboxes.adapters.base import Account, MailServerError
from mauntic.delivery.mailboxes.adapters.imap import ImapSession
from mauntic.delivery.mailboxes.models import Mailbox
from mauntic.delivery.mailboxes.services.accounts import imap_account
from mauntic.tenants.context import entered
from mauntic.tenants.models import Organization

log = structlog.get_logger(__name__)

MOST_WATCHED = 200
"""Threads of a process. Mailboxes beyond it are read every two minutes."""
LOOK_AGAIN = timedelta(seconds=30)
"""How often new, changed and removed mailboxes are looked for."""
RENEW = timedelta(minutes=9)
"""How long one IDLE lasts: servers and firewalls drop silent connections after 10 to 30 minutes."""
STEP = timedelta(seconds=15)
"""How long a thread waits before it looks whether it shall stop."""
CALM, CALMEST = timedelta(seconds=1), timedelta(minutes=1)
"""A burst of mails starts one job per such time, which doubles while news come faster than that.

Otherwise a server that tells of news without end would keep a worker busy, which all organizations share.
"""
RETRIES = (timedelta(seconds=5), timedelta(minutes=1), timedelta(minutes=10))
"""The waits after failures in a row. The sync counts refused sign-ins; this does not."""
WITHOUT_IDLE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Watched:
    """A mailbox of an organization, as it is set up: a changed one is another."""

    schema: str
    mailbox_id: UUID
    settings: tuple[object, ...]


@dataclass(slots=True)
class Watchers:
    """The threads that watch, by what they watch."""

    running: dict[Watched, tuple[threading.Thread, threading.Event]] = field(default_factory=dict)

    def refresh(self) -> int:
        """Start threads for new and changed mailboxes, and for those whose thread failed; stop the others.

        Returns: the number of mailboxes that are watched.
        """
        wanted = list(mailboxes_to_watch())[:MOST_WATCHED]
        for gone in self.running.keys() - set(wanted):
            self.running.pop(gone)[1].set()
        for each in wanted:
            if each not in self.running or not self.running[each][0].is_alive():
                stop = threading.Event()
                thread = threading.Thread(target=watch, args=(each, stop), daemon=True)
                self.running[each] = thread, stop
                thread.start()
        return len(self.running)


def mailboxes_to_watch() -> Iterator[Watched]:
    """Yield the mailboxes of all organizations whose inboxes are read. Closes the connection afterwards."""
    try:
        for schema in list(Organization.objects.order_by("pk").values_list("schema_name", flat=True)):
            with entered(schema):
                yield from [_watched(schema, mailbox) for mailbox in Mailbox.objects.reading()]
    finally:
        connection.close()


def watch(watched: Watched, stop: threading.Event) -> None:
    """Watch a mailbox until told to stop. A lost connection is made anew, later and later."""
    failures = 0
    while not stop.is_set():
        try:
            with entered(watched.schema):
                account = _account(watched)
                has_idle = account is not None and _wait_for_news(account, watched, stop)
            if account is None:
                return
            failures = 0
            if not has_idle:
                stop.wait(WITHOUT_IDLE.total_seconds())
        except (MailServerError, DatabaseError, InterfaceError) as error:
            wait = RETRIES[min(failures, len(RETRIES) - 1)]
            failures += 1
            log.info(
                "delivery.watching_failed", mailbox=str(watched.mailbox_id), problem=type(error).__name__
            )
            stop.wait(wait.total_seconds())


def _wait_for_news(account: Account, watched: Watched, stop: threading.Event) -> bool:
    """Wait at the server for one turn; return whether it has IDLE."""
    with ImapSession(account) as session:
        session.open()
        if not session.has_idle:
            return False
        # What came while nobody was watching.
        enqueue_at_once(jobs.SYNC_MAILBOX, str(watched.mailbox_id))
        calm, since = CALM, monotonic()
        for is_new in session.news(seconds=RENEW.total_seconds(), step=STEP.total_seconds()):
            if stop.is_set():
                break
            if is_new:
                enqueue_at_once(jobs.SYNC_MAILBOX, str(watched.mailbox_id))
                is_burst = monotonic() - since < calm.total_seconds()
                calm = min(calm * 2, CALMEST) if is_burst else CALM
                stop.wait(calm.total_seconds())
                since = monotonic()
    return True


def _account(watched: Watched) -> Account | None:
    """Return how to sign in; None if the mailbox is gone. The connection to the database is closed."""
    try:
        mailbox = Mailbox.objects.reading().filter(pk=watched.mailbox_id).first()
        return imap_account(mailbox) if mailbox else None
    finally:
        connection.close()


def _watched(schema: str, mailbox: Mailbox) -> Watched:
    settings: Iterable[object] = (
        mailbox.imap_host,
        mailbox.imap_port,
        mailbox.imap_security,
        mailbox.username,
        mailbox.password,
        mailbox.kind,
        mailbox.grant_id,
    )
    return Watched(schema, mailbox.pk, tuple(settings))
