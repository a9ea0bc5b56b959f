"""The overview of enrichment."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lead_intelligence.enrichment.models.jobs import EnrichmentJob
from lead_intelligence.enrichment.services import requests
from lead_intelligence.vendors.models import EnrichmentProvider
from tests.factories.lead_intelligence import connect_vendors, make_lead

OVERVIEW, WATERFALL = "/lead-intelligence/", "/lead-intelligence/waterfall/"
SECRET = "sk-never-shown"
HTMX = {"HX-Request": "true"}


def statements(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(path).status_code == 200
    return sum(not query["sql"].startswith("SET search_path") for query in seen)


def test_the_overview_shows_vendors_money_and_jobs(web, sandbox, enrich):
    connect_vendors(sandbox, "apollo")
    enrich(make_lead(), "title")
    page = web.get(OVERVIEW).content.decode()
    for shown in (
        "Apollo",
        "Ready",
        "No API key",
        "Ada Lovelace",
        "Completed",
        "$0.02 of $100",
        "1 finished today",
    ):
        assert shown in page


def test_the_overview_takes_a_constant_number_of_queries(web, sandbox, enrich):
    connect_vendors(sandbox, "apollo", "hunter")
    enrich(make_lead())
    one = statements(web, OVERVIEW)
    for name in ("charles.babbage", "mary.somerville"):
        enrich(make_lead(email=f"{name}@engines.example"))
    assert statements(web, OVERVIEW) == one


def test_the_overview_says_what_to_do_before_the_first_lead(web):
    assert "No enrichment jobs" in web.get(OVERVIEW).content.decode()


def test_the_live_part_polls_while_jobs_run_and_ends_itself(web):
    requests.request_enrichment(contact_ids=[make_lead().pk])
    busy = web.get(OVERVIEW, headers=HTMX).content.decode()
    assert "<html" not in busy
    assert 'hx-trigger="every 2s"' in busy
    EnrichmentJob.objects.update(status="completed")
    assert "hx-trigger" not in web.get(OVERVIEW, headers=HTMX).content.decode()


def test_a_vendor_that_refuses_is_a_banner(web):
    EnrichmentProvider.objects.filter(pk="apollo").update(
        enabled=False, disabled_reason="The vendor rejects the API key.", config={"apiKey": SECRET}
    )
    page = web.get(OVERVIEW).content.decode()
    assert "<strong>Apollo is disabled.</strong> The vendor rejects the API key." in page
    assert SECRET not in page
