"""Who did it: identification, traits, aliases, groups, and ids that name nobody."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from mauntic.crm.models import Company, Contact
from mauntic.kernel.clock import now
from mauntic.tracking.models import (
    TrackedEvent,
    Visit,
    Visitor,
)
from mauntic.tracking.visitors.services import linking
from tests.factories.crm import ContactFactory
from tests.support.shared import SHARED
from tests.tracking.visits.collector import IDENTIFY, PAGE, facts

CASES = SHARED / "cases"


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
    assert facts("crm.ContactCreated") == [
        {
            "contactId": str(contact.pk),
            "source": "tracking",
            "channel": f"key:{sender.site.pk}",
            "enrich": True,
        }
    ]


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


def test_an_id_that_a_crowd_shares_is_read_for_the_last_browsers_only(sender, monkeypatch):
    monkeypatch.setattr(linking, "MOST_OF_USER", 2)
    for number in range(3):
        sender.send("page", userId="crowd", anonymousId=f"browser-{number}")

    sender.send("identify", userId="crowd", traits={"email": "jo@buyer.example"})

    known = Visitor.objects.filter(contact__email="jo@buyer.example").order_by("anonymous_id")
    assert list(known.values_list("anonymous_id", flat=True)) == ["browser-1", "browser-2", "user:crowd"]


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


def test_groups_make_no_further_companies_by_a_contact_that_has_one(sender):
    contact = ContactFactory(email="jo@buyer.example", company=Company.objects.create(name="Buyer"))

    for number in range(3):
        sender.send(
            "group", userId="jo@buyer.example", groupId=f"g-{number}", traits={"name": f"Made up {number}"}
        )
    sender.send(
        "group",
        userId="jo@buyer.example",
        groupId="g",
        traits={"name": "BUYER", "employees": 42, "annualRevenue": 1250.5, "currency": "EUR"},
    )

    told = Company.objects.values_list("name", "employees", "revenue", "revenue_currency")
    assert list(told) == [("Buyer", 42, Decimal("1250.50"), "EUR")]
    contact.refresh_from_db()
    assert contact.company.name == "Buyer"


def test_a_group_of_an_unknown_visitor_founds_no_company(sender):
    sender.send("group", anonymousId="browser-1", groupId="g-1", traits={"name": "Initech"})

    assert Company.objects.count() == 0


SAID_TWICE = {
    "the first name": [
        {"email": "jo@gmail.com", "firstName": "Jo"},
        {"email": "jo@gmail.com", "name": "Bo Hill"},
    ],
    "the first that fits": [
        {"email": "jo@gmail.com", "phone": "nonsense", "title": " "},
        {"email": "jo@gmail.com", "phone": "+49 30 901820", "title": "CEO"},
    ],
    "companies": [
        {"email": "jo@gmail.com", "company": {"name": "Acme Tools", "domain": "acme-tools.com"}},
        {"email": "jo@gmail.com", "company": {"name": "Other Works", "industry": "Steel"}},
    ],
    "one company": [
        {"email": "jo@gmail.com", "company": {"name": "Acme Tools"}},
        {"email": "jo@gmail.com", "company": {"name": "acme tools", "domain": "acme-tools.com"}},
    ],
}


@pytest.mark.parametrize("traits", SAID_TWICE.values(), ids=SAID_TWICE)
@pytest.mark.parametrize("kind", ["identify", "group"])
def test_what_is_said_of_a_person_does_not_depend_on_how_messages_are_batched(sender, kind, traits):
    if kind == "group":
        traits = [said["company"] for said in traits if "company" in said] or [{}]
        ContactFactory(email="jo@gmail.com", first_name="Jo", company=None)
    messages = [{"type": kind, "userId": "jo@gmail.com", "groupId": "g", "traits": said} for said in traits]
    undone = transaction.savepoint()
    for message in messages:
        sender.batch(message)
    one_by_one = known_people()
    transaction.savepoint_rollback(undone)

    sender.batch(*messages)

    assert known_people() == one_by_one


def known_people() -> list[tuple]:
    columns = ("email", "first_name", "last_name", "phone", "title", "company__name", "company__domain")
    return [
        *Contact.objects.order_by("email").values_list(*columns, "company__industry"),
        *Company.objects.order_by("name").values_list("name", "domain"),
    ]


def identified(browser: str, email: str) -> dict:
    return {"type": "identify", "anonymousId": browser, "traits": {"email": email}}


def test_whose_a_visit_is_does_not_depend_on_how_messages_are_batched(sender):
    def stream(name: str) -> list[dict]:
        page = {**PAGE, "anonymousId": name}
        user = {"type": "page", "anonymousId": f"{name}-phone", "userId": f"{name}-user"}
        return [
            {**page, "timestamp": (now() - timedelta(days=91)).isoformat()},
            page,
            user,
            {"type": "page", "userId": "late@buyer.example"},
            identified(name, "jo@buyer.example"),
            {**page, "userId": f"{name}-user"},
            {"type": "identify", "anonymousId": "elsewhere", "traits": {"email": "late@buyer.example"}},
            identified(name, "sam@other.example"),
            page,
            user,
            {"type": "alias", "previousId": name, "userId": "new"},
            {"type": "page", "userId": "new"},
        ]

    def owners() -> list[str | None]:
        found = list(Visit.objects.order_by("pk").values_list("contact__email", flat=True))
        for model in (Visit, Visitor, Contact):
            model.objects.all().delete()
        return found

    for message in stream("one"):
        sender.batch(message)
    one_by_one = owners()
    sender.batch(*stream("one"))

    jo, sam = "jo@buyer.example", "sam@other.example"
    assert one_by_one == [None, jo, jo, None, jo, sam, jo, sam]
    assert owners() == one_by_one


NOBODY = json.loads((CASES / "30_placeholder_user_ids.json").read_text()) if CASES.is_dir() else {"steps": []}


@pytest.mark.skipif(not CASES.is_dir(), reason="The cases are not here.")
def test_a_placeholder_makes_no_one_person_of_two_browsers(sender):
    for step in NOBODY["steps"]:
        assert sender.send(step["to"].removeprefix("/v1/"), **step["body"]).status_code == 200

    assert Contact.objects.get().email == "one@ids-co.com"
    assert Visit.objects.get().contact is None
    assert facts("content.PageVisited") == []


@pytest.mark.parametrize(
    "nobody", ["undefined", " Null ", 0, "[object Object]", "anonymous", "\ufeff(not set)"]
)
def test_placeholders_join_nobody_under_any_name(sender, nobody):
    sender.batch(identified("browser-1", "jo@buyer.example") | {"userId": nobody})
    sender.batch({"type": "page", "userId": nobody, "anonymousId": "browser-2"})
    sender.batch({"type": "page", "userId": "u-3", "anonymousId": nobody})
    sender.batch({"type": "alias", "userId": "u-4", "previousId": nobody, "anonymousId": "browser-4"})
    sender.batch({"type": "page", "anonymousId": "browser-4"}, {"type": "page", "anonymousId": nobody})

    assert list(Visit.objects.order_by("pk").values_list("visitor__anonymous_id", "contact")) == [
        ("browser-2", None),
        ("user:u-3", None),
        ("browser-4", None),
    ]


def test_a_placeholder_founds_no_company_of_strangers(sender):
    jo = identified("browser-1", "jo@buyer.example")
    sam = identified("browser-2", "sam@other.example")
    nobody = {"name": "undefined", "website": "null"}

    sender.batch({**jo, "traits": {**jo["traits"], "company": {"name": "undefined"}}}, sam)
    sender.batch({"type": "group", "anonymousId": "browser-2", "groupId": "g-1", "traits": nobody})

    assert not Company.objects.filter(name__in=["undefined", "null"]).exists()


def test_messages_with_a_placeholder_for_an_id_are_all_kept(sender):
    sender.batch({**PAGE, "messageId": "undefined"}, {**PAGE, "messageId": "undefined"})

    assert Visit.objects.count() == 2
