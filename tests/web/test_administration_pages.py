"""Every page of the administration: it looks, and leaves writing to the services."""

import re

import pytest
from django.contrib import admin as administration
from django.contrib.admin import ShowFacets
from django.db import connection
from django.db.models import BooleanField, DateField
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mauntic.automation.models import Definition, Run, Version
from mauntic.crm.models import Company, Contact
from mauntic.crm.tags.services.tagging import add_tag
from mauntic.delivery.models import Reason, Suppression
from mauntic.kernel.admin import Large
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from revops.agents.sdr.models import SdrDecision, SdrReply
from tests.conftest import ACME_HOST
from tests.factories.alerts import make_alert
from tests.factories.crm import ContactFactory
from tests.factories.delivery import MessageFactory, ReplyFactory
from tests.factories.odd_rows import make_odd_base
from tests.factories.proposals import propose_answer
from tests.factories.sdr import set_up_agent
from tests.factories.sequences import make_enrollment, make_sequence
from tests.factories.sms import make_text

ALL = sorted(administration.site._registry.items(), key=lambda pair: pair[0]._meta.label)
# What an admin may delete there, because people ask to be forgotten. Services write everything.
DELETABLE = {Contact, Company}
LARGE = [(model, listed) for model, listed in ALL if isinstance(listed, Large)]
# Tables that grow with leads, visits or events.
GROWING = {
    "automation.Run",
    "crm.Contact", "crm.Company", "events.StoredEvent", "events.Delivery", "notifications.Notification",
    "lead_intelligence.EnrichmentJob", "lead_intelligence.VendorCall", "lead_intelligence.FieldWrite",
    "revops.Deal", "revops.Activity", "revops.RoutingDecision", "scoring.LeadScore", "scoring.IntentSignal",
    "scoring.SignalAlert", "scoring.Outcome", "tracking.Visit", "tracking.TrackedEvent", "tracking.Visitor",
}  # fmt: skip
MOST_QUERIES = 30
# Tables of a few rows, which a filter may offer.
SHORT = {
    "lead_intelligence.EnrichmentProvider",
    "scoring.SignalType",
    "tracking.TrackingForm",
}
names = pytest.mark.parametrize(("model", "listed"), ALL, ids=lambda each: getattr(each, "__name__", ""))


@pytest.fixture
def office(admin) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    return client


def make_run() -> Run:
    definition = Definition.objects.create(kind="journey", name="Welcome")
    version = Version.objects.create(definition=definition, number=1, trigger="manual")
    return Run.objects.create(
        definition=definition, version=version, subject_kind="contact", subject_id=new_id(), origin="person"
    )


def address(model, action: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}", args=args)


def test_every_list_and_row_is_shown_in_a_limited_number_of_queries(office, rep, media):
    make_odd_base(now())
    ReplyFactory(message=MessageFactory())
    Suppression.objects.create(digest="none", reason=Reason.MANUAL)
    add_tag(contact_ids=[Contact.objects.earliest("pk").pk], name="hot")
    make_run()
    make_text(make_enrollment(make_sequence(rep), rep).contact)
    propose_answer(reply := ReplyFactory())
    set_up_agent(rep, name="Agent")
    SdrReply.objects.create(reply=reply)
    SdrDecision.objects.create(contact=reply.contact, action="nothing")
    shown = 0
    for model, _ in ALL:
        paths = [address(model, "changelist")]
        row = model._default_manager.first()
        if row:
            paths += [address(model, "change", row.pk)]
        for path in paths:
            with CaptureQueriesContext(connection) as queries:
                page = office.get(path)
            assert page.status_code == 200, path
            assert len(queries) <= MOST_QUERIES, f"{path}: {len(queries)}"
            # A page of a row that reads a whole table into a drop-down is a form that nobody should see.
            assert "/change/" not in path or "<select" not in page.text, path
            shown += 1
    assert shown > len(ALL) * 1.5


@names
def test_services_own_the_writes(rf, admin, model, listed):
    request = rf.get("/")
    request.user = admin

    assert listed.has_view_permission(request)
    assert not listed.has_add_permission(request)
    assert not listed.has_change_permission(request)
    assert listed.has_delete_permission(request) is (model in DELETABLE)


def test_tables_that_grow_are_listed_as_large_ones():
    assert {model._meta.label for model, _ in LARGE} >= GROWING


@pytest.mark.parametrize(("model", "listed"), LARGE, ids=lambda each: getattr(each, "__name__", ""))
def test_a_large_list_reads_a_page_by_an_index(office, acme, model, listed):
    """No count and no sort of all rows: PostgreSQL walks the index of the key."""
    with CaptureQueriesContext(connection) as queries:
        office.get(address(model, "changelist"))

    table = f'FROM "{model._meta.db_table}"'
    reads = [query["sql"] for query in queries if table in query["sql"]]
    assert [sql for sql in reads if "COUNT(" in sql or "DISTINCT" in sql] == []
    [rows] = [sql for sql in reads if "LIMIT" in sql]
    with connection.cursor() as cursor:
        # Of a small table the planner would read everything and sort it. So it sorts only if it must.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {rows}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Sort" not in plan, plan


