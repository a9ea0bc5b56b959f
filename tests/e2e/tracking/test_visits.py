"""The page script in a real browser, on a page of another origin."""

import http.server
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from mauntic.crm.models import Contact
from mauntic.tracking.models import (
    Asset,
    Correction,
    Download,
    FormSubmission,
    TrackedEvent,
    TrackingForm,
    Visit,
    Visitor,
    WriteKey,
)
from tests.e2e.conftest import TIMEOUT_MS
from tests.e2e.live import Live

pytestmark = pytest.mark.e2e
PERSON = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36"
)

LEFT_BEHIND = (
    Correction,
    Visit,
    TrackedEvent,
    Download,
    FormSubmission,
    TrackingForm,
    Asset,
    Visitor,
    WriteKey,
)
LOADED = "Boolean(window.mauntic)"


@dataclass
class Site:
    """A site of a customer: its own server and origin. `pages` are by path."""

    url: str = ""
    pages: dict[str, str] = field(default_factory=dict)


@pytest.fixture
def site(live: Live, db: None) -> Iterator[Site]:
    """A site that has the script on all its pages, and what it leaves behind is removed."""
    with live.inside():
        key = WriteKey.objects.create(name="www.site.example").key
    site = Site()
    tag = f'<script async src="{live.url}/t.js" data-key="{key}" ATTRIBUTES></script>'

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, _, query = self.path.partition("?")
            attributes = 'data-consent="required"' if query == "ask" else ""
            page = f"<!doctype html><title>{path}</title>{site.pages.get(path, '')}{tag}"
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.replace("ATTRIBUTES", attributes).encode())

        def log_message(self, *_: object) -> None:
            """The test's output stays readable."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield site
    server.shutdown()
    server.server_close()
    with live.inside():
        for model in LEFT_BEHIND:
            model.objects.all().delete()
        Contact.objects.filter(email__endswith="@site.example").delete()


@pytest.fixture
def visitor(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    """Somebody's browser that knows nothing of us."""
    context = browser.new_context(user_agent=PERSON)
    context.set_default_timeout(TIMEOUT_MS)
    yield context
    context.close()


def opened(visitor: BrowserContext, url: str) -> Page:
    """A page that has told of itself."""
    page = visitor.new_page()
    with page.expect_response("**/v1/batch") as answer:
        page.goto(url)
    assert answer.value.status == 200
    return page


def test_page_views_within_one_page_and_names_reach_the_lead(
    visitor: BrowserContext, site: Site, live: Live
) -> None:
    page = opened(visitor, f"{site.url}/start")
    with page.expect_response("**/v1/batch"):
        page.evaluate("history.pushState({}, '', '/pricing')")
    with page.expect_response("**/v1/batch"):
        page.evaluate(
            "mauntic.track('Calculator used', {seats: 5}); mauntic.identify({email: 'ann@site.example'})"
        )

    with live.inside():
        contact = Contact.objects.get(email="ann@site.example")
        visits = Visit.objects.order_by("occurred_at").values_list("url", "contact", "is_bot")
        assert list(visits) == [
            (f"{site.url}/start", contact.pk, False),
            (f"{site.url}/pricing", contact.pk, False),
        ]
        event = TrackedEvent.objects.get()
        assert (event.name, event.properties, event.contact) == ("Calculator used", {"seats": 5}, contact)
        assert Visitor.objects.count() == 1


def test_nothing_is_sent_before_consent_and_nothing_after_it_is_taken_back(
    visitor: BrowserContext, site: Site, live: Live
) -> None:
    page = visitor.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url) if "/v1/" in request.url else None)
    page.goto(f"{site.url}/first?ask")
    page.wait_for_function(LOADED)
    page.evaluate("mauntic.track('Too early')")
    assert page.evaluate("Object.keys(localStorage)") == []
    with page.expect_response("**/v1/batch"):
        page.evaluate("mauntic.consent(true)")
    page.evaluate("mauntic.consent(false); mauntic.track('Too late')")
    page.evaluate("history.pushState({}, '', '/second')")
    page.goto(f"{site.url}/third")
    page.wait_for_function(LOADED)

    assert len(requests) == 1
    assert page.evaluate("({...localStorage})") == {"mauntic_consent": "no"}
    with live.inside():
        assert [visit.url for visit in Visit.objects.all()] == [f"{site.url}/first?ask"]
        assert not TrackedEvent.objects.exists()


