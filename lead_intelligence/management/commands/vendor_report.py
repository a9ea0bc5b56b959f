"""Report of vendors: calls, results and costs."""

import json
from collections.abc import Sequence
from decimal import Decimal
from shutil import get_terminal_size
from typing import Any

from django.core.management.base import CommandParser
from rich import box
from rich.console import Console
from rich.table import Table

from lead_intelligence.leads.labels import LABELS
from lead_intelligence.performance.selectors import report
from lead_intelligence.performance.selectors.report import VendorReport
from mauntic.tenants.management.base import OrganizationCommand, refuse

MOST_DAYS = 3650
WIDTH = 140
"""Minimum width of the table, in characters."""
COLUMNS = ("Calls", "Leads", "Hits", "Median", "95th percentile", "Cost (USD)", "Values", "USD per value")


class Command(OrganizationCommand):
    help = "Report state, calls, hit rates, response times, cost and last error of each vendor."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--days", type=int, default=30, help="number of days up to now; default: 30")

    def work(self, **options: Any) -> None:
        days = options["days"]
        if not 1 <= days <= MOST_DAYS:
            refuse("--days", f"enter a number of days from 1 to {MOST_DAYS}.")
        vendors = report.vendor_report(days)
        if options["json"]:
            self.stdout.write(json.dumps({"days": days, "vendors": [_as_json(each) for each in vendors]}))
            return
        console = Console(width=max(WIDTH, get_terminal_size().columns))
        with console.capture() as printed:
            console.print(_table(vendors, days))
            if asked := [each for each in vendors if each.fields]:
                console.print(_fields(asked))
        self.stdout.write(printed.get())


def _as_json(vendor: VendorReport) -> dict[str, Any]:
    error = vendor.last_error
    return {
        "provider": vendor.provider.slug,
        "state": vendor.state,
        "calls": vendor.calls,
        "asked": vendor.asked,
        "hits": vendor.hits,
        "hitRate": vendor.hit_rate,
        "fields": {
            field.value: {"asked": figures.asked, "found": figures.hits, "hitRate": figures.hit_rate}
            for field, figures in vendor.fields.items()
        },
        "medianMs": vendor.median_ms,
        "p95Ms": vendor.p95_ms,
        "cost": float(vendor.cost),
        "found": vendor.found,
        "costPerFound": None if vendor.cost_per_found is None else float(vendor.cost_per_found),
        "lastError": error
        and {"outcome": error.outcome, "detail": error.detail, "at": error.started_at.isoformat()},
    }


def _table(vendors: Sequence[VendorReport], days: int) -> Table:
    table = Table(title=f"Vendors, last {days} days", title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column("Vendor", no_wrap=True)
    table.add_column("State", no_wrap=True)
    for name in COLUMNS:
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("Last error", overflow="fold")
    for each in vendors:
        error = each.last_error
        table.add_row(
            each.provider.name,
            each.state.replace("_", " "),
            f"{each.calls:,}",
            f"{each.asked:,}",
            _percent(each.hit_rate),
            _ms(each.median_ms),
            _ms(each.p95_ms),
            f"{each.cost:,.2f}",
            f"{each.found:,}",
            _money(each.cost_per_found),
            f"{error.get_outcome_display()}, {error.started_at:%Y-%m-%d %H:%M}" if error else "none",
        )
    return table


def _fields(vendors: Sequence[VendorReport]) -> Table:
    table = Table(title="Hit rate by field", title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column("Field", no_wrap=True)
    for vendor in vendors:
        table.add_column(vendor.provider.name, justify="right", no_wrap=True)
    for field, label in LABELS.items():
        cells = [vendor.fields.get(field) for vendor in vendors]
        if any(cells):
            table.add_row(str(label), *(_percent(cell.hit_rate) if cell else "–" for cell in cells))
    return table


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


def _ms(duration: float | None) -> str:
    return "–" if duration is None else f"{duration:,.0f} ms"


def _money(amount: Decimal | None) -> str:
    return "–" if amount is None else f"{amount:,.4f}"
