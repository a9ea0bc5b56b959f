from collections.abc import Callable

import pytest
from django.test import Client

from lead_intelligence.enrichment.models.jobs import EnrichmentJob
from lead_intelligence.enrichment.selectors import jobs
from lead_intelligence.enrichment.services import requests
from lead_intelligence.vendors.adapters.tokens import Tokens
from mauntic.crm.models import Contact
from mauntic.tenants.models import Organization
from tests.conftest import ACME_HOST


@pytest.fixture(autouse=True)
def no_chance(monkeypatch) -> None:
    """No job explores but those that a test sends exploring."""
    monkeypatch.setattr("lead_intelligence.enrichment.services.requests.random.random", lambda: 1.0)


@pytest.fixture(autouse=True)
def no_log_ins(monkeypatch) -> None:
    """No log-in of another test is still known: its session may have been ended there."""
    monkeypatch.setattr("lead_intelligence.vendors.adapters.zoominfo._tokens", Tokens())


@pytest.fixture
def enrich(acme: Organization, run_jobs) -> Callable[..., EnrichmentJob]:
    """Ask for a lead to be enriched, and let the workers do it; the finished job."""

    def request(lead: Contact, *fields: str) -> EnrichmentJob:
        with run_jobs():
            requests.request_enrichment(contact_ids=[lead.pk], fields=fields or None)
        lead.refresh_from_db()
        return jobs.newest_jobs().filter(contact=lead).latest("created_at", "id")

    return request


@pytest.fixture
def client_of(make_user) -> Callable[[str], Client]:
    """A browser of somebody with that role, at Acme's host."""

    def client_of(role: str) -> Client:
        client = Client(headers={"host": ACME_HOST})
        client.force_login(make_user(role))
        return client

    return client_of


@pytest.fixture
def ops(client_of) -> Client:
    """A browser of somebody in operations."""
    return client_of("ops")
