"""Base class of commands that work through mailboxes."""

import json
from abc import abstractmethod
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.core.management.base import CommandParser

from mauntic.delivery.mailboxes.selectors import addresses_of_mailboxes, problems_of
from mauntic.tenants.management.base import OrganizationCommand, refuse

SHOWN = 10


class MailboxCommand(OrganizationCommand):
    """A command with `--mailbox`, which says at the end which mailboxes failed."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--mailbox", metavar="ADDRESS", default="", help="this mailbox alone")

    def work(self, **options: Any) -> None:
        chosen = _chosen(options["mailbox"]) if options["mailbox"] else None
        done, numbers, sentences = self.run(chosen)
        failed = problems_of(done)
        if options["json"]:
            self.stdout.write(json.dumps({**numbers, "failed": failed}))
            return
        for sentence in sentences:
            self.stdout.write(sentence)
        for address, problem in failed.items():
            self.stderr.write(f"{address}: {problem}")

    @abstractmethod
    def run(self, chosen: UUID | None) -> tuple[Collection[UUID], dict[str, int], list[str]]:
        """Work through the mailboxes, or through the one that was chosen.

        Returns: the mailboxes that it worked through, numbers for machines, and sentences for people.
        """


def _chosen(address: str) -> UUID:
    known = addresses_of_mailboxes()
    found = known.get(address.strip().lower())
    if found is None:
        names = ", ".join(sorted(known)[:SHOWN]) or "none"
        refuse("--mailbox", f'There is no mailbox "{address}". Use one of {names}.')
    return found
