"""Who may give a lead another owner, by every door."""

import json

import pytest
from django.test import Client

from mauntic.accounts.models import Team, User
from mauntic.accounts.services import move_to_team, set_access_policy
from mauntic.crm.contacts.services.owners import assign_owner, assign_owners
from mauntic.crm.models import Contact
from mauntic.kernel.errors import NotAllowed
from tests.conftest import ACME_HOST
from tests.factories.crm import ContactFactory


@pytest.fixture
def mate(make_user) -> User:
    return make_user("rep", email="mate@acme.example", name="Mia Mate")


def browser(user: User) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(user)
    return client


def by_page(client: Client, leads: list[Contact], owner: str) -> None:
    for lead in leads:
        client.post(f"/leads/{lead.pk}/owner/", {"owner": owner})


def by_list(client: Client, leads: list[Contact], owner: str) -> None:
    client.post("/leads/bulk/", {"ids": [str(lead.pk) for lead in leads], "action": "assign", "owner": owner})


def by_api(client: Client, leads: list[Contact], owner: str) -> None:
    for lead in leads:
        body = json.dumps({"ownerId": owner or None})
        client.patch(f"/api/v1/crm/contacts/{lead.pk}", body, content_type="application/json")


def by_routing(client: Client, leads: list[Contact], owner: str) -> None:
    for lead in leads:
        body = json.dumps({"contactId": str(lead.pk)})
        client.post("/api/v1/revops/leads/route", body, content_type="application/json")


DOORS = [by_page, by_list, by_api]


@pytest.mark.parametrize("door", [*DOORS, by_routing])
@pytest.mark.parametrize("to", ["themselves", "nobody"])
def test_a_rep_takes_no_lead_of_somebody_else(rep, mate, door, to):
    lead = Contact.objects.create(first_name="Ann", owner=mate)
    door(browser(rep), [lead], str(rep.pk) if to == "themselves" else "")
    lead.refresh_from_db()
    assert lead.owner == mate


@pytest.mark.parametrize("door", DOORS)
def test_a_rep_takes_a_free_lead_and_hands_their_own_on(rep, mate, door):
    free, own = Contact.objects.create(first_name="Ann"), Contact.objects.create(first_name="Bo", owner=rep)
    door(browser(rep), [free], str(rep.pk))
    door(browser(rep), [own], str(mate.pk))
    free.refresh_from_db()
    own.refresh_from_db()
    assert (free.owner, own.owner) == (rep, mate)


@pytest.mark.parametrize("role", ["manager", "ops", "admin"])
@pytest.mark.parametrize("door", DOORS)
def test_managers_ops_and_admins_hand_over_what_others_own(make_user, rep, mate, door, role):
    lead = Contact.objects.create(first_name="Ann", owner=mate)
    door(browser(make_user(role)), [lead], str(rep.pk))
    lead.refresh_from_db()
    assert lead.owner == rep


def test_one_lead_of_somebody_else_keeps_all_where_they_are_and_the_page_says_so(rep, mate):
    free, theirs = (
        Contact.objects.create(first_name="Ann"),
        Contact.objects.create(first_name="Bo", owner=mate),
    )
    answer = browser(rep).post(
        "/leads/bulk/",
        {"ids": [str(free.pk), str(theirs.pk)], "action": "assign", "owner": str(rep.pk)},
        follow=True,
    )
    free.refresh_from_db()
    assert free.owner is None
    assert "1 of 2 leads belong to another owner" in answer.text


def test_the_api_says_no(rep, mate):
    lead = Contact.objects.create(first_name="Ann", owner=mate)
    body = json.dumps({"ownerId": str(rep.pk), "firstName": "Anna"})
    answer = browser(rep).patch(f"/api/v1/crm/contacts/{lead.pk}", body, content_type="application/json")
    lead.refresh_from_db()
    assert (answer.status_code, answer.json()["code"], lead.first_name) == (403, "not_allowed", "Ann")


def test_where_reps_change_their_teams_work_they_take_its_leads(rep, mate, make_user):
    other = make_user("rep", email="other@acme.example")
    north = Team.objects.create(name="North")
    for user in (rep, mate):
        move_to_team(user=user, team=north)
    set_access_policy(seen_by_reps="team")
    rep.refresh_from_db()
    ours, theirs = (Contact.objects.create(first_name="Ann", owner=owner) for owner in (mate, other))

    assert assign_owner(contact_ids=[ours.pk], owner=rep, by=rep) == 1
    with pytest.raises(NotAllowed):
        assign_owner(contact_ids=[theirs.pk], owner=rep, by=rep)


@pytest.mark.parametrize("owner", ["00000000-0000-0000-0000-000000000000", "nonsense"])
@pytest.mark.parametrize("door", [by_page, by_list])
def test_an_owner_who_is_nobody_here_takes_nothing_away(rep, door, owner):
    lead = Contact.objects.create(first_name="Ann", owner=rep)
    door(browser(rep), [lead], owner)
    lead.refresh_from_db()
    assert lead.owner == rep


@pytest.mark.parametrize(
    ("role", "is_of_the_team", "may"),
    [("rep", False, False), ("rep", True, True), ("manager", False, True), ("ops", False, True)],
)
def test_the_page_offers_routing_to_whom_routing_allows_it(make_user, mate, role, is_of_the_team, may):
    user = make_user(role, email="asks@acme.example")
    set_access_policy(seen_by_reps="team")
    if is_of_the_team:
        for each in (user, mate):
            move_to_team(user=each, team=Team.objects.get_or_create(name="North")[0])
    lead = Contact.objects.create(first_name="Ann", owner=mate)
    client = browser(User.objects.get(pk=user.pk))

    assert bool(client.get(f"/leads/{lead.pk}/").context["may_route"]) is may
    body = json.dumps({"contactId": str(lead.pk)})
    answer = client.post("/api/v1/revops/leads/route", body, content_type="application/json")
    assert answer.status_code == (200 if may else 403)


def test_a_set_is_assigned_by_the_rights_of_who_asks_or_not_at_all(acme, rep, mate):
    free, taken = ContactFactory(owner=None), ContactFactory(owner=mate)
    with pytest.raises(NotAllowed):
        assign_owners(owners={free.pk: rep.pk, taken.pk: rep.pk}, by=rep)
    assert assign_owners(owners={free.pk: rep.pk}, by=rep) == 1
    assert list(Contact.objects.filter(owner=rep)) == [free]
