"""Teams, who is in them, and who leads them."""

import pytest

from mauntic.accounts import services
from mauntic.accounts.models import Team, User
from mauntic.accounts.selectors import teams
from mauntic.kernel.errors import Conflict, Invalid
from mauntic.tenants.context import entered


@pytest.fixture
def manager(make_user) -> User:
    return make_user("manager", name="Mo Manager")


@pytest.fixture
def north(manager: User) -> Team:
    return services.create_team(name="North", manager=manager)


def test_a_team_has_a_tidy_name_and_a_manager(manager):
    services.create_team(name="  North \n West ", manager=manager)

    assert list(Team.objects.values_list("name", "manager")) == [("North West", manager.pk)]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (" ", "Enter a name for the team, such as North."),
        ("n" * 101, "Enter at most 100 characters, not 101."),
        ("NORTH", 'Team "NORTH" already exists. Choose another name.'),
    ],
)
def test_a_name_that_cannot_be_is_refused_at_its_field(north, name, said):
    with pytest.raises(Invalid) as refused:
        services.create_team(name=name)

    assert refused.value.fields == {"name": [said]}
    assert list(Team.objects.all()) == [north]


def test_of_two_who_take_a_name_at_the_same_moment_the_second_is_told(north, monkeypatch):
    monkeypatch.setattr("mauntic.accounts.services.teams._problems_of_name", lambda *_: {})

    with pytest.raises(Invalid, match='Team "north" already exists'):
        services.create_team(name="north")


def test_a_team_keeps_its_own_name_in_another_case(north, manager):
    services.change_team(team=north, name="NORTH", manager=manager)

    assert Team.objects.get().name == "NORTH"


def test_the_same_name_is_free_in_another_organization(north, globex):
    with entered(globex):
        services.create_team(name="North")

        assert Team.objects.count() == 1


def test_a_rep_manages_no_team(north, rep):
    with pytest.raises(Invalid) as refused:
        services.change_team(team=north, name="South", manager=rep)

    said = "Jo Reyes is a rep. Choose an active user with the role manager, ops or admin."
    assert refused.value.fields == {"manager": [said]}
    north.refresh_from_db()
    assert (north.name, str(north.manager)) == ("North", "Mo Manager")


def test_who_left_manages_no_team(acme, manager):
    services.deactivate(user=manager)

    with pytest.raises(Invalid, match="Mo Manager is deactivated"):
        services.create_team(name="North", manager=manager)


def test_a_manager_becomes_no_rep_before_the_team_has_another(north, manager, admin):
    with pytest.raises(Conflict, match=r"Mo Manager manages North\. Choose another manager first\."):
        services.change_role(user=manager, role="rep")

    services.change_team(team=north, name="North", manager=admin)
    services.change_role(user=manager, role="rep")
    assert User.objects.get(pk=manager.pk).role == "rep"


def test_a_manager_who_leaves_leaves_the_team_without_one(north, manager):
    services.deactivate(user=manager)

    assert Team.objects.get().manager is None


def test_people_go_from_one_team_to_another_and_to_none(north, rep):
    south = services.create_team(name="South")
    moves = []
    for team in (north, south, None):
        services.move_to_team(user=rep, team=team)
        moves.append(User.objects.get(pk=rep.pk).team)

    assert moves == [north, south, None]


def test_a_place_is_taken_whole_or_not_at_all(north, admin):
    with pytest.raises(Conflict, match="needs an admin"):
        services.set_role_and_team(user=admin, role="rep", team=north)

    admin.refresh_from_db()
    assert (admin.role, admin.team) == ("admin", None)


def test_people_of_a_dissolved_team_stay_in_none(north, rep):
    services.move_to_team(user=rep, team=north)

    services.delete_team(team=north)

    rep.refresh_from_db()
    assert (rep.is_active, rep.team) == (True, None)


def test_the_size_of_a_team_is_that_of_its_active_people(north, rep, make_user):
    left = make_user("rep", email="left@acme.example")
    for person in (rep, left):
        services.move_to_team(user=person, team=north)
    services.deactivate(user=left)

    assert list(teams().values_list("name", "size")) == [("North", 1)]
