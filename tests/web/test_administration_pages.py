"""Every page of the administration: it looks, and leaves writing to the services."""

import re

import pytest
from django.contrib import admin as administration
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mauntic.crm.models import Company, Contact
from mauntic.kernel.admin import Large
from mauntic.kernel.clock import now
from tests.conftest import ACME_HOST
from tests.factories.alerts import make_alert
from tests.factories.crm import ContactFactory
from tests.factories.odd_rows import make_odd_base

ALL = sorted(administration.site._registry.items(), key=lambda pair: pair[0]._meta.label)
# What an admin may delete there, because people ask to be forgotten. Services write everything.
DELETABLE = {Contact, Company}
LARGE = [(model, listed) for model, listed in ALL if isinstance(listed, Large)]
# Tables that grow with leads, visits or events.
GROWING = {
    "crm.Contact", "crm.Company", "events.StoredEvent", "events.Delivery", "notifications.Notification",
    "lead_intelligence.EnrichmentJob", "lead_intelligence.VendorCall", "lead_intelligence.FieldWrite",
    "revops.Deal", "revops.Activity", "revops.RoutingDecision", "scoring.LeadScore", "scoring.IntentSignal",
    "scoring.SignalAlert", "scoring.Outcome", "tracking.Visit", "tracking.TrackedEvent", "tracking.Visitor",
}  # fmt: skip
MOST_QUERIES = 30
names = pytest.mark.parametrize(("model", "listed"), ALL, ids=lambda each: getattr(each, "__name__", ""))


@pytest.fixture
def office(admin) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    return client


def address(model, action: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}", args=args)


def test_every_list_and_row_is_shown_in_a_limited_number_of_queries(office, acme, media):
    make_odd_base(now())
    shown = 0
    for model, _ in ALL:
        paths = [address(model, "changelist")]
        row = model._default_manager.first()
        if row:
            paths += [address(model, action, row.pk) for action in ("change", "history")]
        for path in paths:
            with CaptureQueriesContext(connection) as queries:
                page = office.get(path)
            assert page.status_code == 200, path
            assert len(queries) <= MOST_QUERIES, f"{path}: {len(queries)}"
            # A page of a row that reads a whole table into a drop-down is a form that nobody should see.
            assert "/change/" not in path or "<select" not in page.text, path
            shown += 1
    assert shown > len(ALL) * 2


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
