"""Take daily snapshots of the forecast."""

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.selectors import active_people
from mauntic.kernel import clock
from mauntic.kernel.db.rows import insert_new
from mauntic.kernel.errors import Invalid
from mauntic.kernel.ids import new_id
from mauntic.tenants.context import current_organization
from revops.deals.selectors.days import organization_zone, today
from revops.forecast.domain.ledger import Ledger
from revops.forecast.domain.outlook import PeriodOutlook, at_least, days_needed, outlook_of
from revops.forecast.domain.periods import Period, forecast_periods
from revops.forecast.domain.sums import CategorySums, added
from revops.forecast.models import ForecastSnapshot
from revops.forecast.selectors.ledger import read_ledger
from revops.forecast.selectors.scope import EVERYBODY, Owners
from revops.forecast.selectors.sums import sums_by_owner
from revops.rates.domain import CENT

TAKEN_AT = time(6)


@transaction.atomic
def take_snapshots(*, on: date | None = None) -> int:
    """Take the snapshots of a day, today by default: for all and for each rep. Safe to repeat.

    Past days are rebuilt as known at 06:00. Existing snapshots stay as they are.

    Returns: the number of new snapshots.

    Raises:
        Invalid: the day is in the future.
    """
    day = on or today()
    if day > today():
        raise Invalid({"on": _("{day} is in the future. Choose today or an earlier day.").format(day=day)})
    at = _moment(day)
    periods = forecast_periods(day)
    known = read_ledger({needed for period in periods for needed in days_needed(period, day)})
    rows = [row for period in periods for row in _rows(period, day, at, known)]
    return len(insert_new(ForecastSnapshot.objects, rows))


def take_snapshots_of_today() -> int:
    """Take the snapshots of today once it is 06:00 in the organization's time zone.

    Returns: the number of new snapshots; 0 before 06:00 and if there are some already.
    """
    is_six = clock.now().astimezone(organization_zone()).time() >= TAKEN_AT
    if not is_six or ForecastSnapshot.objects.filter(taken_on=today()).exists():
        return 0
    return take_snapshots()


def _moment(day: date) -> datetime:
    """Return the time of a day's snapshots: 06:00 in the organization's time zone, today at most now."""
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
