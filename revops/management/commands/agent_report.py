"""Report what agents did in a period: runs, outcomes, cost, dropped claims, and decisions of people."""

import json
from datetime import date, timedelta
from typing import IO, Any, cast

from django.core.management.base import CommandParser
from rich import box
from rich.console import Console
from rich.table import Table

from mauntic.kernel.clock import now
from mauntic.kernel.display import money
from mauntic.kernel.time.calendar import is_in_range, time_zone
from mauntic.tenants.context import current_organization
from mauntic.tenants.management.base import OrganizationCommand, refuse
from revops.agents.llm.domain.requests import Agent
from revops.agents.report.selectors import AGREED, CHANGED, REJECTED, AgentReport, agent_report

DAYS, WIDTH = 30, 150


class Command(OrganizationCommand):
    help = "Report what agents did in a period, with its cost, and what people made of it."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--agent", metavar="NAME", action="append", help="only this agent; repeatable")
        parser.add_argument(
            "--from", dest="first", metavar="DAY", help=f"first day, such as 2026-11-01; default: {DAYS} days"
        )
        parser.add_argument("--to", dest="last", metavar="DAY", help="last day; default: today")

    def work(self, **options: Any) -> None:
        today = now().astimezone(time_zone(current_organization().time_zone)).date()
        last = _day("--to", options["last"]) if options["last"] else today
        first = _day("--from", options["first"]) if options["first"] else last - timedelta(days=DAYS - 1)
        if first > last:
            refuse("--from", f"{first} is after the last day, {last}. Enter an earlier day.")
        rows = agent_report(first=first, last=last, agents=_agents(options["agent"]))
        if options["json"]:
            document = {"from": str(first), "to": str(last), "agents": [_as_json(row) for row in rows]}
            self.stdout.write(json.dumps(document))
            return
        console = Console(file=cast("IO[str]", self.stdout), width=WIDTH, highlight=False)
        console.print(_table(rows, f"Agents from {first} to {last}"))
        for row in rows:
            if row.dropped:
                console.print(f"{row.name}, dropped claims: {_counts(row.dropped)}")


def _day(argument: str, text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        refuse(argument, f'"{text}" is not a day. Enter one such as 2026-11-30.')
    if not is_in_range(day):
        refuse(argument, f"{day} is too far away. Enter a day such as 2026-11-30.")
    return day


def _agents(names: list[str] | None) -> list[Agent]:
    known = {agent.value: agent for agent in Agent}
    for name in names or ():
        if name not in known:
            refuse("--agent", f'unknown agent "{name}". Use one of: {", ".join(known)}.')
    return [known[name] for name in dict.fromkeys(names or known)]


def _table(rows: list[AgentReport], title: str) -> Table:
    table = Table(title=title, box=box.SIMPLE, title_justify="left")
    table.add_column("Agent", no_wrap=True)
    for name in ("Runs", "Tokens in", "Tokens out", "Searches", "Cost", "Dropped"):
        table.add_column(name, justify="right")
    table.add_column("Outcomes")
    table.add_column("Agreed, changed, rejected", justify="right")
    for row in rows:
        table.add_row(
            row.name,
            f"{row.runs:,}",
            f"{row.tokens_in:,}",
            f"{row.tokens_out:,}",
            f"{row.searches:,}",
            money(row.cost, "USD"),
            "–" if row.dropped is None else f"{sum(row.dropped.values()):,}",
            _counts(row.outcomes) or "–",
            ", ".join(str(row.decided[each]) for each in (AGREED, CHANGED, REJECTED)),
        )
    return table


def _counts(found: Any) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {count:,}" for name, count in found.items())


def _as_json(row: AgentReport) -> dict[str, Any]:
    return {
        "agent": row.agent.value,
        "runs": row.runs,
        "outcomes": dict(row.outcomes),
        "tokensIn": row.tokens_in,
        "tokensOut": row.tokens_out,
        "searches": row.searches,
        "cost": str(row.cost),
        "droppedClaims": None if row.dropped is None else dict(row.dropped),
        "approvals": dict(row.decided),
    }
