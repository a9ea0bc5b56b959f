from decimal import Decimal

import pytest

from mauntic.crm.companies.selectors.lists import companies
from mauntic.crm.companies.services.matching import get_or_create_company
from mauntic.crm.contacts.selectors.lists import LeadFilters, Tab, lead, leads
from mauntic.crm.contacts.services.edit import create_contact, update_contact
from mauntic.crm.models import Contact
from mauntic.crm.timeline.selectors import timeline
from mauntic.events.catalog import LeadScored, PageVisited
from mauntic.events.services import publish, publish_many
from mauntic.kernel.errors import NotFound
from mauntic.kernel.ids import new_id

pytestmark = pytest.mark.usefixtures("acme")


def make(name, company="", score=0, **columns):
    contact = create_contact(values={"first_name": name, "company": company}, source="api")
    Contact.objects.filter(pk=contact.pk).update(lead_score=score, **columns)
    return contact


def names(found):
    return [contact.first_name for contact in found]


@pytest.fixture
def three(rep):
    return [
        make("Ada", "Engines", 85, lead_grade="A", owner=rep, intent_score=Decimal(80)),
        make("Grace", "Compilers", 65, lead_grade="B"),
        make("Alan", "Engines", 10, lead_grade="F"),
    ]


@pytest.mark.usefixtures("three")
def test_leads_come_best_first_and_are_narrowed(rep, queries):
    assert names(leads()) == ["Ada", "Grace", "Alan"]
    assert names(leads(LeadFilters(q="ENGIN"))) == ["Ada", "Alan"]
    assert names(leads(LeadFilters(q="ace"))) == ["Grace"]
    assert names(leads(LeadFilters(grades=["A", "F"]))) == ["Ada", "Alan"]
    assert names(leads(LeadFilters(min_score=Decimal(65)))) == ["Ada", "Grace"]
    assert names(leads(LeadFilters(owner_id=rep.pk))) == ["Ada"]
    assert names(leads(LeadFilters(unassigned=True))) == ["Grace", "Alan"]
    assert names(leads(tab=Tab.MINE, user=rep)) == ["Ada"]
    assert names(leads(tab=Tab.MINE)) == []
    with queries(1):
        assert [(one.company.name, one.owner and one.owner.name) for one in leads()] == [
            ("Engines", "Jo Reyes"),
            ("Compilers", None),
            ("Engines", None),
        ]


@pytest.mark.usefixtures("three")
def test_each_tab_holds_its_leads(rep):
    held = {tab: names(leads(tab=tab, user=rep)) for tab in Tab}
    assert held == {
        Tab.ALL: ["Ada", "Grace", "Alan"],
        Tab.MINE: ["Ada"],
        Tab.HOT: ["Ada"],
        Tab.UNASSIGNED: ["Grace", "Alan"],
    }


def test_a_lead_that_is_not_there_is_said_to_be_not_found():
    with pytest.raises(NotFound):
        lead(new_id())


@pytest.mark.usefixtures("three")
def test_companies_come_with_their_contacts_and_best_score(queries):
    get_or_create_company(name="Alone", domain="alone.example")
    with queries(1):
        listed = [(one.name, one.contact_count, one.best_score) for one in companies()]
    assert listed == [("Alone", 0, None), ("Compilers", 1, 65), ("Engines", 2, 85)]
    assert [one.name for one in companies(q="alone.ex")] == ["Alone"]


def test_the_timeline_tells_of_this_lead_only_newest_first(queries, admin):
    ada, grace = make("Ada"), make("Grace")
    update_contact(contact=ada, values={"direct_phone": "+14155550121"})
    publish_many(
        LeadScored(
            contact_id=contact.pk,
            score=Decimal(score),
            grade="B",
            previous_score=Decimal(10),
            top_contributors=[{"factor": "has_direct_phone", "points": 10}],
        )
        for contact, score in ((ada, "62.50"), (grace, "70"))
    )
    publish(
        PageVisited(contact_id=ada.pk, url="https://acme.example/pricing", visit_id=new_id(), is_bot=False)
    )
    with queries(1):
        entries = timeline(ada.pk, admin)
    assert [(entry.kind, entry.title, entry.text) for entry in entries] == [
        ("visit", "Page visited", "https://acme.example/pricing"),
        ("score", "Score 62, grade B (was 10)", "Direct phone number +10"),
        ("change", "Lead updated", "Direct phone"),
        ("created", "Lead created", "Source: api"),
    ]
    assert [entry.kind for entry in timeline(ada.pk, admin, kinds=["score"])] == ["score"]
    assert [entry.kind for entry in timeline(ada.pk, admin, limit=2)] == ["visit", "score"]
    assert timeline(grace.pk, admin)[0].title == "Score 70, grade B (was 10)"
