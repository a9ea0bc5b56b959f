"""The main job, as a person does it: sign in, import, watch, read why, undo."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from lead_intelligence.provenance.models import FieldWrite
from mauntic.crm.models import Company, Contact, Import
from mauntic.events.models import StoredEvent
from tests.crm.files import csv_file
from tests.e2e.live import Live
from tests.e2e.workers import at_work

pytestmark = [pytest.mark.e2e, pytest.mark.processes]

PATIENCE_MS = 45_000
HEADERS = ["first_name", "last_name", "email", "company", "website", "employees", "country", "description"]
ROWS = [
    [
        "Clara",
        "Boss",
        "clara.boss@main-job.example",
        "Main Job",
        "main-job.example",
        "2400",
        "US",
        "two\nlines",
    ],
    *(
        [f"Lead{n}", f"Søren{n}", f"lead{n}@firm{n}.example", f"Firm {n}", "", "", "Denmark", ""]
        for n in range(1, 12)
    ),
    ["Clara", "Boss", "CLARA.BOSS@main-job.example", "Main Job", "", "", "", ""],
    ["No", "Address", "not an address", "", "", "", "", ""],
]


@pytest.fixture
def somebody(db: None, live: Live, browser: Browser) -> Iterator[Page]:
    """A window of somebody who has not signed in yet."""
    live.admin()
    context = browser.new_context(base_url=live.url, reduced_motion="reduce")
    yield context.new_page()
    context.close()
    with live.inside():
        Import.objects.all().delete()
        Contact.objects.all().delete()
        Company.objects.all().delete()
        StoredEvent.objects.all().delete()


def test_a_list_goes_in_and_enriched_scored_leads_come_out(somebody: Page, live: Live, tmp_path) -> None:
    page = somebody
    with at_work(live, tmp_path / "worker.log"):
        sign_in(page, live)
        import_list(page)
        watch_it_enrich_and_score(page)
        open_the_best_lead(page)
        read_why(page)
        revert_one_field(page, live)


def sign_in(page: Page, live: Live) -> None:
    page.goto("/")
    page.get_by_label("Email").fill(live.email)
    page.get_by_label("Password").fill(live.password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="My day")).to_be_visible()


def import_list(page: Page) -> None:
    page.get_by_role("navigation").get_by_role("link", name="Import").click()
    page.get_by_role("main").get_by_role("link", name="Import leads").first.click()
    file = {"name": "fair.csv", "mimeType": "text/csv", "buffer": csv_file(HEADERS, *ROWS).getvalue()}
    page.get_by_label("CSV or Excel file").set_input_files(files=[file])
    page.get_by_role("button", name="Upload").click()
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Import 12 new, 0 updated").click(timeout=PATIENCE_MS)


def watch_it_enrich_and_score(page: Page) -> None:
    """Nobody reloads: the page itself comes to say that all leads are through."""
    expect(page.get_by_role("heading", name="Results")).to_be_visible(timeout=PATIENCE_MS)
    for stage in ("Scored", "Enriched"):
        bar = page.get_by_role("progressbar", name=stage)
        expect(bar).to_have_attribute("value", "12", timeout=PATIENCE_MS)
    page.get_by_role("link", name="Show leads").click()
    expect(page.locator("tbody").get_by_role("link", name=re.compile("Lead|Clara"))).to_have_count(12)


def open_the_best_lead(page: Page) -> None:
    best = page.locator("tbody").get_by_role("link", name=re.compile("Lead|Clara")).first
    name = best.inner_text()
    best.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def read_why(page: Page) -> None:
    why = page.get_by_role("region", name=re.compile("^Score factors: [0-9]+"))
    expect(why.get_by_text("Email address")).to_be_visible()
    expect(why.get_by_text("+10", exact=True).first).to_be_visible()


def revert_one_field(page: Page, live: Live) -> None:
    field = page.get_by_role("button", name="Revert LinkedIn")
    field.click()
    expect(field).to_have_count(0)
    with live.inside():
        reverted = FieldWrite.objects.get(status=FieldWrite.Status.REVERTED)
        assert reverted.contact.linkedin_url == ""
        assert reverted.reverted_by.email == live.email