@pytest.mark.parametrize(("model", "listed"), LARGE, ids=lambda each: getattr(each, "__name__", ""))
def test_filters_of_large_lists_read_no_table_that_grows(model, listed):
    """Django reads the values of a text column, and the rows of a relation, to offer them as filters."""
    for each in listed.list_filter:
        if not isinstance(each, str):
            continue  # with known values
        field = model._meta.get_field(each)
        is_short = field.is_relation and field.related_model._meta.label in SHORT
        assert field.flatchoices or isinstance(field, BooleanField | DateField) or is_short, each


@names
def test_no_list_counts_its_rows_without_and_with_each_filter(model, listed):
    assert not listed.show_full_result_count
    assert listed.show_facets is ShowFacets.NEVER
    assert listed.list_max_show_all == 0


@pytest.mark.parametrize(
    ("path", "term", "found"),
    [
        ("crm/contact", "archer", "Ann Archer"),
        ("scoring/signalalert", "ann initech", "Ann Archer"),
        ("scoring/intentsignal", "archer", "Ann Archer"),
        ("crm/company", "initech", "Initech"),
    ],
)
def test_searches_find_by_the_index_of_texts(office, acme, path, term, found):
    company = Company.objects.create(name="Initech")
    make_alert(ContactFactory(first_name="Ann", last_name="Archer", company=company))
    make_alert(ContactFactory(first_name="Bob", last_name="Butler", company=None))

    page = office.get(f"/admin/{path}/", {"q": term})

    assert found in page.text
    assert "Bob Butler" not in page.text


def test_a_list_is_filtered_by_known_values(office, acme):
    ContactFactory(first_name="Ann", lead_grade="A")
    ContactFactory(first_name="Bob", lead_grade="B")

    page = office.get("/admin/crm/contact/", {"lead_grade__exact": "A"}).text

    assert ("Ann" in page, "Bob" in page) == (True, False)
    assert "lead_grade__exact=B" in page


def test_the_sidebar_groups_models_by_context_and_leads_back(office, acme):
    page = office.get("/admin/").text

    assert "Back to Mauntic" in page
    places = [page.index(title) for title in ("CRM", "Revenue operations", "Scoring", "Enrichment")]
    assert places == sorted(places)
    assert re.search(r'rel="icon"[^>]*favicon', page)
    assert "Authentication and Authorization" not in page


def test_rows_show_words_instead_of_codes_and_json(office, acme):
    contact = ContactFactory(first_name="Ann", seniority="c_level", custom_fields={"favorite_color": "blue"})
    alert = make_alert(contact)

    lead = office.get(address(Contact, "change", contact.pk)).text
    signals = office.get("/admin/scoring/signaltype/").text
    events = office.get("/admin/events/storedevent/").text

    assert ("C level" in lead, "c_level" in lead) == (True, False)
    assert ("Favorite color: blue" in lead, "&quot;favorite_color" in lead) == (True, False)
    assert ("Pricing page" in signals, "PRICING_PAGE<" in signals) == (True, False)
    assert ("Alert created" in events, ">scoring.SignalAlertCreated<" in events) == (True, False)
    assert alert.type.code == "PRICING_PAGE"


def test_a_row_leads_to_its_page_and_its_history_in_the_product(office, acme):
    contact = ContactFactory()

    page = office.get(address(Contact, "change", contact.pk)).text
    history = office.get(address(Contact, "history", contact.pk))
    unknown = office.get(address(Contact, "change", new_id()), follow=True)

    assert f'href="/leads/{contact.pk}/"' in page
    assert history.headers["Location"] == f"/leads/{contact.pk}/history/"
    assert "This contact does not exist. It may have been deleted." in unknown.text
    assert unknown.redirect_chain == [("/admin/crm/contact/", 302)]


def test_an_admin_deletes_a_contact_that_has_a_history(office, acme):
    contact = ContactFactory(first_name="Ann", last_name="Archer")
    make_alert(contact)
    path = address(Contact, "delete", contact.pk)

    asked = office.get(path).text
    answer = office.post(path, {"post": "yes"}, follow=True)

    assert "Delete Ann Archer?" in asked
    assert "Deals stay, without this contact." in asked
    assert "Contact Ann Archer deleted." in answer.text
    assert not Contact.objects.filter(pk=contact.pk).exists()


def test_an_admin_deletes_ticked_companies(office, acme):
    companies = [Company.objects.create(name=name) for name in ("Initech", "Hooli")]
    ContactFactory(company=companies[0])
    data = {"action": "delete_selected", "_selected_action": [company.pk for company in companies]}

    asked = office.post("/admin/crm/company/", data).text
    office.post("/admin/crm/company/", data | {"post": "yes"})

    assert "Delete 2 companies?" in asked
    assert "Its contacts and deals stay" in asked
    assert not Company.objects.filter(name__in=["Initech", "Hooli"]).exists()
    assert Contact.objects.count() == 1


def test_the_password_is_changed_on_the_page_of_the_product(office, acme):
    assert office.get("/admin/password_change/").headers["Location"] == "/accounts/password/change/"
    assert "Search apps" not in office.get("/admin/").text


@pytest.mark.parametrize(("search", "words"), [("", "No absences"), ("?q=zzz", "No contacts found")])
def test_an_empty_list_says_so(office, acme, search, words):
    page = office.get(f"/admin/{'crm/contact' if search else 'revops/absence'}/{search}").text
    assert words in page
    assert "Create a new item" not in page
