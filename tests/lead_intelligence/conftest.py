from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoDbBlocker

from lead_intelligence import selectors, services
from lead_intelligence.models import EnrichmentJob
from mauntic.crm.models import Contact
from mauntic.kernel.ids import new_id
from mauntic.sandbox.server import Sandbox, running
from mauntic.tenants.context import entered
from mauntic.tenants.models import Organization
from mauntic.tenants.services import create_organization, delete_organization
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
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Organization]:
    """Inside an organization of this test alone, where threads see what is written."""
    schema = f"t{new_id().hex[-12:]}"
    with django_db_blocker.unblock():
        organization = create_organization(name=schema, schema_name=schema, domains=[f"{schema}.localhost"])
        try:
            with entered(organization):
                yield organization
        finally:
            delete_organization(organization)
            connection.close()


@pytest.fixture
def client_of(make_user) -> Callable[[str], Client]:
    """A browser of somebody with that role, at Acme's host."""

    def client_of(role: str) -> Client:
        client = Client(headers={"host": ACME_HOST})
        client.force_login(make_user(role))
        return client

    return client_of
