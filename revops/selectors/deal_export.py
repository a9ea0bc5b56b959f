"""Deals as lines of CSV, under the names that an import of deals knows again."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from mauntic.kernel.csv_text import csv_lines
from revops.models import Deal, DealQuerySet
from revops.selectors.history import organization_zone


def _day(moment: datetime) -> date:
    """The day that it is then where the organization is: the import reads it so."""
    return moment.astimezone(organization_zone()).date()


COLUMNS: Mapping[str, Callable[[Deal], Any]] = {
    "Id": lambda deal: deal.external_id or deal.pk,
    "Name": lambda deal: deal.name,
    "Company": lambda deal: deal.company,
    "Contact": lambda deal: deal.contact and deal.contact.name,
    "Contact e-mail": lambda deal: deal.contact and deal.contact.email,
    "Owner": lambda deal: deal.owner and deal.owner.email,
    "Stage": lambda deal: deal.get_stage_display(),
    "Value": lambda deal: deal.value,
    "Currency": lambda deal: deal.currency,
    "Probability": lambda deal: deal.probability,
    "Priority": lambda deal: deal.get_priority_display(),
    "Forecast category": lambda deal: deal.forecast_category,
    "Created": lambda deal: _day(deal.created_at),
    "Close date": lambda deal: _day(deal.closed_at) if deal.closed_at else deal.expected_close_on,
    "Lost reason": lambda deal: deal.lost_reason,
    "Next step": lambda deal: deal.next_step,
}


def exportable(rows: DealQuerySet) -> DealQuerySet:
    """The rows with all that their lines show."""
    return rows.select_related("company", "contact", "owner")


def deal_head() -> str:
    """The line of the columns' names."""
    return csv_lines([COLUMNS])


def deal_lines(deals: Iterable[Deal]) -> str:
    """A line for each deal of `exportable`; what a spreadsheet would run is marked as text."""
    return csv_lines([cell(deal) for cell in COLUMNS.values()] for deal in deals)
