"""The events pages."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mauntic.accounts.models import Role
from mauntic.broker.actor import Actor, ActorKind, acting
from mauntic.broker.cause import Cause, caused_by
from mauntic.events import selectors
from mauntic.events.catalog import ContactUpdated
from mauntic.events.models import Delivery, StoredEvent
from mauntic.events.services import deliver, publish, publish_many
from mauntic.kernel.clock import now
from mauntic.tenants.context import entered
from tests.events.facts import Counted, Doubled, counted
from tests.factories.crm import ContactFactory

LOG, DEAD = reverse("events:log", urlconf="mauntic.urls"), reverse("events:dead", urlconf="mauntic.urls")


def detail(event: StoredEvent) -> str:
    return reverse("events:detail", urlconf="mauntic.urls", args=[event.pk])


def page(client, url: str = LOG, **query: str):
    response = client.get(url, query)
    assert response.status_code == 200
    return response


def shown(response) -> list[int]:
    return [event.first_fact["number"] for event in response.context["page"].rows]


def queries(client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        page(client, url)
    return len(captured)


def die(*numbers: int) -> list[Delivery]:
    for number in numbers:
        publish_many(counted(number))
    Delivery.objects.update(status="dead", attempts=6, error="ValueError: not today")
    return list(Delivery.objects.order_by("pk"))


@pytest.mark.parametrize("url", [LOG, DEAD, f"{LOG}{uuid.UUID(int=1)}/"])
def test_a_stranger_signs_in_first(stranger, url):
    assert stranger.get(url).url == f"/accounts/login/?next={url}"


def test_another_organization_sees_none_of_it(web, globex):
    with entered(globex):
        publish_many(counted(1))
        event = StoredEvent.objects.get()

    assert shown(page(web)) == []
    assert web.get(detail(event)).status_code == 404


def test_the_log_shows_the_newest_event_first_with_its_first_fact_and_receivers(web, listen, run_jobs):
    listen(Counted)
    with run_jobs():
        publish_many(counted(1))
        publish_many(counted(2, 3))

    response = page(web)
    assert shown(response) == [2, 1]
    assert "first of 2" in response.text
    assert response.text.count("1 done") == 2
    assert "tests.events: listener" in page(web, detail(StoredEvent.objects.first())).text


def test_an_empty_log_says_what_will_come(web):
    assert "No events" in page(web).text


def test_the_log_narrows_by_type(web):
    publish_many(counted(1))
    response = page(web, type="crm.ContactCreated")

    assert shown(response) == []
    assert "No matching events" in response.text


def test_the_log_narrows_by_record(web):
    first, second = counted(1, 2)
    publish_many([first])
    publish_many([second])

    assert shown(page(web, record=str(second.contact_id))) == [2]


def test_the_log_narrows_by_time(web):
    publish_many(counted(1))
    StoredEvent.objects.update(occurred_at=now() - timedelta(days=2))
    publish_many(counted(2))
    yesterday = (now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")

    assert shown(page(web, since=yesterday)) == [2]
    assert shown(page(web, until=yesterday)) == [1]


def test_the_log_narrows_by_the_name_or_email_of_a_lead(web):
    ann, bob = ContactFactory(first_name="Ann", last_name="Lee"), ContactFactory(first_name="Bob")
    for number, lead in enumerate([ann, bob]):
        publish(Counted(number=number, contact_id=lead.pk))

    assert shown(page(web, record="ann lee")) == [0]
    assert shown(page(web, record=bob.email)) == [1]
    assert "No matching events" in page(web, record="Nobody").text


def test_leads_have_their_names_and_facts_their_words(web):
    ann = ContactFactory(first_name="Ann", last_name="Lee")
    with acting(Actor(ActorKind.PERSON, "1", "Kim Novak")):
        publish(ContactUpdated(contact_id=ann.pk, changed_fields=["direct_phone"]))

    log, single = page(web).text, page(web, detail(StoredEvent.objects.get())).text
    for text in (log, single):
        assert f'<a href="/leads/{ann.pk}/">Ann Lee</a>' in text
        assert "Lead updated" in text
        assert "Direct phone" in text
        assert "Kim Novak" in text or text is log
    assert str(ann.pk)[-8:] + "</code>" not in log


def test_a_story_names_who_began_it(web):
    with acting(Actor(ActorKind.PERSON, "1", "Kim Novak")), caused_by(Cause("request", "r-1")):
        publish(Doubled(number=1))

    assert "Kim Novak" in page(web).text
    assert "<strong>Kim Novak</strong> · A request" in page(web, detail(StoredEvent.objects.get())).text


def test_a_damaged_link_to_a_page_is_refused(web):
    assert web.get(LOG, {"after": "nonsense"}).status_code == 400


def test_pages_follow_each_other_by_key_and_keep_the_filter(web, monkeypatch):
    monkeypatch.setattr(selectors, "ROWS_PER_PAGE", 2)
    for number in range(5):
        publish_many(counted(number))
    publish(Doubled(number=9))
    StoredEvent.objects.filter(type="test.Doubled").update(occurred_at=now() - timedelta(days=1))

    first = page(web)
    second = page(web, after=first.context["page"].after)
    third = page(web, after=second.context["page"].after)
    assert [shown(each) for each in (first, second, third)] == [[4, 3], [2, 1], [0, 9]]
    assert (first.context["page"].before, third.context["page"].after) == ("", "")
    assert shown(page(web, before=third.context["page"].before)) == [2, 1]


def test_an_htmx_request_gets_the_log_alone(web):
    response = web.get(LOG, headers={"hx-request": "true"})

    assert response.text.strip().startswith('<section class="card" id="log"')


def test_an_event_shows_what_led_to_it_and_what_it_led_to(web, listen, run_jobs):
    listener, last = listen(Counted), listen(Doubled)
    listener.then = lambda events: publish(Doubled(number=2 * events[0].number))
    last.then = lambda events: publish_many(counted(0)) if events[0].number == 42 else None
    with run_jobs(), caused_by(Cause("request", "r-1")):
        publish_many(counted(21))

    first, middle, third, _ = StoredEvent.objects.order_by("pk")
    story = page(web, detail(middle)).context["story"]
    assert [event.pk for event in story.causes] == [first.pk]
    assert (story.effects[0].pk, story.effects[0].distance) == (third.pk, 1)
    assert "<code>r-1</code>" in page(web, detail(third)).text


def test_an_event_without_a_cause_says_so(web):
    publish(Doubled(number=1))

    assert "Cause not recorded" in page(web, detail(StoredEvent.objects.get())).text


@pytest.mark.parametrize("target", ["log", "dead"])
def test_lists_take_as_many_queries_for_three_rows_as_for_one(web, listen, target):
    url = LOG if target == "log" else DEAD
    listen(Counted)
    listen(Counted, "other")
    die(1)
    one = queries(web, url)
    die(2, 3)

    assert queries(web, url) == one


def test_a_story_takes_as_many_queries_for_a_long_chain_as_for_a_short_one(web, listen):
    def chain(length: int) -> StoredEvent:
        publish_many(counted(0))
        event = StoredEvent.objects.first()
        for number in range(length):
            with caused_by(Cause("event", str(event.pk))):
                publish_many(counted(number))
            event = StoredEvent.objects.first()
        return list(StoredEvent.objects.all()[: length + 1])[1]

    listen(Counted)
    short, long = chain(2), chain(6)
    assert queries(web, detail(short)) == queries(web, detail(long))


def test_the_dead_are_listed_with_their_error(web, listen):
    listen(Counted)
    die(1)

    text = page(web, DEAD).text
    assert "ValueError: not today" in text
    assert "Retry" not in text


def test_ops_sends_one_or_all_again(web, rep, listen):
    listen(Counted)
    first, second, third = die(1, 2, 3)
    rep.role = Role.OPS
    rep.save()
    assert page(web, DEAD).text.count("Retry</button>") == 3

    web.post(f"{DEAD}{second.pk}/retry/")
    assert set(Delivery.objects.dead().values_list("pk", flat=True)) == {first.pk, third.pk}
    answer = web.post(f"{DEAD}retry/", follow=True)
    assert "Retrying 2 deliveries." in answer.text
    assert not Delivery.objects.dead().exists()


@pytest.mark.parametrize("path", ["retry/", "1/retry/"])
def test_a_rep_may_not_send_again_and_reading_sends_nothing(web, rep, listen, path):
    listen(Counted)
    die(1)
    assert web.post(f"{DEAD}{path}").status_code == 403
    rep.role = Role.ADMIN
    rep.save()
    assert web.get(f"{DEAD}{path}").status_code == 405
    assert Delivery.objects.dead().count() == 1


def test_delivering_twice_from_the_page_is_harmless(web, rep, listen):
    listener = listen(Counted)
    (dead,) = die(1)
    rep.role = Role.OPS
    rep.save()
    web.post(f"{DEAD}{dead.pk}/retry/")
    answer = web.post(f"{DEAD}{dead.pk}/retry/", follow=True)

    assert "Someone else retried them already." in answer.text
    assert deliver(receiver=listener.name, event_ids=[dead.event_id]) == 1


@pytest.mark.parametrize("side", ["after", "before"])
@pytest.mark.parametrize("cursor", ["%", "{", "OTk=", "eA==", "eHx5", "nonsense", "ü"])
@pytest.mark.parametrize("url", [LOG, DEAD])
def test_a_damaged_link_to_a_page_is_told(web, url: str, side: str, cursor: str) -> None:
    answer = web.get(url, {side: cursor})
    assert answer.status_code == (200 if (url, cursor) == (DEAD, "OTk=") else 400)
