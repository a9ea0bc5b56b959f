"""The tasks of ops and admins in the browser, from My day on, with the clicks that they take."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from lead_intelligence.spending.models import Budget
from lead_intelligence.vendors.models import EnrichmentProvider
from mauntic.accounts.models import ApiKey, Invitation, User
from mauntic.crm.models import Contact
from mauntic.events.models import Delivery, StoredEvent
from mauntic.kernel.clock import now
from revops.routing.models import RepProfile, RoutingDecision, RoutingRule
from scoring.model.models import ModelVersion
from scoring.versions.services.publish import publish_version
from tests.e2e.clicks import Clicks
from tests.e2e.live import Live
from tests.factories.routing import make_leads, make_rep, make_rule, owners_after

pytestmark = pytest.mark.e2e


@pytest.fixture
def click(page: Page, live: Live) -> Iterator[Clicks]:
    """The admin on My day."""
    live.admin()
    page.goto("/")
    yield Clicks(page)
    with live.inside():
        Invitation.objects.all().delete()
        ApiKey.objects.all().delete()


@pytest.fixture
def rep(live: Live, db: None) -> Iterator[User]:
    """Ann, to whom a rule routed a lead."""
    with live.inside():
        ann = make_rep("Ann")
        make_rule(ann, name="Everybody")
        leads = make_leads(3, first_name="Lu", country="DE")
        owners_after(leads)
    yield ann
    with live.inside():
        for model in (RoutingDecision, RoutingRule, RepProfile):
            model.objects.all().delete()
        Contact.objects.filter(pk__in=[lead.pk for lead in leads]).delete()
        User.objects.filter(pk=ann.pk).delete()


def test_an_invitation_takes_three_clicks_and_one_more_to_cancel(page: Page, click: Clicks) -> None:
    click("link", "Settings")
    click("link", "Team")
    page.get_by_label("Email address").fill("kim@tower.example")
    page.get_by_label("Role", exact=False).last.select_option("manager")
    click("button", "Send invitation")
    expect(page.get_by_role("heading", name="Invitation link")).to_be_visible()
    assert click.count == 3

    click("button", "Cancel the invitation of kim@tower.example")
    expect(page.get_by_role("heading", name="Open invitations")).to_have_count(0)
    assert click.count == 4


def test_a_role_is_changed_with_three_clicks(page: Page, click: Clicks, rep: User, live: Live) -> None:
    click("link", "Settings")
    click("link", "Team")
    page.get_by_label(f"Role of {rep.name}", exact=True).select_option("ops")
    click("button", f"Save role and team of {rep.name}")
    expect(page.get_by_text(f"{rep.name} is now ops")).to_be_visible()
    assert click.count == 3


def test_an_api_key_is_made_with_three_clicks_and_revoked_with_two(page: Page, click: Clicks) -> None:
    click("link", "Settings")
    click("link", "API keys")
    page.get_by_label("Name").fill("Data warehouse")
    page.get_by_label("Read leads, companies and imports").check()
    click("button", "Create key")
    expect(page.get_by_text("Copy the key now.")).to_be_visible()
    assert click.count == 3

    click("link", "Revoke Data warehouse")
    click("button", "Revoke key")
    expect(page.get_by_text("No API keys")).to_be_visible()
    assert click.count == 5


def test_a_dead_delivery_is_sent_again_with_three_clicks(page: Page, click: Clicks, live: Live) -> None:
    with live.inside():
        event = StoredEvent.objects.create(type="scoring.LeadScored", facts=[], fact_count=0, subject_ids=[])
        dead = Delivery.objects.create(
            event=event, receiver="x.handlers.show", status=Delivery.Status.DEAD, due_at=now(), error="Boom"
        )
    click("link", "Events")
    click("link", "Undeliverable")
    expect(page.get_by_text("Boom")).to_be_visible()
    click("button", "Retry Lead scored")
    expect(page.get_by_text("Boom")).to_have_count(0)
    assert click.count == 3
    with live.inside():
        dead.refresh_from_db()
        assert dead.status == Delivery.Status.PENDING
        event.delete()


def test_a_model_is_published_after_its_preview_with_three_clicks(
    page: Page, click: Clicks, live: Live, rep: User
) -> None:
    with live.inside():
        first = ModelVersion.objects.order_by("-version").values_list("version", flat=True)[0]
    click("link", "Leaderboard")
    click("link", "Scoring settings")
    page.get_by_label("Points for Email address").fill("12")
    expect(page.locator("#preview")).to_contain_text("Preview, 3 leads")
    click("button", "Publish v")
    expect(page.get_by_text("published. All leads are being scored.")).to_be_visible()
    assert click.count == 3
    with live.inside():
        publish_version(version=first)
        ModelVersion.objects.filter(version__gt=first).delete()


def test_a_rule_is_simulated_and_saved_with_five_clicks(page: Page, click: Clicks, rep: User) -> None:
    click("link", "Routing")
    click("link", "New rule")
    page.get_by_label("Name").fill("Tuvalu")
    click("button", "Add condition")
    page.get_by_label("Field").select_option("contact.country")
    page.get_by_label("Value").fill("TV")
    page.get_by_label(rep.name, exact=True).check()
    click.on(page.get_by_role("button", name="Simulate").last)
    expect(page.get_by_text("This rule matches none of")).to_be_visible()
    click("button", "Save")
    expect(page.get_by_text('Rule "Tuvalu" saved.')).to_be_visible()
    assert click.count == 5


def test_why_a_lead_was_routed_is_seen_with_two_clicks(page: Page, click: Clicks, rep: User) -> None:
    click("link", "Leads")
    click.on(page.locator(".lead-name a", has_text="Lu").first)
    reason = page.get_by_role("region", name="Assignment")
    expect(reason).to_contain_text("Everybody")
    assert click.count == 2


def test_a_vendor_gets_its_key_with_three_clicks(page: Page, click: Clicks, live: Live) -> None:
    with live.inside():
        before = EnrichmentProvider.objects.get(slug="hunter")
    click("link", "Enrichment")
    click("link", "Hunter")
    page.get_by_label("API key").fill("a-key-of-hunter")
    click("button", "Save")
    expect(page.get_by_text("Hunter saved.")).to_be_visible()
    assert click.count == 3
    with live.inside():
        before.save()


def test_a_budget_is_set_with_four_clicks(page: Page, click: Clicks, live: Live) -> None:
    click("link", "Enrichment")
    click("link", "Spend")
    click.on(page.get_by_text("Edit budgets"))
    page.get_by_label("All vendors, monthly (USD)").fill("250")
    click("button", "Save")
    expect(page.get_by_text("Budgets saved for this period and the following ones.")).to_be_visible()
    assert click.count == 4
    with live.inside():
        Budget.objects.all().delete()


def test_waiting_deliveries_are_not_offered_to_be_sent_again(page: Page, click: Clicks, live: Live) -> None:
    with live.inside():
        event = StoredEvent.objects.create(type="scoring.LeadScored", facts=[], fact_count=0, subject_ids=[])
        Delivery.objects.create(event=event, receiver="x.handlers.show", due_at=now() + timedelta(hours=1))
    page.goto("/events/dead/")
    expect(page.get_by_text("No undeliverable events")).to_be_visible()
    with live.inside():
        event.delete()
