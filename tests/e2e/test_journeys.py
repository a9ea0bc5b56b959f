"""Journeys in a browser: the pages are whole, and a split gets another branch by the keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from mauntic.automation.models import Definition, Kind, Run
from mauntic.automation.services.definitions.saving import Draft, save_definition
from mauntic.crm.models import Contact
from tests.e2e.faults import faults_of
from tests.e2e.live import Live
from tests.factories.crm import ContactFactory
from tests.journeys.conftest import make_journey

pytestmark = pytest.mark.e2e
HALVES = [{"branch": "Half", "percent": 50}, {"branch": "Rest", "percent": 50}]
WAIT = {"id": "pause", "action": "wait", "settings": {"days": 3}}
SPLIT = {
    "id": "split",
    "action": "split_random",
    "settings": {"shares": HALVES},
    "branches": {"Half": [WAIT]},
}
SAVED = [SPLIT, {"action": "add_tag", "settings": {"tag": "Seen"}}]


@pytest.fixture
def journey(live: Live, db: None) -> Iterator[Definition]:
    """A journey of two versions, in whose first one a lead waits."""
    admin = live.admin()
    with live.inside():
        lead = ContactFactory(first_name="Ann", last_name="Fox")
        options = {"quiet_from": "21:00", "quiet_to": "08:00"}
        made = make_journey(admin, "manual", [SPLIT], options=options)
        run = {"subject_kind": "contact", "subject_id": lead.pk, "cause_key": "1", "origin": "person"}
        Run.objects.create(definition=made, version=made.current, state="waiting", step="pause", **run)
        draft = Draft(name=made.name, trigger="manual", steps=SAVED, options=options)
        saved = save_definition(kind=Kind.JOURNEY, draft=draft, by=admin, definition_id=made.pk)
    yield saved
    with live.inside():
        Definition.objects.filter(pk=made.pk).delete()
        Contact.objects.filter(pk=lead.pk).delete()


def test_pages_of_journeys_have_no_faults_wide_or_narrow_light_or_dark(
    page: Page, live: Live, journey: Definition
) -> None:
    one = f"/journeys/{journey.pk}/"
    with live.inside():
        lead = Contact.objects.get(first_name="Ann")
    add = f"/leads/journey/?ids={lead.pk}"
    paths = [one, *(f"{one}{name}/" for name in ("edit", "people", "enroll", "move")), add]
    assert [fault for path in paths for fault in faults_of(page, path)] == []


def test_a_branch_is_added_and_removed_with_the_keyboard(page: Page, journey: Definition) -> None:
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.goto(f"/journeys/{journey.pk}/edit/")
    page.get_by_role("button", name="Add branch").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[name=steps-0-s-shares-2-percent]")).to_be_focused()
    page.keyboard.type("50")
    page.get_by_role("button", name="Remove branch Rest with its steps").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[name=steps-0-s-shares-2-percent]")).to_have_count(0)
    expect(page.locator("[name=steps-0-s-shares-1-branch]")).to_have_value("A")
    expect(page.locator("[name=steps-0-b-0-0-s-days]")).to_have_value("3")
    page.locator("#steps-0 > details > summary").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Save", exact=True).last.press("Enter")
    expect(page.get_by_text("Split by chance: Half 50%, A 50%")).to_be_visible()
    assert refused == []


def test_steps_are_folded_on_a_narrow_screen_when_there_are_many(page: Page, live: Live) -> None:
    admin = live.admin()
    with live.inside():
        made = make_journey(admin, "manual", [{"action": "wait", "settings": {"days": 3}}] * 4)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/journeys/{made.pk}/edit/")
    expect(page.get_by_text("Wait 3 days")).to_have_count(4)
    expect(page.locator("[name=steps-0-s-days]")).to_be_hidden()
    page.locator("#steps-0 summary").press("Enter")
    expect(page.locator("[name=steps-0-s-days]")).to_be_visible()
    page.get_by_role("button", name="Move step 1 down").press("Enter")
    expect(page.locator("#steps-1 [name=steps-1-s-days]")).to_be_visible()
    expect(page.locator("#steps-0 [name=steps-0-s-days]")).to_be_hidden()
    with live.inside():
        Definition.objects.filter(pk=made.pk).delete()
