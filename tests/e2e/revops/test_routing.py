"""Routing in the browser: pages without faults, a rule that is tried and saved, rules that are dragged."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from mauntic.accounts.models import User
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from revops.routing.models import Absence, RepProfile, RoutingDecision, RoutingRule
from tests.e2e.faults import faults_of
from tests.e2e.live import Live
from tests.factories.routing import make_leads, make_rep, make_rule, owners_after

pytestmark = pytest.mark.e2e

BASE = "/revops/routing/"
GERMANY = {"all": [{"field": "contact.country", "operator": "equals", "value": "DE"}]}


@pytest.fixture
def people(live: Live, db: None) -> Iterator[list[User]]:
    """Two reps, one of whom is away; two rules, and three leads that were routed, one of them to nobody."""
    live.admin()
    with live.inside():
        ann = make_rep("Ann", territories=["DE", "US/California"], skills=["Retail"], daily_cap=2)
        bob = make_rep("Bob")
        Absence.objects.create(rep=bob, starts_at=now(), ends_at=now() + timedelta(days=3), reason="Fair")
        make_rule((ann, 3), bob, name="Germany", strategy="weighted", conditions=GERMANY)
        make_rule(ann, bob, name="Rest")
        leads = make_leads(3, country="DE", first_name="Lu")
        owners_after(leads)
    yield [ann, bob]
    with live.inside():
        for model in (RoutingDecision, RoutingRule, Absence, RepProfile):
            model.objects.all().delete()
        Contact.objects.filter(pk__in=[lead.pk for lead in leads]).delete()
        User.objects.filter(pk__in=[ann.pk, bob.pk]).delete()


def test_pages_of_routing_have_no_faults_wide_or_narrow_light_or_dark(
    page: Page, live: Live, people: list[User]
) -> None:
    with live.inside():
        rule = RoutingRule.objects.get(name="Germany")
    paths = [
        BASE,
        f"{BASE}simulation/",
        f"{BASE}decisions/",
        f"{BASE}people/",
        f"{BASE}people/{people[0].pk}/",
        f"{BASE}settings/",
        f"{BASE}rules/{rule.pk}/",
        f"{BASE}rules/new/",
    ]
    assert {path: faults for path in paths if (faults := faults_of(page, path))} == {}


def test_a_rule_is_put_together_tried_and_saved(page: Page, live: Live, people: list[User]) -> None:
    page.goto(f"{BASE}rules/new/")
    page.get_by_label("Name").fill("Tuvalu")
    page.get_by_role("button", name="Add condition").click()
    page.get_by_label("Field").select_option("contact.country")
    page.get_by_label("Value").fill("TV")  # nobody of other tests is there
    page.get_by_role("button", name="Simulate").last.click()

    expect(page.get_by_text("Choose at least one rep.")).to_be_visible()
    page.get_by_label("Ann", exact=True).check()
    page.get_by_role("button", name="Simulate").last.click()

    expect(page.get_by_text("This rule matches none of")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text('Rule "Tuvalu" saved.')).to_be_visible()
    with live.inside():
        assert list(RoutingRule.objects.values_list("name", flat=True)) == ["Germany", "Rest", "Tuvalu"]


def test_a_rule_is_dragged_to_another_place(page: Page, live: Live, people: list[User]) -> None:
    page.goto(BASE)
    grip, last = page.locator(".rule [data-grip]").first, page.locator(".rule").last
    grip.hover()
    end = last.bounding_box()
    assert end
    page.mouse.down()
    page.mouse.move(end["x"] + 40, end["y"] + end["height"] - 4, steps=20)
    expect(page.locator(".rule").last).to_contain_text("Germany")
    page.mouse.up()

    expect(page.locator(".rule").first.locator(".rule-position")).to_have_text("1")
    expect(page.locator(".rule").first).to_contain_text("Rest")
    with live.inside():
        assert list(RoutingRule.objects.values_list("name", flat=True)) == ["Rest", "Germany"]


def test_a_decision_is_undone_by_its_button(page: Page, live: Live, people: list[User]) -> None:
    page.goto(f"{BASE}decisions/")
    page.get_by_role("button", name="Undo").first.click()

    expect(page.get_by_text("is unassigned.")).to_be_visible()
    with live.inside():
        assert RoutingDecision.objects.exclude(undone_at=None).count() == 1
