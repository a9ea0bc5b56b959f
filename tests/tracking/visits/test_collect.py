"""Messages in the shape of Segment's tracking API become visits, events, contacts and companies."""

import json

import pytest

from mauntic.tracking.models import (
    TrackedEvent,
    Visit,
)
from tests.factories.crm import ContactFactory
from tests.support.queries import queries_of
from tests.support.shared import SHARED
from tests.tracking.visits.collector import PAGE, facts

SAMPLES = SHARED / "providers" / "segment"


def test_a_page_of_an_unknown_browser_is_kept_without_a_contact_and_told_nobody(sender):
    answer = sender.send("page", anonymousId="browser-1", properties={"url": "https://acme.example/"})

    assert (answer.status_code, answer.json()) == (200, {"success": True})
    visit = Visit.objects.get()
    assert (visit.url, visit.contact, visit.visitor.anonymous_id) == (
        "https://acme.example/",
        None,
        "browser-1",
    )
    assert facts("content.PageVisited") == []


def test_a_page_of_a_known_contact_is_told(sender):
    contact = ContactFactory(email="jo@buyer.example")

    sender.send("page", userId="Jo@Buyer.example", properties={"url": "https://acme.example/pricing"})

    visit = Visit.objects.get()
    assert facts("content.PageVisited") == [
        {
            "contactId": str(contact.pk),
            "url": "https://acme.example/pricing",
            "visitId": str(visit.pk),
            "isBot": False,
        }
    ]


def test_an_event_of_a_known_contact_is_told_with_its_name(sender):
    contact = ContactFactory(email="jo@buyer.example")

    sender.send("track", userId="jo@buyer.example", event="Trial Started", properties={"plan": "pro"})

    event = TrackedEvent.objects.get()
    assert (event.contact, event.name, event.properties) == (contact, "Trial Started", {"plan": "pro"})
    assert facts("content.EventTracked") == [
        {"contactId": str(contact.pk), "eventId": str(event.pk), "name": "Trial Started", "isBot": False}
    ]


def test_a_screen_is_kept_as_a_page_is(sender):
    sender.send("screen", anonymousId="phone-1", name="Welcome")

    assert Visit.objects.get().title == "Welcome"


def test_a_message_that_comes_again_is_kept_once(sender):
    ContactFactory(email="jo@buyer.example")
    message = {**PAGE, "userId": "jo@buyer.example", "messageId": "m-1"}

    sender.batch(message, message)
    sender.batch(message, {**PAGE, "messageId": "m-2"})

    assert Visit.objects.count() == 2
    assert len(facts("content.PageVisited")) == 2


def test_the_key_of_one_organization_is_unknown_in_another(sender, globex):
    answer = sender.client.post(
        "/v1/batch",
        json.dumps({"writeKey": sender.site.key, "batch": [PAGE]}),
        content_type="application/json",
        headers={"host": "globex.localhost"},
    )

    assert answer.status_code == 401


def test_a_batch_costs_the_same_statements_however_long_it_is(sender):
    ContactFactory(email="jo@buyer.example")
    known = {"type": "track", "userId": "jo@buyer.example", "event": "Trial Started"}

    def batch(count: int):
        views = [{**PAGE, "anonymousId": f"browser-{number}"} for number in range(count)]
        return lambda: sender.batch(*views, *[known] * count)

    assert queries_of(batch(1)) == queries_of(batch(50))


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="The samples of Segment's documentation are not here.")
@pytest.mark.parametrize("kind", ["identify", "page", "track", "group", "batch"])
def test_the_samples_of_segments_documentation_are_taken(sender, kind):
    message = json.loads((SAMPLES / f"{kind}_request.json").read_text())

    answer = sender.post(kind, {**message, "writeKey": sender.site.key})

    assert answer.json() == json.loads((SAMPLES / "success_200.json").read_text())
