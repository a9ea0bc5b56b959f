"""Segment's own client libraries, unchanged: only the host is ours."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page
from segment.analytics.client import Client

from mauntic.crm.models import Contact
from mauntic.tenants.models import Domain
from mauntic.tracking.models import TrackedEvent, Visit, Visitor, WriteKey
from tests.e2e.conftest import TIMEOUT_MS
from tests.e2e.live import Live

pytestmark = pytest.mark.e2e

LIBRARY = Path(__file__).parent / "vendor" / "segment" / "analytics-next-1.84.3.js"
ANSWERS = {
    "/pricing": ("text/html", '<!doctype html><title>Prices</title><script src="/analytics.js"></script>'),
    "/analytics.js": ("text/javascript", LIBRARY.read_text()),
}
PERSON = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36"
)


@pytest.fixture
def key(live: Live, db: None) -> Iterator[str]:
    """A write key; what came with it is removed."""
    with live.inside():
        key = WriteKey.objects.create(name="www.site.example").key
    yield key
    with live.inside():
        for model in (Visit, TrackedEvent, Visitor, WriteKey):
            model.objects.all().delete()
        Contact.objects.filter(email__endswith="@site.example").delete()


@pytest.fixture
def address(live: Live) -> Iterator[str]:
    """The organization's address for clients that, unlike browsers, cannot find names below .localhost."""
    with live.inside() as organization:
        domain = Domain.objects.create(domain="127.0.0.1", tenant=organization, is_primary=False)
    yield f"http://127.0.0.1:{urlsplit(live.url).port}"
    with live.inside():
        domain.delete()


@pytest.mark.parametrize("gzip", [False, True])
def test_the_python_client_works_by_changing_the_host(live: Live, key: str, address: str, gzip: bool) -> None:
    errors: list[object] = []
    client = Client(key, host=address, gzip=gzip, on_error=lambda error, _: errors.append(error))
    last_week = datetime.now(UTC) - timedelta(days=7)

    client.track("u-1", "Trial Started", {"plan": "pro"}, timestamp=last_week)
    client.page("u-1", "Docs", "API", {"url": "https://www.site.example/docs/api"})
    client.identify("u-1", {"email": "ann@site.example", "firstName": "Ann"})
    client.group("u-1", "g-1", {"name": "Site", "website": "https://site.example"})
    client.alias("u-1", "u-2")
    client.screen("u-2", "App", "Welcome")
    client.shutdown()

    assert errors == []
    with live.inside():
        contact = Contact.objects.get(email="ann@site.example")
        assert (contact.first_name, contact.company.name) == ("Ann", "Site")
        event = TrackedEvent.objects.get()
        assert (event.name, event.properties, event.contact) == ("Trial Started", {"plan": "pro"}, contact)
        assert abs(event.occurred_at - last_week) < timedelta(seconds=5)
        visits = Visit.objects.order_by("occurred_at").values_list("url", "title", "contact", "is_bot")
        assert list(visits) == [
            ("https://www.site.example/docs/api", "API", contact.pk, False),
            ("", "Welcome", contact.pk, False),
        ]


def test_the_python_client_is_told_that_its_key_is_unknown(key: str, address: str) -> None:
    errors: list[object] = []
    client = Client("wrong", host=address, on_error=lambda error, _: errors.append(error))

    client.track("u-1", "Trial Started")
    client.shutdown()

    said = "Unknown write key. Copy it from Settings > Tracking."
    assert [str(error) for error in errors] == [f"[Segment] unknown_write_key: {said} (401)"]


class Handler(BaseHTTPRequestHandler):
    """A customer's site that has the browser library."""

    def do_GET(self) -> None:
        kind, body = ANSWERS.get(self.path, ("text/plain", ""))
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """The test's output stays readable."""


@pytest.fixture
def site() -> Iterator[str]:
    """The address of a site of another origin."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def page(browser: Browser, db: None, site: str) -> Iterator[Page]:
    """A page of the site, before its library is told where to send."""
    context = browser.new_context(user_agent=PERSON)
    context.set_default_timeout(TIMEOUT_MS)
    page = context.new_page()
    page.goto(f"{site}/pricing")
    yield page
    context.close()


def test_the_browser_library_works_by_changing_the_host(live: Live, key: str, page: Page) -> None:
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    page.evaluate(
        """async ([writeKey, cdnURL]) => {
            const analytics = AnalyticsNext.AnalyticsBrowser.load({writeKey, cdnURL})
            await analytics.page()
            await analytics.track('Calculator Used', {seats: 5})
            await analytics.identify('u-1', {email: 'ann@site.example', lastName: 'Lee'})
            await analytics.group('g-1', {name: 'Site'})
        }""",
        [key, live.url],
    )

    assert asked == {urlsplit(live.url).netloc}
    with live.inside():
        contact = Contact.objects.get(email="ann@site.example")
        assert (contact.last_name, contact.company.name) == ("Lee", "Site")
        visit = Visit.objects.get()
        assert (visit.url, visit.title, visit.contact) == (page.url, "Prices", contact)
        assert (visit.user_agent, visit.is_bot) == (PERSON, False)
        event = TrackedEvent.objects.get()
        assert (event.name, event.properties, event.contact) == ("Calculator Used", {"seats": 5}, contact)


def test_many_messages_of_the_browser_library_in_one_request(live: Live, key: str, page: Page) -> None:
    with page.expect_response("**/v1/b") as answer:
        page.evaluate(
            """async ([writeKey, cdnURL]) => {
                const deliveryStrategy = {strategy: 'batching', config: {size: 3, timeout: 1000}}
                const options = {integrations: {'Segment.io': {deliveryStrategy}}}
                const analytics = AnalyticsNext.AnalyticsBrowser.load({writeKey, cdnURL}, options)
                for (const name of ['One', 'Two', 'Three']) await analytics.track(name)
            }""",
            [key, live.url],
        )

    assert answer.value.json() == {"success": True}
    with live.inside():
        assert set(TrackedEvent.objects.values_list("name", flat=True)) == {"One", "Two", "Three"}


def test_requests_share_the_connections_of_the_server(live: Live, page: Page) -> None:
    page.evaluate(
        "async url => { for (let i = 0; i < 60; i++) await fetch(url, {method: 'POST', body: '{}'}) }",
        f"{live.url}/v1/m",
    )

    with live.inside(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        assert cursor.fetchone()[0] < 30
