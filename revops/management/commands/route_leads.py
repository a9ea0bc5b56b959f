"""Route leads of an organization."""

import json
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from mauntic.broker.cause import Cause, caused_by
from mauntic.crm.models import Contact
from mauntic.kernel.db.chunks import chunked
from mauntic.tenants.context import entered
from mauntic.tenants.models import Organization
from revops.routing.models import RoutingDecision, Trigger
from revops.routing.selectors.people import OPEN_LEADS
from revops.routing.services.route import route_contacts

BAD_ARGUMENTS = 2
CHUNK = 500


class Command(BaseCommand):
    help = "Route leads of an organization: all unassigned leads, or given leads even if they have an owner."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--org", required=True, metavar="SCHEMA", help="schema name of the organization")
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--unowned", action="store_true", help="all unassigned open leads")
        which.add_argument(
            "--contact", nargs="+", type=UUID, metavar="ID", help="these leads, even if they have an owner"
        )
        parser.add_argument("--dry-run", action="store_true", help="show the result without saving it")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, **options: Any) -> None:
        try:
            with entered(options["org"]), caused_by(Cause("command", "route_leads")):
                self._route(options)
        except Organization.DoesNotExist:
            message = f'--org: unknown organization "{options["org"]}".'
            raise CommandError(message, returncode=BAD_ARGUMENTS) from None

    def _route(self, options: dict[str, Any]) -> None:
        wanted = options["contact"]
        ids = _unowned() if wanted is None else _known(wanted)
        counts: Counter[str] = Counter()
        for decision in _decisions(ids, reassign=wanted is not None, is_dry=options["dry_run"]):
            counts[decision.strategy] += 1
            if not options["json"]:
                self.stdout.write(f"{decision.contact_id}: {decision.reason}")
        self._report(counts, options)

    def _report(self, counts: Counter[str], options: dict[str, Any]) -> None:
        routed = counts.total() - counts["none"]
        if options["json"]:
            answer = {
                "decided": counts.total(),
                "routed": routed,
                "nobody": counts["none"],
                "strategies": dict(sorted(counts.items())),
                "dryRun": options["dry_run"],
            }
            self.stdout.write(json.dumps(answer))
            return
        done = "Would be routed" if options["dry_run"] else "Routed"
        self.stdout.write(f"{done}: {routed}. Unassigned: {counts['none']}.")


def _unowned() -> list[UUID]:
    leads = Contact.objects.filter(owner=None, lifecycle_stage__in=OPEN_LEADS)
    return list(leads.order_by("pk").values_list("pk", flat=True))


def _known(ids: Sequence[UUID]) -> list[UUID]:
    known = set(Contact.objects.filter(pk__in=ids).values_list("pk", flat=True))
    if missing := [str(pk) for pk in ids if pk not in known]:
        raise CommandError(f"--contact: unknown leads: {', '.join(missing)}", returncode=BAD_ARGUMENTS)
    return sorted(known)


def _decisions(ids: Sequence[UUID], *, reassign: bool, is_dry: bool) -> Iterator[RoutingDecision]:
    """Route in chunks with a transaction each; a dry run has one transaction that is rolled back.

    The result of a dry run is that of a real run: earlier chunks count for later ones.
    """
    if not is_dry:
        yield from _in_chunks(ids, reassign=reassign)
        return
    with transaction.atomic():
        decisions = list(_in_chunks(ids, reassign=reassign))
        transaction.set_rollback(True)
    yield from decisions


def _in_chunks(ids: Sequence[UUID], *, reassign: bool) -> Iterator[RoutingDecision]:
    for chunk in chunked(ids, CHUNK):
        yield from route_contacts(contact_ids=chunk, trigger=Trigger.COMMAND, reassign=reassign)
