"""Rows of the export of deals, with headings that the import of deals recognizes."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from revops.deals.models.deals import Deal, DealQuerySet
from revops.deals.selectors.days import organization_zone


def _day(moment: datetime) -> date:
    """Return the organization's day, as the import reads dates."""
    return moment.astimezone(organization_zone()).date()


COLUMNS: Mapping[str, Callable[[Deal], Any]] = {
    "Id": lambda deal: deal.external_id or deal.pk,
    "Name": lambda deal: deal.name,
    "Company": lambda deal: deal.company,
    "Contact": lambda deal: deal.contact and deal.contact.name,
    "Contact email": lambda deal: deal.contact and deal.contact.email,
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
    """Return the rows with everything that the export needs."""
    return rows.select_related("company", "contact", "owner")


def deal_rows(deals: Iterable[Deal]) -> Iterator[list[Any]]:
    """Yield the row of each deal from `exportable`."""
    for deal in deals:
        yield [cell(deal) for cell in COLUMNS.values()]
