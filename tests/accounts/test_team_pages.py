"""Teams, places, access and leaving, as an admin does them in a browser."""

import pytest
from django.test import Client

from mauntic.accounts import services
from mauntic.accounts.models import AccessPolicy, Team, User
from tests.conftest import ACME_HOST
from tests.support.queries import queries_of

PAGE = "/settings/team/"
NEW = "/settings/teams/new/"


@pytest.fixture
def boss(admin: User) -> Client:
    """A browser of the admin."""
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    return client


@pytest.fixture
def north(acme) -> Team:
    return services.create_team(name="North")


def test_an_admin_makes_a_team(boss, admin):
    answer = boss.post(NEW, {"name": "North", "manager": admin.pk}, follow=True)

    assert "Team &quot;North&quot; created." in answer.text
    assert list(Team.objects.values_list("name", "manager")) == [("North", admin.pk)]


def test_a_taken_name_is_told_at_its_field(boss, north):
    form = boss.post(NEW, {"name": "north", "manager": ""}).context["form"]

    assert form.errors == {"name": ['Team "north" already exists. Choose another name.']}


def test_reps_are_not_among_the_managers_to_choose(boss, admin, rep):
    form = boss.post(NEW, {"name": "North", "manager": rep.pk}).context["form"]

    assert list(form.errors) == ["manager"]
    assert list(form.fields["manager"].queryset) == [admin]
    assert not Team.objects.exists()


def test_an_admin_renames_a_team_and_gives_it_a_manager(boss, admin, north):
    boss.post(f"/settings/teams/{north.pk}/", {"name": "Far north", "manager": admin.pk})

    north.refresh_from_db()
    assert (north.name, north.manager) == ("Far north", admin)


def test_a_name_that_is_taken_leaves_a_team_as_it_was(boss, north):
    services.create_team(name="South")

    page = boss.post(f"/settings/teams/{north.pk}/", {"name": "South", "manager": ""})

    assert "Team &quot;South&quot; already exists" in page.text
    north.refresh_from_db()
    assert north.name == "North"


def test_dissolving_a_team_is_asked_first(boss, north, rep):
    services.move_to_team(user=rep, team=north)
    address = f"/settings/teams/{north.pk}/delete/"

    assert "1 person will have no team" in boss.get(address).text
    assert Team.objects.exists()

    boss.post(address)
    assert not Team.objects.exists()


def test_an_admin_puts_a_person_into_a_team(boss, north, rep):
    page = boss.post(f"{PAGE}{rep.pk}/place/", {"role": "manager", "team": north.pk}, follow=True)

    assert "Jo Reyes is now manager in team &quot;North&quot;." in page.text
    rep.refresh_from_db()
    assert (rep.role, rep.team) == ("manager", north)


@pytest.mark.parametrize(
    ("place", "said"),
    [({"role": "boss"}, "Role: Select a valid choice."), ({"role": "ops", "team": "x"}, "Team: “x” is not")],
)
def test_a_place_that_cannot_be_is_told_and_nothing_is_changed(boss, rep, place, said):
    assert said in boss.post(f"{PAGE}{rep.pk}/place/", place, follow=True).text
    rep.refresh_from_db()
    assert (rep.role, rep.team) == ("rep", None)


def test_an_admin_says_whose_deals_reps_see(boss):
    page = boss.post(f"{PAGE}access/", {"seen_by_reps": "team"}, follow=True)

    assert "Access of reps: those of their team. Saved." in page.text
    assert page.context["access_form"]["seen_by_reps"].initial == "team"


def test_no_policy_is_no_answer(boss):
    assert "This field is required." in boss.post(f"{PAGE}access/", follow=True).text
    assert not AccessPolicy.objects.exists()


def test_before_somebody_leaves_it_is_said_how_it_goes_on(boss, rep, north):
    services.set_role_and_team(user=rep, role="manager", team=None)
    services.change_team(team=north, name="North", manager=rep)

    page = boss.get(f"{PAGE}{rep.pk}/active/").text

    assert "Open leads and deals are reassigned within a minute, each with a reason." in page
    assert "North has no manager until" in page
    rep.refresh_from_db()
    assert rep.is_active


@pytest.mark.parametrize(
    "path", ["team/access/", "team/{rep}/place/", "team/{rep}/active/", "teams/{team}/", "teams/new/"]
)
def test_only_admins_change_teams_places_and_access(web, stranger, rep, north, path):
    address = "/settings/" + path.format(rep=rep.pk, team=north.pk)
    everything = {"role": "admin", "team": north.pk, "seen_by_reps": "all", "name": "Mine"}

    assert web.post(address, everything).status_code == 403
    assert stranger.post(address, everything).status_code == 302
    rep.refresh_from_db()
    assert (rep.role, rep.team, rep.is_active) == ("rep", None, True)
    assert list(Team.objects.values_list("name", flat=True)) == ["North"]
    assert not AccessPolicy.objects.exists()


def test_the_team_page_costs_the_same_for_more_people_and_teams(boss, make_user, north):
    for_one = queries_of(lambda: boss.get(PAGE))
    for number in range(3):
        manager = make_user("manager", email=f"{number}@acme.example")
        team = services.create_team(name=f"Team {number}", manager=manager)
        services.move_to_team(user=manager, team=team)

    assert queries_of(lambda: boss.get(PAGE)) == for_one


def test_the_administration_is_no_way_around_the_password(boss, admin, rep, north):
    """What the team page asks the password for cannot be changed there."""
    services.set_access_policy(seen_by_reps="own")
    invitation, _link = services.invite(
        email="new@acme.example", role="rep", invited_by=admin, accept_url="https://acme.example/{token}"
    )
    until = invitation.expires_at

    for path in ("add/", "1/change/", "1/delete/"):
        said = {"seen_by_reps": "all", "post": "yes"}
        assert boss.post(f"/admin/accounts/accesspolicy/{path}", said).status_code == 403
    boss.post(
        f"/admin/accounts/user/{rep.pk}/change/",
        {"name": "Jo", "time_zone": "", "team": north.pk, "role": "admin"},
    )
    boss.post(f"/admin/accounts/team/{north.pk}/change/", {"name": "South", "manager": rep.pk})
    boss.post(
        f"/admin/accounts/invitation/{invitation.pk}/change/",
        {"role": "admin", "expires_at_0": "2199-01-01", "expires_at_1": "00:00"},
    )

    assert AccessPolicy.objects.get().seen_by_reps == "own"
    rep.refresh_from_db()
    assert (rep.name, rep.team, rep.role) == ("Jo Reyes", None, "rep")
    north.refresh_from_db()
    assert (north.name, north.manager) == ("North", None)
    invitation.refresh_from_db()
    assert (invitation.role, invitation.expires_at) == ("rep", until)
