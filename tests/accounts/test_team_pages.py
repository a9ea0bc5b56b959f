"""Teams, places, access and leaving, as an admin does them in a browser."""

import pytest
from django.test import Client

from mauntic.accounts import services
from mauntic.accounts.models import AccessPolicy, Team, User
from tests.conftest import ACME_HOST
from tests.queries import queries_of

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

    assert "North is there." in answer.text
    assert list(Team.objects.values_list("name", "manager")) == [("North", admin.pk)]


def test_a_taken_name_is_told_at_its_field(boss, north):
    form = boss.post(NEW, {"name": "north", "manager": ""}).context["form"]

    assert form.errors == {"name": ["There is a team “north” already. Choose another name."]}


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

    assert "There is a team “South” already." in page.text
    north.refresh_from_db()
    assert north.name == "North"


def test_dissolving_a_team_is_asked_first(boss, north, rep):
    services.move_to_team(user=rep, team=north)
    address = f"/settings/teams/{north.pk}/delete/"

    assert "1 person is in no team then." in boss.get(address).text
    assert Team.objects.exists()

    boss.post(address)
    assert not Team.objects.exists()


def test_an_admin_puts_a_person_into_a_team(boss, north, rep):
    page = boss.post(f"{PAGE}{rep.pk}/place/", {"role": "manager", "team": north.pk}, follow=True)

    assert "Jo Reyes is manager now, in North." in page.text
    rep.refresh_from_db()
    assert (rep.role, rep.team) == ("manager", north)


@pytest.mark.parametrize(
    ("place", "said"),
    [({"role": "boss"}, "role: Select a valid choice."), ({"role": "ops", "team": "x"}, "team: “x” is not")],
)
def test_a_place_that_cannot_be_is_told_and_nothing_is_changed(boss, rep, place, said):
    assert said in boss.post(f"{PAGE}{rep.pk}/place/", place, follow=True).text
    rep.refresh_from_db()
    assert (rep.role, rep.team) == ("rep", None)


def test_an_admin_says_whose_deals_reps_see(boss):
    page = boss.post(f"{PAGE}access/", {"seen_by_reps": "team"}, follow=True)

    assert "Reps see: those of their team. It holds from now on." in page.text
    assert page.context["access_form"]["seen_by_reps"].initial == "team"


def test_no_policy_is_no_answer(boss):
    assert "seen_by_reps: This field is required." in boss.post(f"{PAGE}access/", follow=True).text
    assert not AccessPolicy.objects.exists()


def test_before_somebody_leaves_it_is_said_how_it_goes_on(boss, rep, north):
    services.place(user=rep, role="manager", team=None)
    services.change_team(team=north, name="North", manager=rep)

    page = boss.get(f"{PAGE}{rep.pk}/active/").text

    assert "Open leads and deals are routed anew to others within a minute; the reason is kept" in page
    assert "North has no manager then" in page
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


def test_the_administration_offers_no_rep_as_manager_and_one_policy(boss, admin, rep, north):
    form = boss.get(f"/admin/accounts/team/{north.pk}/change/").context["adminform"].form
    assert list(form.fields["manager"].queryset) == [admin]

    assert boss.get("/admin/accounts/accesspolicy/add/").status_code == 200
    services.set_access_policy(seen_by_reps="all")
    assert boss.get("/admin/accounts/accesspolicy/add/").status_code == 403
