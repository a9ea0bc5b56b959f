import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mauntic.crm.models import Company, Contact
from mauntic.events.models import StoredEvent
from mauntic.tenants.context import enter
from tests.conftest import ACME_HOST

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def contact(acme) -> Contact:
    """A vice president of a company of 300, with an email address: 15 + 10 + 10 points."""
    company = Company.objects.create(name="Initech", employees=300)
    return Contact.objects.create(
        first_name="Val", last_name="Price", email="val@initech.example", seniority="vp", company=company
    )


@pytest.fixture
def facts_of():
    """The facts that were published of one event, as on the wire, in order."""

    def of(event_type) -> list[dict]:
        rows = StoredEvent.objects.filter(type=event_type.wire_name).order_by("pk")
        return [fact for row in rows for fact in row.facts]

    return of


@pytest.fixture
def counted_queries():
    """Counts a block's queries, without those that choose the schema."""

    @contextmanager
    def counting(expected: int):
        with CaptureQueriesContext(connection) as captured:
            yield
        said = [query["sql"] for query in captured if "search_path" not in query["sql"]]
        assert len(said) == expected, "\n".join(said)

    return counting


@pytest.fixture
def at_once(committed):
    """Runs functions in threads at the same moment, in the organization; raises what they raise."""

    def run(*works) -> None:
        start = threading.Barrier(len(works))

        def one(work):
            enter(committed)
            start.wait()
            try:
                work()
            finally:
                connection.close()

        with ThreadPoolExecutor(len(works)) as pool:
            list(pool.map(one, works))

    return run


@pytest.fixture
def ops_web(admin) -> Client:
    """A browser in which an admin has signed in."""
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    return client
