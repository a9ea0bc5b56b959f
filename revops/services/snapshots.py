"""What the forecast was on each day, kept for good."""

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from mauntic.accounts.selectors import active_people
from mauntic.kernel import clock
from mauntic.kernel.errors import Invalid
from mauntic.kernel.ids import new_id
from mauntic.kernel.rows import insert_new
from mauntic.tenants.context import current_organization
from revops.domain.conversion import CENT
from revops.domain.forecast_ledger import Ledger
from revops.domain.forecast_outlook import PeriodOutlook, at_least, days_needed, outlook_of
from revops.domain.forecast_sums import CategorySums, added
from revops.domain.periods import Period, forecast_periods
from revops.models import ForecastSnapshot
from revops.selectors.forecast_ledger import ledger
from revops.selectors.forecast_outlook import today
from revops.selectors.forecast_scope import EVERYBODY, Owners
from revops.selectors.forecast_sums import sums_by_owner
from revops.selectors.history import organization_zone

TAKEN_AT = time(6)


@transaction.atomic
def take_snapshots(*, on: date | None = None) -> int:
    """Keep the forecasts of a day, today by default: of everybody and of each person. How many are new.

    A day of the past is kept as it was known at 06:00. What is kept already stays as it is, so that taking
    them again changes nothing. `Invalid` for a day that is yet to come.
    """
    day = on or today()
    if day > today():
        raise Invalid({"on": f"{day} is yet to come. Choose today or a day before."})
    at = _moment(day)
    periods = forecast_periods(day)
    known = ledger({needed for period in periods for needed in days_needed(period, day)})
    rows = [row for period in periods for row in _rows(period, day, at, known)]
    return len(insert_new(ForecastSnapshot.objects, rows))


def take_snapshots_of_today() -> int:
    """`take_snapshots` once it is six where the organization is, and not again that day. How many are new."""
    is_six = clock.now().astimezone(organization_zone()).time() >= TAKEN_AT
    if not is_six or ForecastSnapshot.objects.filter(taken_on=today()).exists():
        return 0
    return take_snapshots()


def _moment(day: date) -> datetime:
    """When a day is looked at: at 06:00 where the organization is, and today not later than now."""
    return min(datetime.combine(day, TAKEN_AT, organization_zone()), clock.now())


def _rows(period: Period, day: date, at: datetime, known: Ledger) -> Iterator[dict[str, Any]]:
    sums = sums_by_owner(period, at=at)
    yield _row(period, day, None, added(sums.values()), outlook_of(known, period, day, EVERYBODY.has))
    owners = {owner_id for owner_id in sums if owner_id}
    for person_id in sorted(owners | set(active_people().values_list("pk", flat=True))):
        theirs = Owners(frozenset([person_id]))
        outlook = outlook_of(known, period, day, theirs.has)
        yield _row(period, day, person_id, sums.get(person_id, CategorySums()), outlook)


def _row(
    period: Period, day: date, rep_id: UUID | None, sums: CategorySums, outlook: PeriodOutlook | None
) -> dict[str, Any]:
    expected = at_least(outlook, float(sums.closed))
    return {
        "id": new_id(),
        "taken_on": day.isoformat(),
        "period": period.code,
        "rep_id": rep_id,
        "currency": current_organization().currency,
        "pipeline": sums.pipeline,
        "best_case": sums.best_case,
        "commit": sums.commit,
        "closed": sums.closed,
        "weighted": sums.weighted,
        "expected": _cents(expected.expected) if expected else None,
        "low": _cents(expected.low) if expected else None,
        "high": _cents(expected.high) if expected else None,
        "deals": sums.deals,
        "unconverted": sums.unconverted,
        "created_at": clock.now(),
    }


def _cents(amount: float) -> Decimal:
    return Decimal(amount).quantize(CENT)
