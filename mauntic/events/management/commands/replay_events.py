"""Replay events."""

import json
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mauntic.events.catalog import event_type
from mauntic.events.services import ReplayPlan, replay
from mauntic.kernel.errors import NotFound
from mauntic.kernel.time.calendar import is_in_range
from mauntic.tenants.context import entered
from mauntic.tenants.models import Organization

BAD_ARGUMENTS = 2


class Command(BaseCommand):
    help = _("Send stored events of an organization to their receivers again.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--org", required=True, metavar="SCHEMA", help=_("schema name of the organization")
        )
        parser.add_argument("--type", default="", help=_("only this event, such as crm.ContactCreated"))
        parser.add_argument("--since", default="", help=_("from this time on, such as 2026-01-31T09:00"))
        parser.add_argument("--until", default="", help=_("before this time; UTC unless it has a zone"))
        parser.add_argument(
            "--receiver", default="", help=_("only to this receiver, also events before it existed")
        )
        parser.add_argument("--dry-run", action="store_true", help=_("count without sending anything"))
        parser.add_argument("--json", action="store_true", help=_("print one JSON object"))

    def handle(self, **options: Any) -> None:
        since, until = _moment("--since", options["since"]), _moment("--until", options["until"])
        if since and until and since >= until:
            raise _bad(_("--since must be earlier than --until."))
        wire_name = _known_type(options["type"])
        try:
            with entered(options["org"]):
                plan = replay(
                    wire_name=wire_name,
                    since=since,
                    until=until,
                    receiver=options["receiver"],
                    dry_run=options["dry_run"],
                )
        except Organization.DoesNotExist:
            raise _bad(_('--org: unknown organization "%(org)s".') % {"org": options["org"]}) from None
        except NotFound as error:
            raise _bad(f"--receiver: {error.message}") from None
        self._report(plan, dry_run=options["dry_run"], as_json=options["json"])

    def _report(self, plan: ReplayPlan, *, dry_run: bool, as_json: bool) -> None:
        if as_json:
            answer = {"deliveries": plan.deliveries, "facts": plan.facts, "dryRun": dry_run}
            self.stdout.write(json.dumps(answer))
            return
        counts = {"deliveries": plan.deliveries, "facts": plan.facts}
        if dry_run:
            text = ngettext(
                "Dry run: %(deliveries)s delivery would be sent again. Number of facts: %(facts)s.",
                "Dry run: %(deliveries)s deliveries would be sent again. Number of facts: %(facts)s.",
                plan.deliveries,
            )
        else:
            text = ngettext(
                "%(deliveries)s delivery sent again. Number of facts: %(facts)s.",
                "%(deliveries)s deliveries sent again. Number of facts: %(facts)s.",
                plan.deliveries,
            )
        self.stdout.write(text % counts)


def _moment(argument: str, text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = parse_datetime(text) or parse_datetime(f"{text}T00:00")
    except ValueError:
        moment = None
    if moment is None or not is_in_range(moment):
        raise _bad(
            _('%(argument)s: "%(text)s" is not a time. Enter one such as 2026-01-31 or 2026-01-31T09:00.')
            % {"argument": argument, "text": text}
        )
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def _known_type(name: str) -> str:
    try:
        return event_type(name).wire_name if name else ""
    except NotFound as error:
        raise _bad(f"--type: {error.message}") from None


def _bad(message: str) -> CommandError:
    return CommandError(message, returncode=BAD_ARGUMENTS)
