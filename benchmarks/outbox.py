"""Sends N due messages by two worker processes to an SMTP server on loopback, beside bare smtplib."""

import os
import smtplib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import IO

from benchmarks.support.mail_base import make_mailboxes, make_messages
from benchmarks.support.outbox_worker import READY
from benchmarks.support.smtp_sink import sink
from mauntic.delivery.messages.services.composing import Composer
from mauntic.delivery.models import Mailbox, Message, MessageState
from mauntic.kernel.clock import now
from mauntic.tenants.context import current_schema

WORKERS = 2
Worker = subprocess.Popen[str]


def run(n: int) -> dict[str, float | int]:
    """Time `n` due messages of two mailboxes through gate, rendering, claim, server and record.

    The clock starts when both workers have loaded and are connected to the database.

    The floor hands the same bytes to the same server by bare smtplib, over two connections at once.
    """
    with sink() as server:
        mailboxes = make_mailboxes(WORKERS, server.port)
        make_messages(n, mailboxes, due_at=now() - timedelta(minutes=1))
        with _workers(mailboxes) as workers:
            seconds = _timed(lambda: _send_all(workers))
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


@contextmanager
def _workers(mailboxes: Sequence[Mailbox]) -> Iterator[Sequence[Worker]]:
    """Run a worker for each mailbox, loaded and ready to send."""
    with ExitStack() as running:
        workers = [running.enter_context(_worker(each)) for each in mailboxes]
        for worker in workers:
            if _stream(worker.stdout).readline() != READY:
                raise RuntimeError("A worker did not start.")
        yield workers


def _worker(mailbox: Mailbox) -> Worker:
    command = [sys.executable, "-m", "benchmarks.support.outbox_worker", current_schema(), str(mailbox.pk)]
    return subprocess.Popen(  # noqa: S603 (our own program)
        command, env=dict(os.environ), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def _send_all(workers: Sequence[Worker]) -> None:
    for worker in workers:
        _stream(worker.stdin).write("go\n")
        _stream(worker.stdin).flush()
    for worker in workers:
        if worker.wait():
            raise RuntimeError("A worker failed.")


def _stream(stream: IO[str] | None) -> IO[str]:
    if stream is None:
        raise TypeError("The worker has no pipe.")
    return stream


def _bytes(mailboxes: list[Mailbox]) -> dict[str, list[tuple[str, bytes]]]:
    return {mailbox.address: list(_letters(mailbox)) for mailbox in mailboxes}


def _letters(mailbox: Mailbox) -> Iterator[tuple[str, bytes]]:
    messages, at = list(mailbox.messages.all()), now()
    composer = Composer(mailbox, messages)
    return ((message.to_address, composer.write(message, at).raw) for message in messages)


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
