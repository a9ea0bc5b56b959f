"""What is overdue, and which month is this one, depends on the organization's day and on nobody's zone."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine

from revops.deals.models.deals import Deal
from revops.health.selectors.facts import facts_of
from revops.health.selectors.stage_ages import yardstick
from tests.factories.revops import DealFactory

pytestmark = pytest.mark.usefixtures("acme")
# On Kiritimati it is 1 December then, on Niue still the 29th of November.
AHEAD, BEHIND = "Pacific/Kiritimati", "Pacific/Niue"
MOMENT = datetime(2026, 11, 30, 10, 30, tzinfo=UTC)


def names_in(page: str) -> list[str]:
    return re.findall(r'class="deal-name"><a href="[^"]+" title="[^"]*">([^<]+)<', page)


@pytest.mark.parametrize(
    ("organization", "person", "overdue"),
    [
        ("UTC", AHEAD, ["Of the 29th"]),
        ("UTC", BEHIND, ["Of the 29th"]),
        (AHEAD, "UTC", ["Of the 29th", "Of the 30th"]),
        (BEHIND, AHEAD, []),
    ],
)
def test_every_view_agrees_on_what_is_overdue(web, rep, acme, organization, person, overdue):
    acme.time_zone, rep.time_zone = organization, person
    acme.save()
    rep.save()
    for day in (29, 30):
        DealFactory(name=f"Of the {day}th", owner=rep, expected_close_on=date(2026, 11, day))
    with time_machine.travel(MOMENT, tick=False):
        listed = names_in(web.get("/revops/deals/?close=past").content.decode())
        board = web.get("/revops/pipeline/").content.decode()
        measured = yardstick(MOMENT)
        facts = [one for chunk in facts_of(Deal.objects.all(), MOMENT) for one in chunk]
    assert sorted(listed) == overdue
    assert board.count("Close date passed") == len(overdue)
    assert sorted(deal.name for deal in Deal.objects.all() if measured.of(deal).is_past) == overdue
    assert sum(one.expected_close_on < one.today for one in facts) == len(overdue)


@time_machine.travel(MOMENT, tick=False)
def test_this_month_is_the_organizations(web, rep, acme):
    rep.time_zone = AHEAD
    rep.save()
    DealFactory(name="November", owner=rep, expected_close_on=date(2026, 11, 30))
    DealFactory(name="December", owner=rep, expected_close_on=date(2026, 12, 1))
    for query in ("tab=closing", "close=this-month"):
        assert names_in(web.get(f"/revops/deals/?{query}").content.decode()) == ["November"]
