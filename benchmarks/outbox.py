"""Sends N due messages by two worker processes to an SMTP server on loopback, beside bare smtplib."""

import os
import smtplib
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from benchmarks.mail_base import make_mailboxes, make_messages
from benchmarks.smtp_sink import sink
from mauntic.delivery.messages.domain.wire import as_bytes
from mauntic.delivery.messages.links import home_address
from mauntic.delivery.messages.services.sending import outgoing
from mauntic.delivery.models import Mailbox, Message, MessageState
from mauntic.kernel.clock import now
from mauntic.tenants.context import current_schema

WORKERS = 2


def run(n: int) -> dict[str, float | int]:
    """Time `n` due messages of two mailboxes through gate, rendering, claim, server and record.

    The floor hands the same bytes to the same server by bare smtplib, over two connections at once.
    """
    with sink() as server:
        mailboxes = make_mailboxes(WORKERS, server.port)
        make_messages(n, mailboxes, due_at=now() - timedelta(minutes=1))
        seconds = _timed(lambda: _send_all(mailboxes))
        received = server.count()
        sent = Message.objects.filter(state=MessageState.SENT).count()
        mails = _bytes(mailboxes)
        floor = _timed(lambda: _bare(server.port, mails))
    return {
        "seconds": round(seconds, 3),
        "floor_seconds": round(floor, 3),
        "per_second": round(n / seconds, 1),
        "sent": sent,
        "received": received,
    }


def _send_all(mailboxes: list[Mailbox]) -> None:
    code = (
        "import django, sys; django.setup()\n"
        "from uuid import UUID\n"
        "from mauntic.tenants.context import entered\n"
        "from mauntic.delivery.messages.services.sending import send_due\n"
        "from mauntic.delivery.messages.origins import Standing, answer_for\n"
        "answer_for('bench', lambda ids: dict.fromkeys(ids, Standing()))\n"
        f"with entered({current_schema()!r}): send_due(mailbox_id=UUID(sys.argv[1]))"
    )
    workers = [
        subprocess.Popen(  # noqa: S603 (our own program)
            [sys.executable, "-c", code, str(each.pk)], env=dict(os.environ)
        )
        for each in mailboxes
    ]
    for worker in workers:
        worker.wait()


def _bytes(mailboxes: list[Mailbox]) -> dict[str, list[tuple[str, bytes]]]:
    at, home = now(), home_address()
    return {
        mailbox.address: [
            (message.to_address, as_bytes(outgoing(mailbox, message, home), at))
            for message in mailbox.messages.all()
        ]
        for mailbox in mailboxes
    }


def _bare(port: int, mails: dict[str, list[tuple[str, bytes]]]) -> None:
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(lambda pair: _hand_over(port, *pair), mails.items()))


def _hand_over(port: int, sender: str, letters: list[tuple[str, bytes]]) -> None:
    with smtplib.SMTP("127.0.0.1", port) as server:
        for recipient, raw in letters:
            server.sendmail(sender, [recipient], raw)


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
