"""Daily snapshots: written once, and of a past day only what was known then."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django_q.models import Schedule as ScheduleRow

from mauntic.accounts.models import User
from mauntic.kernel.errors import Invalid
from revops.deals.domain.stages import Stage
from revops.deals.services.create import change_deals
from revops.deals.services.moves import move_deals
from revops.deals.services.reopening import reopen_deal
from revops.forecast.models import ForecastSnapshot
from revops.forecast.services.snapshots import take_snapshots, take_snapshots_of_today
from tests.factories.forecast import Told, forget_snapshots, write_history

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = date(2026, 11, 10)
FIGURES = ("pipeline", "best_case", "commit", "closed", "weighted", "expected", "low", "high", "deals")


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def history(rep: User):
    """A deal won every second day for ten months, and every third lost; three are open."""
    start = datetime(2026, 1, 2, 10, tzinfo=UTC)
    told = [Told(start + timedelta(days=2 * number), number % 3 != 0, 20) for number in range(145)]
    told += [Told(datetime(2026, 11, 1, tzinfo=UTC) + timedelta(days=number)) for number in range(3)]
    return write_history(told, rep)


def kept(on: date = DAY) -> dict[tuple[str, object], tuple[object, ...]]:
    rows = ForecastSnapshot.objects.filter(taken_on=on)
    return {(row.period, row.rep_id): tuple(getattr(row, name) for name in FIGURES) for row in rows}


def test_month_quarter_and_next_are_kept_of_everybody_and_each_person(history, rep: User) -> None:
    assert take_snapshots() == 6
    periods = ("2026-11", "2026-Q4", "2027-Q1")
    assert set(kept(NOW.date())) == {(period, whose) for period in periods for whose in (None, rep.pk)}


def test_a_day_is_kept_once_and_stays_as_it_is(history) -> None:
    assert take_snapshots(on=DAY) == 6
    before = kept()
    change_deals(deal_ids=[history[-1].pk], changes={"value": Decimal(9)}, by=None)
    assert (take_snapshots(on=DAY), kept()) == (0, before)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        ForecastSnapshot.objects.update(closed=0)


@pytest.mark.parametrize(
    "delete",
    [
        lambda: ForecastSnapshot.objects.all().delete(),
        lambda: ForecastSnapshot.objects.all()._raw_delete("default"),
        lambda: ForecastSnapshot.objects.first().delete(),
    ],
    ids=["rows", "without the ORM", "one"],
)
def test_a_snapshot_cannot_be_deleted(history, delete) -> None:
    take_snapshots(on=DAY)
    before = kept()
    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        delete()
    assert kept() == before


def test_a_person_who_is_deleted_takes_no_snapshot_along(history, rep: User) -> None:
    take_snapshots(on=DAY)
    before = kept()
    User.objects.filter(pk=rep.pk).delete()
    assert kept() == before
    assert ("2026-11", rep.pk) in before


def test_a_past_day_knows_nothing_of_what_came_later(
    history, rep: User, colleague: User, admin: User
) -> None:
    take_snapshots(on=DAY)
    before = kept()
    forget_snapshots()
    opened = [deal.pk for deal in history[-3:]]
    change_deals(deal_ids=opened, changes={"value": Decimal(99_999), "owner": colleague.pk}, by=None)
    change_deals(deal_ids=opened[:1], changes={"category_override": "commit"}, by=None)
    move_deals(deal_ids=opened[1:], stage=Stage.CLOSED_WON, by=None)
    reopen_deal(deal_id=history[100].pk, stage=Stage.DEMO, reason="cancelled", by=admin)
    change_deals(deal_ids=[history[101].pk], changes={"value": Decimal(1), "owner": None}, by=None)
    write_history([Told(NOW, True, 0, 10**6), Told(NOW - timedelta(days=5))], rep)
    take_snapshots(on=DAY)
    after = kept()
    assert {key: after[key] for key in before} == before
    assert before["2026-Q4", None][5] is not None


def test_what_is_expected_lies_in_its_band_and_is_not_below_what_is_closed(history) -> None:
    take_snapshots(on=DAY)
    for row in ForecastSnapshot.objects.exclude(expected=None):
        assert row.low <= row.expected <= row.high
        assert row.low >= row.closed


def test_without_history_nothing_is_expected(rep: User) -> None:
    write_history([Told(NOW - timedelta(days=9))], rep)
    take_snapshots()
    assert {figures[5:8] for figures in kept(NOW.date()).values()} == {(None, None, None)}


def test_it_is_done_every_morning_at_six(acme) -> None:
    assert ScheduleRow.objects.get(name="revops.snapshot_forecast").cron == "*/30 * * * *"


@pytest.mark.parametrize(
    ("zone", "hour", "new"), [("UTC", 5, 0), ("UTC", 6, 6), ("Asia/Tokyo", 20, 0), ("Asia/Tokyo", 21, 6)]
)
def test_the_day_is_kept_at_six_where_the_organization_is_and_once(acme, history, zone, hour, new):
    acme.time_zone = zone
    with time_machine.travel(datetime(2026, 11, 19, hour, 1, tzinfo=UTC), tick=False):
        assert [take_snapshots_of_today(), take_snapshots_of_today()] == [new, 0]


def command(*arguments: str) -> str:
    printed = StringIO()
    call_command("snapshot_forecast", "--org", "acme", *arguments, stdout=printed)
    return printed.getvalue()


def test_the_command_tells_what_is_new(history) -> None:
    assert command("--on", "2026-11-10") == "New snapshots of 2026-11-10: 6.\n"
    assert command("--on", "2026-11-10") == "The snapshots of 2026-11-10 already exist.\n"
    assert command("--json") == '{"on": "2026-11-20", "new": 6}\n'


@pytest.mark.parametrize(
    ("day", "said"),
    [("2026-11-21", "--on: 2026-11-21 is in the future"), ("soon", '--on: "soon" is not a date')],
)
def test_days_that_cannot_be_kept_are_refused(acme, day: str, said: str) -> None:
    with pytest.raises(CommandError, match=said):
        command("--on", day)
    with pytest.raises(Invalid):
        take_snapshots(on=date(2026, 11, 21))
