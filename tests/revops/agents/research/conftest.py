"""Company sites on loopback."""

from collections.abc import Iterator

import pytest

from mauntic.crm.models import Company, Contact
from mauntic.sandbox.sites import Sites, serving
from revops.agents.research.adapters.sites import Sites as Fetcher
from tests.factories.crm import CompanyFactory, ContactFactory

HOST = "acme-robotics.example"


@pytest.fixture(scope="session")
def site_server() -> Iterator[Sites]:
    with serving(Sites()) as sites:
        yield sites


@pytest.fixture
def sites(site_server: Sites, settings) -> Sites:
    """No site at first: tests add pages."""
    settings.MAUNTIC_HTTP_ALLOW_LOOPBACK = True
    settings.MAUNTIC_RESEARCH_GATEWAY = site_server.url
    site_server.pages.clear()
    site_server.calls.clear()
    site_server.cookies.clear()
    return site_server


@pytest.fixture
def fetcher(sites: Sites) -> Fetcher:
    """The product's own fetcher, which finds the sites."""
    return Fetcher.from_settings()


@pytest.fixture
def company(acme) -> Company:
    return CompanyFactory(name="Acme Robotics", domain=HOST, industry="Robotics")


@pytest.fixture
def lead(company: Company) -> Contact:
    return ContactFactory(company=company, first_name="Jane", last_name="Doe", email=f"jane@{HOST}")
