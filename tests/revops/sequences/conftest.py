"""What the tests of sequences share: a rep with a mailbox on a real mail server."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from mauntic.accounts.models import User
from mauntic.delivery.messages.services.sending import send_due
from mauntic.delivery.models import Mailbox, Message
from mauntic.kernel.clock import now
from revops.sequences.models.enrollments import Enrollment
from revops.sequences.services.sweep import run_due
from tests.delivery.mail_servers import MailServer, mail_server
from tests.factories.sequences import make_mailbox


@pytest.fixture
def smtp() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def mailbox(rep: User, smtp: MailServer) -> Mailbox:
    return make_mailbox(rep, smtp_port=smtp.port)


@pytest.fixture
def sweep_and_send(mailbox: Mailbox, run_jobs) -> Callable[[], None]:
    """Does the due steps, sends what they queued, and lets the receivers react."""

    def run() -> None:
        with run_jobs():
            run_due()
            send_due(mailbox_id=mailbox.pk)

    return run


@pytest.fixture
def pass_days() -> Callable[[int], None]:
    """Lets the past be longer ago, as if so many days had passed."""

    def run(days: int) -> None:
        ago = timedelta(days=days)
        for row in Enrollment.objects.all():
            row.due_at = row.due_at and row.due_at - ago
            row.resumes_at = row.resumes_at and row.resumes_at - ago
            row.save()
        for message in Message.objects.all():
            message.claimed_at = message.claimed_at and message.claimed_at - ago
            message.handed_at = message.handed_at and message.handed_at - ago
            message.look_at = min(message.look_at, now())
            message.save()
        Mailbox.objects.update(read_at=now())

    return run
