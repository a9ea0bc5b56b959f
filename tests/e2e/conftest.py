"""A served organization and a browser."""

import os
import shutil
from collections.abc import Iterator
from unittest import mock

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django import DjangoDbBlocker

from mauntic.tenants.services import create_organization, delete_organization
from tests.e2e.live import HOST, Live, served
from tests.e2e.traces import Rows

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# Root has no sandbox; the rest keeps Chromium from talking to anybody but us.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
# A busy machine is ten times slower; what is there at once costs nothing.
TIMEOUT_MS = 20_000
expect.set_options(timeout=TIMEOUT_MS)


@pytest.fixture(scope="session")
def live(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Live]:
    """Our ASGI application, served by uvicorn, with an organization that is dropped at the end."""
    with django_db_blocker.unblock():
        organization = create_organization(name="Live", schema_name="live", domains=[HOST])
    log = tmp_path_factory.mktemp("live") / "uvicorn.log"
    with served(organization, django_db_blocker, log) as live:
        yield live
    with django_db_blocker.unblock():
        delete_organization(organization)
        with connection.cursor() as cursor:  # the server's sessions outlive it for a moment
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session")
def rows_before(live: Live) -> Iterator[Rows]:
    """The rows that the organization has when no test has run: its admin, and what each one starts with."""
    live.admin()
    with live.inside():
        rows = Rows.of(live.organization)
    yield rows
    with live.inside():
        rows.forget()


@pytest.fixture(autouse=True)
def _no_traces(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever a test leaves in the organization, the next one does not see, in any order."""
    rows = request.getfixturevalue("rows_before") if "live" in request.fixturenames else None
    yield
    if rows is not None:
        with request.getfixturevalue("live").inside():
            rows.restore()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium. It lives for a module only: its event loop would get in the way of other tests."""
    if CHROMIUM is None:
        pytest.skip("Browser tests are skipped because Chromium is missing: apt-get install chromium.")
    # Playwright's loop runs in this thread, although nothing here is asynchronous.
    with mock.patch.dict(os.environ, {"DJANGO_ALLOW_ASYNC_UNSAFE": "1"}), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def db(django_db_setup: None) -> None:
    """The suite's database without a transaction around the test: what the browser sees is committed."""


@pytest.fixture
def page(db: None, live: Live, browser: Browser) -> Iterator[Page]:
    """A window that is signed in as the organization's admin; `page.goto("/leads/")`."""
    context = browser.new_context(base_url=live.url, reduced_motion="reduce")
    context.set_default_timeout(TIMEOUT_MS)
    live.sign_in(context)
    yield context.new_page()
    context.close()