def test_do_not_track_leaves_no_trace(browser: Browser, site: Site, live: Live) -> None:
    context = browser.new_context(user_agent=PERSON)
    context.add_init_script("Object.defineProperty(navigator, 'doNotTrack', {value: '1'})")
    page = context.new_page()
    page.goto(site.url)
    page.wait_for_function(LOADED)
    page.evaluate("mauntic.track('Quiet')")

    assert page.evaluate("Object.keys(localStorage)") == []
    context.close()
    with live.inside():
        assert not Visitor.objects.exists()


def test_forms_and_links_of_the_page_know_the_browser(
    visitor: BrowserContext, site: Site, live: Live
) -> None:
    with live.inside():
        TrackingForm.objects.create(
            name="Demo", slug="demo", form_type="demo", redirect_url=f"{site.url}/thanks"
        )
        Asset.objects.create(name="Guide", slug="guide", target_url=f"{site.url}/guide")
    site.pages["/demo"] = (
        f'<form method="post" action="{live.url}/forms/demo/"><label>Email <input name="email"></label>'
        f'<button>Send</button></form><a href="{live.url}/a/guide/">Guide</a>'
    )
    page = opened(visitor, f"{site.url}/demo")
    page.wait_for_function("document.forms[0].elements._stamp && document.forms[0].elements._stamp.value")
    page.get_by_label("Email").fill("bea@site.example")
    page.wait_for_timeout(2_100)  # a person needs so long; sooner is spam
    page.get_by_role("button").click()
    page.wait_for_url("**/thanks")
    page.goto(f"{site.url}/demo")
    page.get_by_role("link", name="Guide").click()
    page.wait_for_url("**/guide")

    with live.inside():
        contact = Contact.objects.get(email="bea@site.example")
        submission = FormSubmission.objects.get()
        assert (submission.contact, submission.visitor.contact, submission.spam_reason) == (
            contact,
            contact,
            "",
        )
        assert Download.objects.get().contact == contact
        assert Visit.objects.filter(url=f"{site.url}/demo", contact=contact).exists()


def test_the_pixel_works_on_a_page_without_scripts(browser: Browser, site: Site, live: Live) -> None:
    with live.inside():
        key = WriteKey.objects.get().key
    site.pages["/plain"] = f'<img alt="" src="{live.url}/t.gif?key={key}&amp;url={site.url}/plain">'
    context = browser.new_context(user_agent=PERSON, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}/plain", wait_until="load")
    context.close()

    with live.inside():
        assert [visit.url for visit in Visit.objects.all()] == [f"{site.url}/plain"]


def test_the_hosted_form_says_what_is_wrong_and_thanks(
    visitor: BrowserContext, site: Site, live: Live
) -> None:
    with live.inside():
        TrackingForm.objects.create(name="Talk to us", slug="talk")
    page = visitor.new_page()
    page.goto(f"{live.url}/forms/talk/")
    page.get_by_label("Email").evaluate("input => input.type = 'text'")
    page.get_by_label("Email").fill("nonsense")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("not an email address")
    page.get_by_label("Email").fill("cy@site.example")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("status")).to_contain_text("Thank you")
    assert visitor.cookies() == []


def test_a_bot_is_made_a_person_and_that_is_taken_back(page: Page, site: Site, live: Live) -> None:
    with live.inside():
        visitor = Visitor.objects.create(anonymous_id="browser")
        visit = Visit.objects.create(visitor=visitor, url="/pricing", is_bot=True, bot_reason="Crawler (x)")
    page.goto("/settings/tracking/traffic/?verdict=bot")
    page.get_by_label("Select /pricing").check()
    page.get_by_role("button", name="People").click()
    expect(page.get_by_role("status")).to_contain_text("1 page view marked as person.")
    with live.inside():
        assert not Visit.objects.get(pk=visit.pk).is_bot
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text(
        "Correction undone. 1 row has its earlier verdict again."
    )
    with live.inside():
        assert Visit.objects.get(pk=visit.pk).is_bot


def test_what_arrives_appears_by_itself(page: Page, site: Site, live: Live) -> None:
    page.goto("/settings/tracking/")
    expect(page.get_by_text("No activity")).to_be_visible()
    with live.inside():
        visitor = Visitor.objects.create(anonymous_id="browser")
        Visit.objects.create(visitor=visitor, url="https://www.site.example/just-now")
    expect(page.get_by_text("https://www.site.example/just-now")).to_be_visible()
