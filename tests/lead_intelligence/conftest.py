from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from lead_intelligence import selectors, services
from lead_intelligence.models import EnrichmentJob
from lead_intelligence.vendors.tokens import Tokens
from mauntic.crm.models import Contact
from mauntic.sandbox.server import Sandbox, running
from mauntic.tenants.models import Organization
from tests.conftest import ACME_HOST


@pytest.fixture(scope="session")
def sandbox_server() -> Iterator[Sandbox]:
    with running() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(sandbox_server: Sandbox, settings) -> Sandbox:
    """The vendors on loopback, quiet and with empty counts."""
    settings.MAUNTIC_HTTP_ALLOW_LOOPBACK = True
    sandbox_server.reset()
    return sandbox_server


@pytest.fixture(autouse=True)
def no_chance(monkeypatch) -> None:
    """No job explores but those that a test sends exploring."""
    monkeypatch.setattr("lead_intelligence.services.request.random.random", lambda: 1.0)


@pytest.fixture(autouse=True)
def no_log_ins(monkeypatch) -> None:
    """No log-in of another test is still known: its session may have been ended there."""
    monkeypatch.setattr("lead_intelligence.vendors.zoominfo._tokens", Tokens())


@pytest.fixture
def enrich(acme: Organization, run_jobs) -> Callable[..., EnrichmentJob]:
    """Ask for a lead to be enriched, and let the workers do it; the finished job."""

    def request(lead: Contact, *fields: str) -> EnrichmentJob:
        with run_jobs():
            services.request_enrichment(contact_ids=[lead.pk], fields=fields or None)
        lead.refresh_from_db()
        job = selectors.latest_job(lead.pk)
        assert job is not None
        return job

    return request


@pytest.fixture
def client_of(make_user) -> Callable[[str], Client]:
    """A browser of somebody with that role, at Acme's host."""

    def client_of(role: str) -> Client:
        client = Client(headers={"host": ACME_HOST})
        client.force_login(make_user(role))
        return client

    return client_of
