"""Workflows in a browser: the pages are whole, and one is built with nothing but the keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from mauntic.automation.models import Definition, Kind, Run
from mauntic.automation.services.definitions.saving import Draft, save_definition, turn_on
from revops.deals.models.deals import Deal
from tests.e2e.dragging import TRIES
from tests.e2e.faults import faults_of
from tests.e2e.live import Live
from tests.factories.revops import DealFactory

pytestmark = pytest.mark.e2e
LIST = "/revops/workflows/"
SPLIT = {
    "action": "split",
    "settings": {"conditions": {"field": "deal.value", "operator": "at_least", "value": 500}},
    "branches": {"yes": [{"action": "wait", "settings": {"days": 2}}], "no": []},
}
TASK = {"action": "create_task", "settings": {"subject": "Call {{ deal }}", "type": "task", "due_days": 1}}


@pytest.fixture
def run(live: Live, db: None) -> Iterator[Run]:
    """A failed run of a workflow with a split, for a deal of the admin."""
    admin = live.admin()
    with live.inside():
        deal = DealFactory(name="Orion renewal", owner=admin)
        conditions = {"all": [{"field": "deal.value", "operator": "at_least", "value": 500}]}
        draft = Draft(name="Rescue", trigger="stage_changed", conditions=conditions, steps=[SPLIT, TASK])
        definition = save_definition(kind=Kind.WORKFLOW, draft=draft, by=admin)
        turn_on(definition_id=definition.pk, by=admin)
        made = Run.objects.create(
            definition=definition,
            version=definition.current,
            subject_kind="deal",
            subject_id=deal.pk,
            cause_key="1",
            origin="event",
            state="failed",
            reason_text="The server answered 500.",
        )
        made.actions.create(
            step=definition.current.steps[1]["id"],
            position=3,
            action="create_task",
            state="failed",
            key="1",
            inputs={"subject": "Call Orion renewal"},
            error="The server answered 500.",
        )
    yield made
    with live.inside():
        Definition.objects.filter(pk=definition.pk).delete()
        Deal.objects.filter(pk=deal.pk).delete()


def test_pages_of_workflows_have_no_faults_wide_or_narrow_light_or_dark(
    page: Page, live: Live, run: Run
) -> None:
    one = f"{LIST}{run.definition_id}/"
    trial = f"{one}try/?record={run.subject_id}"
    deal = f"/revops/deals/{run.subject_id}/"
    paths = [LIST, one, f"{one}edit/", f"{one}on/", f"{one}delete/", f"{one}try/", trial]
    for path in (*paths, f"{LIST}runs/{run.pk}/", f"{LIST}new/", deal, "/journeys/", "/journeys/new/"):
        assert faults_of(page, path) == []


def press(page: Page, name: str) -> None:
    """Press a button with the keyboard."""
    page.get_by_role("button", name=name).last.focus()
    page.keyboard.press("Enter")


def test_a_workflow_is_built_with_the_keyboard(page: Page, live: Live) -> None:
    page.goto(f"{LIST}new/")
    page.get_by_label("Name", exact=True).focus()
    page.keyboard.type("Welcome")
    press(page, "Add condition")
    expect(page.get_by_role("combobox", name="Comparison")).to_be_visible()
    page.get_by_role("combobox", name="Field", exact=True).select_option("deal.next_step")
    page.get_by_role("textbox", name="Value").focus()
    page.keyboard.type("demo")
    for number, subject in enumerate(("First", "Second")):
        page.get_by_label("Step to add").select_option("create_task")
        press(page, "Add step")
        field = page.locator(f"[name=steps-{number}-s-subject]")
        expect(field).to_be_focused()
        page.keyboard.type(subject)
    press(page, "Move step 2 up")
    expect(page.locator("[name=steps-0-s-subject]")).to_have_value("Second")
    expect(page.locator("[name=steps-1-s-subject]")).to_have_value("First")
    press(page, "Save")
    expect(page.get_by_role("heading", name="Welcome")).to_be_visible()
    expect(page.get_by_text('Create the task "Second"')).to_be_visible()
    with live.inside():
        Definition.objects.filter(name="Welcome").delete()


def test_a_step_is_dragged_to_another_place(page: Page, live: Live, run: Run) -> None:
    page.set_viewport_size({"width": 1440, "height": 2400})
    page.goto(f"{LIST}{run.definition_id}/edit/")
    expect(page.locator("[data-steps=steps] > li")).to_have_count(2)
    for _ in range(TRIES):
        page.locator("#steps-1 > .card-header [data-grip]").hover()
        page.mouse.down()
        box = page.locator("#steps-0 > .card-header").bounding_box()
        assert box
        page.mouse.move(box["x"] + 40, box["y"] + 60, steps=10)
        for step in range(20):
            page.mouse.move(box["x"] + 40, box["y"] + 8 + step % 3)
            page.wait_for_timeout(50)
        page.mouse.up()
        page.wait_for_timeout(500)
        if page.locator("[name=steps-0-action]").input_value() == "create_task":
            break
    expect(page.locator("[name=steps-0-action]")).to_have_value("create_task")
    expect(page.locator("[name=steps-1-action]")).to_have_value("split")
