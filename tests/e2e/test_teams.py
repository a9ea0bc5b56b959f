"""An admin sorts people into teams, in a browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from mauntic.accounts.models import AccessPolicy, Team, User
from mauntic.accounts.services import create_team, deactivate, move_to_team
from tests.e2e.faults import faults_of
from tests.e2e.live import Live

pytestmark = pytest.mark.e2e


@pytest.fixture
def house(live: Live, db: None) -> Iterator[dict[str, User]]:
    """A rep of North, one who left, and a manager; they and the teams go when the test ends."""
    live.admin()
    with live.inside():
        people = {
            role: User.objects.create_user(f"{role}@team.example", role=role, name=name)
            for role, name in (("rep", "Jo Reyes"), ("manager", "Maximiliane Oberhauser-Lindqvist"))
        }
        north = create_team(name="North, long accounts of the public sector", manager=people["manager"])
        people["left"] = User.objects.create_user("left@team.example", name="Lee Left")
        for name in ("rep", "left"):
            move_to_team(user=people[name], team=north)
        deactivate(user=people["left"])
    yield people
    with live.inside():
        Team.objects.all().delete()
        AccessPolicy.objects.all().delete()
        User.objects.filter(email__endswith="@team.example").delete()


def test_the_pages_of_teams_have_no_faults(page: Page, house: dict[str, User], live: Live) -> None:
    with live.inside():
        team = Team.objects.get()
    paths = [
        "/settings/team/",
        f"/settings/team/{house['manager'].pk}/active/",
        "/settings/teams/new/",
        f"/settings/teams/{team.pk}/",
        f"/settings/teams/{team.pk}/delete/",
    ]
    assert [fault for path in paths for fault in faults_of(page, path)] == []


def test_an_admin_makes_a_team_and_puts_a_rep_into_it(page: Page, house: dict[str, User]) -> None:
    page.goto("/settings/team/")
    page.get_by_role("link", name="New team").click()
    page.get_by_label("Name").fill("South")
    page.get_by_label("Manager").select_option(label="Maximiliane Oberhauser-Lindqvist")
    page.get_by_role("button", name="Create team").click()
    page.get_by_label("Team of Jo Reyes", exact=True).select_option(label="South")
    page.get_by_role("button", name="Save role and team of Jo Reyes").click()
    expect(page.get_by_text('Jo Reyes is now rep in team "South".')).to_be_visible()
    expect(page.get_by_label("Team of Jo Reyes", exact=True).locator("option:checked")).to_have_text("South")


def test_somebody_leaves_after_it_is_said_how_it_goes_on(page: Page, house: dict[str, User]) -> None:
    page.goto("/settings/team/")
    page.get_by_role("link", name="Deactivate Jo Reyes").click()
    expect(page.get_by_text("Open leads and deals are reassigned within a minute")).to_be_visible()
    page.get_by_role("button", name="Deactivate Jo Reyes").click()
    expect(page.get_by_role("button", name="Reactivate Jo Reyes")).to_be_visible()
