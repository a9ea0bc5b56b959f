"""Watch the inboxes of all organizations, as a process of its own."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from mauntic.delivery.inbox.services.watching import LOOK_AGAIN, Watchers


class Command(BaseCommand):
    help = "Wait at the mail servers that support IDLE, and read new mail at once. Runs until it is ended."

    def handle(self, **options: Any) -> None:  # noqa: ARG002 (signature of Django)
        ended = threading.Event()
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, lambda *_: ended.set())
        watchers = Watchers()
        self.stdout.write(f"Watched mailboxes: {watchers.refresh():,}.")
        self.stdout.flush()
        while not ended.wait(LOOK_AGAIN.total_seconds()):
            watchers.refresh()
