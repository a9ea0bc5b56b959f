"""Messages in the shape of Segment's tracking API become visits, events, contacts and companies."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from mauntic.crm.models import Company, Contact
from mauntic.kernel.clock import now
from mauntic.tracking.models import TrackedEvent, UntrackedDay, Visit, Visitor
from tests.factories.crm import ContactFactory
from tests.queries import queries_of
from tests.tracking.collector import IDENTIFY, PAGE, facts


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


def test_who_is_identified_becomes_a_contact(sender):
    sender.send(
        "identify",
        userId="u-1",
        traits={
            "email": "Jo@Buyer.example",
            "firstName": "Jo",
            "lastName": "Reyes",
            "title": "VP Sales",
            "company": {"name": "Buyer", "employees": 250},
            "address": {"country": "Germany"},
            "favouriteColour": "green",
        },
    )

    contact = Contact.objects.get()
    assert (contact.email, contact.name, contact.seniority, contact.country, contact.source) == (
        "jo@buyer.example",
        "Jo Reyes",
        "vp",
        "DE",
        "tracking",
    )
    assert (contact.company.name, contact.company.employees) == ("Buyer", 250)
    assert Visitor.objects.get().traits["favouriteColour"] == "green"
    assert facts("crm.ContactCreated") == [{"contactId": str(contact.pk), "source": "tracking"}]


def test_traits_fill_what_is_empty_and_replace_nothing(sender):
    contact = ContactFactory(email="jo@buyer.example", first_name="Johanna", title="", company=None)

    sender.send("identify", userId="jo@buyer.example", traits={"firstName": "Jo", "title": "Buyer"})

    contact.refresh_from_db()
    assert (contact.first_name, contact.title) == ("Johanna", "Buyer")


def test_a_trait_that_does_not_fit_loses_none_of_the_others(sender):
    sender.send(
        "identify", traits={"email": "jo@buyer.example", "linkedin": "no profile", "title": "CTO"}, userId="1"
    )

    contact = Contact.objects.get()
    assert (contact.linkedin_url, contact.title) == ("", "CTO")


def test_what_a_browser_did_before_it_was_known_becomes_the_contacts_and_is_told(sender):
    earlier = (now() - timedelta(days=3)).isoformat()
    sender.batch({**PAGE, "timestamp": earlier}, {**PAGE, "type": "track", "event": "Chat Started"})

    sender.batch(IDENTIFY)

    contact = Contact.objects.get()
    visit, event = Visit.objects.get(), TrackedEvent.objects.get()
    assert (visit.contact, event.contact) == (contact, contact)
    assert now() - visit.occurred_at > timedelta(days=2)
    assert [fact["visitId"] for fact in facts("content.PageVisited")] == [str(visit.pk)]
    assert [fact["eventId"] for fact in facts("content.EventTracked")] == [str(event.pk)]


def test_a_page_and_its_identification_in_one_batch_are_told_once(sender):
    sender.batch(PAGE, IDENTIFY, PAGE)

    assert Visit.objects.filter(contact=Contact.objects.get()).count() == 2
    assert len(facts("content.PageVisited")) == 2


def test_what_lies_ninety_days_back_stays_unknown(sender):
    sender.batch({**PAGE, "timestamp": (now() - timedelta(days=91)).isoformat()})
    sender.batch(IDENTIFY)

    assert Visit.objects.get().contact is None


def test_a_browser_that_turns_out_to_be_somebody_else_leaves_earlier_visits_with_the_first(sender):
    sender.batch(PAGE, IDENTIFY)
    sender.batch({**IDENTIFY, "traits": {"email": "sam@other.example"}}, PAGE)

    emails = Visit.objects.order_by("pk").values_list("contact__email", flat=True)
    assert list(emails) == ["jo@buyer.example", "sam@other.example"]


def test_a_user_that_a_server_identifies_is_recognized_in_the_browser(sender):
    sender.send("identify", userId="u-1")
    sender.batch({**PAGE, "userId": "u-1"})
    assert Visit.objects.get().contact is None

    sender.send("identify", userId="u-1", traits={"email": "jo@buyer.example"})

    assert Visit.objects.get().contact == Contact.objects.get()


def test_an_alias_makes_one_person_of_two_ids(sender):
    sender.batch(PAGE)
    sender.send("identify", userId="u-1", traits={"email": "jo@buyer.example"})

    sender.send("alias", previousId="browser-1", userId="u-1")

    assert Visit.objects.get().contact == Contact.objects.get()


def test_an_alias_of_a_user_who_is_not_known_yet_is_remembered(sender):
    sender.batch(PAGE)
    sender.send("alias", previousId="browser-1", userId="u-1")

    sender.send("identify", userId="u-1", traits={"email": "jo@buyer.example"})

    assert Visit.objects.get().contact == Contact.objects.get()


def test_an_alias_in_the_batch_of_the_identification_is_understood(sender):
    sender.batch(
        {"type": "identify", "userId": "u-1", "traits": {"email": "jo@buyer.example"}},
        {"type": "alias", "previousId": "u-1", "userId": "u-2"},
        {"type": "page", "userId": "u-2"},
    )

    assert Visit.objects.get().contact == Contact.objects.get()


def test_a_group_gives_a_contact_its_company_found_by_domain(sender):
    known = Company.objects.create(name="Initech", domain="initech.example")
    contact = ContactFactory(email="jo@buyer.example", company=None)

    sender.send(
        "group",
        userId="jo@buyer.example",
        groupId="g-1",
        traits={"name": "Initech Inc", "website": "https://initech.example", "employees": 420},
    )

    contact.refresh_from_db()
    known.refresh_from_db()
    assert (contact.company, known.name, known.employees) == (known, "Initech", 420)


def test_a_contact_that_has_a_company_keeps_it(sender):
    contact = ContactFactory(email="jo@buyer.example")
    before = contact.company

    sender.send("group", userId="jo@buyer.example", groupId="g-1", traits={"name": "Initech"})

    contact.refresh_from_db()
    assert contact.company == before


def test_a_group_of_an_unknown_visitor_founds_no_company(sender):
    sender.send("group", anonymousId="browser-1", groupId="g-1", traits={"name": "Initech"})

    assert Company.objects.count() == 0


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


def test_crawlers_are_kept_and_marked(sender):
    ContactFactory(email="jo@buyer.example")
    agent = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"

    sender.batch({**PAGE, "userId": "jo@buyer.example", "context": {"userAgent": agent}})

    visit = Visit.objects.get()
    assert (visit.is_bot, visit.bot_reason) == (True, "Crawler (Googlebot)")
    assert facts("content.PageVisited")[0]["isBot"] is True


def test_the_name_of_a_servers_library_makes_nobody_a_bot(sender):
    sender.batch(PAGE, headers={"User-Agent": "python-requests/2.34"})

    assert Visit.objects.get().is_bot is False


@pytest.mark.parametrize("header", ["DNT", "Sec-GPC"])
def test_a_browser_that_wants_not_to_be_tracked_is_only_counted(sender, header):
    sender.batch(PAGE, IDENTIFY, headers={header: "1"})
    sender.batch(PAGE, headers={header: "1"})

    assert (Visit.objects.count(), Visitor.objects.count(), Contact.objects.count()) == (0, 0, 0)
    assert UntrackedDay.objects.get().messages == 3


def test_a_refused_consent_is_honoured(sender):
    refusal = {"consent": {"categoryPreferences": {"Analytics": False}}}

    sender.batch({**PAGE, "context": refusal}, {**PAGE, "anonymousId": "browser-2"})

    assert Visitor.objects.get().anonymous_id == "browser-2"


def test_who_refused_is_followed_again_only_after_consent(sender):
    def consent(given: bool) -> dict:
        return {"context": {"consent": {"categoryPreferences": {"Analytics": given}}}}

    sender.batch(PAGE)
    sender.batch({**PAGE, **consent(False)})
    sender.batch(PAGE)
    assert (Visit.objects.count(), UntrackedDay.objects.get().messages) == (1, 2)

    sender.batch({**PAGE, **consent(True)})
    sender.batch(PAGE)

    assert Visit.objects.count() == 3


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


SAMPLES = Path(__file__).parents[2].parent / "shared" / "providers" / "segment"


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="The samples of Segment's documentation are not here.")
@pytest.mark.parametrize("kind", ["identify", "page", "track", "group", "batch"])
def test_the_samples_of_segments_documentation_are_taken(sender, kind):
    message = json.loads((SAMPLES / f"{kind}_request.json").read_text())

    answer = sender.post(kind, {**message, "writeKey": sender.site.key})

    assert answer.json() == json.loads((SAMPLES / "success_200.json").read_text())
