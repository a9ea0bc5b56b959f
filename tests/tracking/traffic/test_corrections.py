from datetime import timedelta

import pytest

from mauntic.events.models import StoredEvent
from mauntic.kernel.clock import now
from mauntic.tracking.models import Asset, Correction, Download, TrackedEvent, TrafficKind, Visit, Visitor
from mauntic.tracking.traffic.services import correct, undo_correction
from tests.factories.crm import ContactFactory

AN_HOUR_AGO = now() - timedelta(hours=1)


@pytest.fixture
def contact(acme):
    return ContactFactory()


def told(kind: str) -> list[dict]:
    stored = StoredEvent.objects.filter(type=f"content.{kind}").order_by("occurred_at", "pk")
    return [fact for event in stored for fact in event.facts]


def test_a_visit_that_was_no_bots_is_told_of_once_more_and_can_be_taken_back(contact, admin):
    visit = Visit.objects.create(
        contact=contact, url="https://a.example/pricing", is_bot=True, bot_reason="Crawler (curl)"
    )

    correction = correct(kind=TrafficKind.VISITS, ids=[visit.pk], is_bot=False, by=admin)

    visit.refresh_from_db()
    assert str(correction) == "1 page view marked as person"
    assert (visit.is_bot, visit.bot_reason) == (False, "Crawler (curl)")
    assert undo_correction(correction=correction, by=admin) == 1
    assert undo_correction(correction=correction, by=admin) == 0
    visit.refresh_from_db()
    assert (visit.is_bot, visit.bot_reason) == (True, "Crawler (curl)")
    assert [(fact["visitId"], fact["isBot"]) for fact in told("PageVisited")] == [
        (str(visit.pk), False),
        (str(visit.pk), True),
    ]


def test_events_and_downloads_are_told_of_at_their_own_kind(contact, admin):
    event = TrackedEvent.objects.create(contact=contact, name="chat_started")
    asset = Asset.objects.create(name="Guide", slug="guide", target_url="https://a.example/guide")
    download = Download.objects.create(asset=asset, contact=contact, occurred_at=AN_HOUR_AGO)

    correct(kind=TrafficKind.EVENTS, ids=[event.pk], is_bot=True, by=admin)
    correct(kind=TrafficKind.DOWNLOADS, ids=[download.pk], is_bot=True, by=admin)

    event.refresh_from_db()
    assert event.bot_reason == "Marked by Ada Admin"
    assert [(fact["eventId"], fact["isBot"]) for fact in told("EventTracked")] == [(str(event.pk), True)]
    [fact] = told("AssetDownloaded")
    assert (fact["downloadId"], fact["isBot"], fact["downloadedAt"]) == (
        str(download.pk),
        True,
        AN_HOUR_AGO.isoformat(),
    )


def test_what_is_judged_so_already_or_is_nobodys_is_not_told_of(contact, admin):
    person = Visit.objects.create(contact=contact, url="/a")
    nobody = Visit.objects.create(visitor=Visitor.objects.create(anonymous_id="b"), url="/a", is_bot=True)

    assert correct(kind=TrafficKind.VISITS, ids=[person.pk], is_bot=False, by=admin) is None
    assert correct(kind=TrafficKind.VISITS, ids=[nobody.pk], is_bot=False, by=admin).row_ids == [nobody.pk]
    assert told("PageVisited") == []
    assert Correction.objects.count() == 1
