from datetime import timedelta

import pytest

from mauntic.events.models import StoredEvent
from mauntic.kernel.clock import now
from mauntic.kernel.ids import first_id_of, new_id
from mauntic.tracking.models import Visit, Visitor
from mauntic.tracking.visits.services.timing import TOO_QUICK, mark_quick_visits
from tests.factories.crm import ContactFactory
from tests.tracking.visits.collector import CHROME


@pytest.fixture
def visitor(acme) -> Visitor:
    return Visitor.objects.create(anonymous_id="browser")


def views(visitor: Visitor, *milliseconds: int, **values) -> None:
    """Page views of a browser, so long after a common start."""
    start = now()
    values = {"user_agent": CHROME, **values}
    for step in milliseconds:
        at = start + timedelta(milliseconds=step)
        Visit.objects.create(visitor=visitor, url=f"/{step}", occurred_at=at, **values)


def bots() -> list[str]:
    return list(Visit.objects.filter(is_bot=True).order_by("occurred_at").values_list("url", flat=True))


def test_pages_that_come_quicker_than_people_read_are_a_machines_and_told_of_once(visitor):
    contact = ContactFactory()
    views(visitor, 0, 200, 400, 600, 9_000, contact=contact)

    assert mark_quick_visits() == 4
    assert mark_quick_visits() == 0

    assert bots() == ["/0", "/200", "/400", "/600"]
    assert Visit.objects.get(url="/0").bot_reason == TOO_QUICK
    facts = [fact for event in StoredEvent.objects.all() for fact in event.facts]
    assert [(fact["url"], fact["isBot"]) for fact in facts] == [(url, True) for url in bots()]


def test_three_pages_in_a_second_and_four_in_a_while_are_a_persons(visitor):
    views(visitor, 0, 100, 200)
    views(Visitor.objects.create(anonymous_id="slow"), 0, 2_000, 4_000, 6_000)

    assert mark_quick_visits() == 0
    assert bots() == []


def test_what_a_person_corrected_and_what_servers_tell_stays(visitor):
    views(visitor, 0, 100, 200, 300, bot_reason="Marked by Ada Admin")
    views(Visitor.objects.create(anonymous_id="user:1"), 0, 0, 0, 0, user_agent="")

    assert mark_quick_visits() == 0


def test_ids_of_a_moment_begin_with_it():
    before = now() - timedelta(milliseconds=5)
    made = new_id()

    assert first_id_of(before) < made < first_id_of(now() + timedelta(milliseconds=5))
