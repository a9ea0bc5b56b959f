"""Whose work a person sees, by role, team and the organization's policy."""

from uuid import UUID

import pytest

from mauntic.accounts import services
from mauntic.accounts.models import AccessPolicy, Team, User
from mauntic.accounts.selectors import access_policy, owned_by_visible, people_who_see, visible_people
from mauntic.crm.models import Contact
from mauntic.kernel.errors import Invalid
from mauntic.tenants.context import entered
from tests.support.queries import queries_of

# Contacts stand in for whatever has an owner: one of each person here, by their first name, and nobody's.
EVERYTHING = ["boss", "left", "mate", "nobody", "other", "rep"]


@pytest.fixture
def house(make_user) -> dict[str, User]:
    """Rep, mate and left (who is gone) are in North, other is in South; the boss is in neither team."""
    roles = {"rep": "rep", "mate": "rep", "left": "rep", "other": "rep", "boss": "manager"}
    people = {name: make_user(role, email=f"{name}@acme.example") for name, role in roles.items()}
    north, south = (Team.objects.create(name=name) for name in ("North", "South"))
    for name in ("rep", "mate", "left"):
        services.move_to_team(user=people[name], team=north)
    services.move_to_team(user=people["other"], team=south)
    services.deactivate(user=people["left"])
    for name in EVERYTHING:
        Contact.objects.create(first_name=name, owner=people.get(name))
    return people


def seen_by(user: User) -> list[str]:
    # As the next request would: with the row as it is stored.
    stored = User.objects.get(pk=user.pk)
    visible = Contact.objects.filter(owned_by_visible(stored))
    found = sorted(visible.values_list("first_name", flat=True))
    owners = dict(Contact.objects.values_list("first_name", "owner"))
    sees = people_who_see([stored], owners.values())
    assert found == sorted(name for name, owner in owners.items() if user.pk in sees[owner]), "two rules"
    return found


def lead(boss: User, *names: str) -> None:
    Team.objects.filter(name__in=names).update(manager=boss)


def test_reps_see_their_own_until_the_organization_says_otherwise(house):
    assert access_policy().seen_by_reps == "own"
    assert seen_by(house["rep"]) == ["rep"]


def test_reps_see_their_teams_where_the_policy_says_so_and_what_those_who_left_had(house):
    services.set_access_policy(seen_by_reps="team")

    assert seen_by(house["rep"]) == ["left", "mate", "rep"]


def test_a_rep_without_a_team_sees_their_own_not_that_of_others_without_one(house):
    services.set_access_policy(seen_by_reps="team")
    services.move_to_team(user=house["rep"], team=None)

    assert seen_by(house["rep"]) == ["rep"]


def test_reps_see_everything_where_the_policy_says_so(house):
    services.set_access_policy(seen_by_reps="all")

    assert seen_by(house["rep"]) == EVERYTHING


def test_managers_see_their_own_and_nobodys_before_they_have_a_team(house):
    assert seen_by(house["boss"]) == ["boss", "nobody"]


def test_managers_see_the_teams_that_they_manage(house):
    lead(house["boss"], "South")
    assert seen_by(house["boss"]) == ["boss", "nobody", "other"]

    lead(house["boss"], "North", "South")
    assert seen_by(house["boss"]) == EVERYTHING


def test_managers_see_the_team_that_they_are_in(house):
    services.move_to_team(user=house["boss"], team=Team.objects.get(name="South"))

    assert seen_by(house["boss"]) == ["boss", "nobody", "other"]


@pytest.mark.parametrize("policy", ["own", "team"])
def test_managers_see_their_teams_whatever_reps_see_of_theirs(house, policy):
    lead(house["boss"], "South")

    services.set_access_policy(seen_by_reps=policy)

    assert seen_by(house["boss"]) == ["boss", "nobody", "other"]


def test_where_reps_see_everything_managers_do(house):
    services.set_access_policy(seen_by_reps="all")
    assert seen_by(house["boss"]) == EVERYTHING


@pytest.mark.parametrize("role", ["ops", "admin"])
def test_ops_and_admins_see_everything(house, make_user, role):
    assert seen_by(make_user(role)) == EVERYTHING


def test_the_people_whose_work_one_sees_are_found_alike(house):
    lead(house["boss"], "North")

    assert {user.email for user in visible_people(house["boss"])} == {
        "boss@acme.example",
        "left@acme.example",
        "mate@acme.example",
        "rep@acme.example",
    }


def test_who_sees_rows_is_found_for_many_people_at_once(house):
    services.set_access_policy(seen_by_reps="team")
    people = [User.objects.get(pk=person.pk) for person in house.values()]
    owners = [person.pk for person in people]
    sees = people_who_see(people, [*owners, None])
    assert sees[house["other"].pk] == {house["other"].pk}
    assert sees[house["rep"].pk] == {house[name].pk for name in ("rep", "mate", "left")}
    assert sees[None] == {house["boss"].pk}
    assert queries_of(lambda: people_who_see(people, owners)) == 2


def test_what_is_seen_costs_the_same_for_more_people(house, make_user):
    services.set_access_policy(seen_by_reps="team")
    rep, boss = house["rep"], house["boss"]
    lead(boss, "North")

    def read(user: User) -> list[UUID]:
        return list(Contact.objects.filter(owned_by_visible(user)).values_list("pk", flat=True))

    assert (queries_of(lambda: read(rep)), queries_of(lambda: read(boss))) == (2, 2)
    for number in range(3):
        mate = make_user("rep", email=f"{number}@acme.example")
        services.move_to_team(user=mate, team=rep.team)
        Contact.objects.create(first_name="more", owner=mate)
    assert (len(read(rep)), len(read(boss))) == (6, 8)
    assert (queries_of(lambda: read(rep)), queries_of(lambda: read(boss))) == (2, 2)


def test_the_policy_is_one_row_however_often_it_is_set(acme, globex):
    for seen in ("team", "all"):
        services.set_access_policy(seen_by_reps=seen)

    assert list(AccessPolicy.objects.values_list("seen_by_reps", flat=True)) == ["all"]
    with entered(globex):
        assert access_policy().seen_by_reps == "own"


def test_an_unknown_policy_is_refused_at_its_field(acme):
    with pytest.raises(Invalid) as refused:
        services.set_access_policy(seen_by_reps="none")

    assert refused.value.fields == {
        "seen_by_reps": ["Choose one of Their own (own), Those of their team (team), All (all)."]
    }
    assert not AccessPolicy.objects.exists()
