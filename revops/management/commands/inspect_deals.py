"""List the unhealthy deals of an organization, with reasons."""

import json
from collections.abc import Sequence
from datetime import datetime
from shutil import get_terminal_size
from typing import Any
from uuid import UUID

from django.core.management.base import CommandParser
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from rich import box
from rich.console import Console
from rich.table import Table

from mauntic.kernel import clock
from mauntic.kernel.display import moment
from mauntic.kernel.time.calendar import is_in_range
from mauntic.tenants.management.base import OrganizationCommand, refuse
from revops.deals.models.choices import DealStage
from revops.deals.models.deals import Deal
from revops.health.selectors.deals import Inspection, inspect_all
from revops.health.selectors.past import open_at

WIDTH = 140
"""Minimum width of the table, in characters."""


class Command(OrganizationCommand):
    help = (
        "List open deals with health warnings, lowest health first, with reasons and next actions. Read-only."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--deal", metavar="ID", help="only this deal")
        parser.add_argument("--now", metavar="TIME", help="assess as known at this time")

    def work(self, **options: Any) -> None:
        at = _moment(options["now"])
        deals = _one(options["deal"], at) if options["deal"] else open_at(Deal.objects.all(), at)
        found = [each for each in inspect_all(deals, at) if options["deal"] or not each.facts.is_closed]
        flagged = [each for each in found if options["deal"] or each.health.warnings]
        flagged.sort(key=lambda each: (each.health.score, each.facts.name, each.facts.deal_id))
        if options["json"]:
            answer = {"now": at.isoformat(), "inspected": len(found), "deals": [_as_json(e) for e in flagged]}
            self.stdout.write(json.dumps(answer))
            return
        self._print(flagged, f"{len(flagged):,} of {len(found):,} deals, {moment(at)} {at:%Z}")

    def _print(self, found: Sequence[Inspection], title: str) -> None:
        console = Console(width=max(WIDTH, get_terminal_size().columns))
        with console.capture() as printed:
            console.print(_table(found, title))
        self.stdout.write(printed.get())


def _moment(text: str | None) -> datetime:
    if text is None:
        return clock.now()
    try:
        at = parse_datetime(text)
    except ValueError:
        at = None
    if at is None or not is_in_range(at):
        refuse("--now", f'"{text}" is not a time. Enter one such as 2026-11-25T09:30:00Z.')
    return at if timezone.is_aware(at) else timezone.make_aware(at)


def _one(text: str, at: datetime) -> QuerySet[Deal]:
    try:
        deals = Deal.objects.filter(pk=UUID(text))
    except ValueError:
        refuse("--deal", f'"{text}" is not the id of a deal. Copy it from the URL of the deal.')
    deal = deals.first()
    if deal is None:
        refuse("--deal", f"unknown deal: {text}")
    if at < deal.created_at:
        created = deal.created_at.isoformat(timespec="seconds")
        refuse("--now", f"the deal was created at {created}. Enter that time or a later one.")
    return deals


def _as_json(found: Inspection) -> dict[str, Any]:
    facts, health = found.facts, found.health
    return {
        "dealId": str(facts.deal_id),
        "name": facts.name,
        "stage": facts.stage.value,
        "owner": facts.owner or None,
        "score": health.score,
        "level": health.level.value,
        "confidence": health.confidence,
        "signals": [signal.as_json() for signal in health.signals],
        "action": found.action.as_json(),
    }


def _table(found: Sequence[Inspection], title: str) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column("Deal", overflow="fold")
    table.add_column("Stage", no_wrap=True)
    table.add_column("Owner", overflow="fold")
    table.add_column("Health", justify="right", no_wrap=True)
    table.add_column("Level", no_wrap=True)
    table.add_column("Why", overflow="fold", ratio=1)
    table.add_column("Next", overflow="fold")
    for each in found:
        table.add_row(
            each.facts.name,
            str(DealStage(each.facts.stage).label),
            each.facts.owner or "Unassigned",
            str(each.health.score),
            each.health.level.value.replace("_", " "),
            " ".join(flag.reason for flag in each.health.warnings) or "No warnings.",
            each.action.title,
        )
    return table
