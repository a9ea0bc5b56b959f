"""How many new leads one write key may bring."""

from django.core.cache.backends.redis import RedisCache

from mauntic.crm.models import Contact
from mauntic.tracking.keys.services.lead_limits import take_room_for_leads
from mauntic.tracking.models import (
    RejectedMessage,
    TrackingSettings,
    Visit,
    WriteKey,
)
from tests.factories.crm import ContactFactory
from tests.tracking.visits.collector import PAGE, Sender


def invented(number: int) -> list[dict]:
    """Messages of so many people who do not exist."""
    return [
        {"type": "identify", "anonymousId": f"bot-{n}", "traits": {"email": f"p{n}@made-up.example"}}
        for n in range(number)
    ]


def test_one_batch_of_invented_people_makes_no_more_leads_than_the_limit(sender):
    TrackingSettings.objects.create(new_leads_per_hour=3)

    assert sender.batch(*invented(10), {**PAGE, "anonymousId": "bot-9"}).status_code == 200

    assert Contact.objects.count() == 3
    assert Visit.objects.get().contact is None
    [noted] = RejectedMessage.objects.all()
    assert noted.write_key == sender.site
    assert noted.reason == (
        "No leads were created for 7 people. "
        "The limit of 3 new leads per hour is reached. Raise it in Settings > Tracking."
    )


def test_the_limit_of_new_leads_is_each_keys_own_and_known_people_do_not_count(sender, time_machine):
    time_machine.move_to("2026-11-29T10:05:00Z", tick=False)
    TrackingSettings.objects.create(new_leads_per_hour=2)
    other = Sender(sender.client, WriteKey.objects.create(name="Other"))
    ContactFactory(email="p0@made-up.example")

    sender.batch(*invented(2))
    sender.batch(*invented(4))
    other.batch(*invented(5))

    assert Contact.objects.filter(source="tracking").count() == 3 + 0 + 1
    time_machine.move_to("2026-11-29T11:00:00Z", tick=False)
    sender.batch(*invented(6))
    assert Contact.objects.filter(source="tracking").count() == 5


def test_new_leads_are_not_limited_while_the_cache_is_unreachable(sender, monkeypatch):
    TrackingSettings.objects.create(new_leads_per_hour=0)
    nowhere = RedisCache("redis://127.0.0.1:1", {})
    monkeypatch.setattr("mauntic.tracking.keys.services.lead_limits.cache", nowhere)

    assert take_room_for_leads(channel="key:1", wanted=4) == 4
