"""The people who get leads, and when they are away."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid
from revops.routing.models import Absence
from revops.routing.services.people import add_absence


@pytest.mark.parametrize(
    ("field", "moment"),
    [
        ("starts_at", datetime(1, 1, 1, tzinfo=UTC)),
        ("ends_at", datetime(9999, 12, 31, tzinfo=UTC)),
    ],
)
def test_an_absence_more_than_five_years_away_is_refused(rep, field, moment):
    times = {"starts_at": now(), "ends_at": now() + timedelta(days=1)} | {field: moment}

    with pytest.raises(Invalid) as refused:
        add_absence(rep_id=rep.pk, by=rep, **times)

    assert list(refused.value.fields) == [field]
    assert not Absence.objects.exists()


@pytest.mark.parametrize(("starts", "ends"), [(1, 2), (2026, 9999)])
def test_nobody_is_away_from_the_beginning_or_to_the_end_of_time(rep, starts, ends):
    zone = ZoneInfo("America/New_York")
    with pytest.raises(Invalid, match="within 5 years"):
        add_absence(
            rep_id=rep.pk,
            starts_at=datetime(starts, 1, 1, tzinfo=zone),
            ends_at=datetime(ends, 12, 31, 23, 59, tzinfo=zone),
            by=rep,
        )
