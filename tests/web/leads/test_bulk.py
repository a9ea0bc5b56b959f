"""Actions on selected leads: those ticked, or all that match the filters."""

import re

import pytest
from django.test import Client

from mauntic.accounts.models import User
from mauntic.crm.models import Contact, Handover
from revops.routing.models import RepProfile
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.usefixtures("acme")
BULK, ASSIGN = "/leads/bulk/", "/leads/assign/"


@pytest.fixture
def leads(rep: User) -> list[Contact]:
    """Two leads of the rep in Germany, one of nobody in France."""
    german = ContactFactory.create_batch(2, owner=rep, country="DE", company=None)
    return [*german, ContactFactory(owner=None, country="FR", company=None)]


def matching(query: str, **fields) -> dict[str, object]:
    return {"action": "assign", "matching": "1", "query": query, **fields}


def owners(leads: list[Contact]) -> list[User | None]:
    return [Contact.objects.get(pk=lead.pk).owner for lead in leads]


def undo(web: Client, page: str) -> str:
    [address] = re.findall(r'action="(/leads/handovers/[^"]+)"', page)
    return web.post(address, {"next": "/leads/"}, follow=True).content.decode()


def test_ticked_leads_are_assigned_and_taken_back(web: Client, leads, rep, admin: User) -> None:
    sent = {"ids": [lead.pk for lead in leads], "action": "assign", "owner": admin.pk}
    page = web.post(BULK, sent, follow=True).content.decode()
    assert "3 leads assigned to" in page
    assert "3 leads returned to their previous owners." in undo(web, page)
    assert owners(leads) == [rep, rep, None]


def test_all_that_match_are_confirmed_on_a_page_first(web: Client, leads, rep, admin: User) -> None:
    answer = web.post(BULK, matching("owner=me&country=DE", owner=admin.pk, next="/leads/?owner=me"))
    assert answer.headers["Location"].startswith(f"{ASSIGN}?matching=1&query=owner%3Dme%26country%3DDE")
    page = web.get(answer.headers["Location"]).content.decode()
    assert "0 + 2 open leads." in page
    assert owners(leads) == [rep, rep, None]
    fields = dict(
        re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.partition("card-body")[2])
    )
    fields["query"] = fields["query"].replace("&amp;", "&")
    done = web.post(BULK, fields | {"action": "assign"})
    assert done.headers["Location"] == "/leads/?owner=me"
    assert owners(leads) == [admin, admin, None]


def test_a_set_that_grew_since_it_was_confirmed_is_confirmed_again(web: Client, leads, rep, admin) -> None:
    answer = web.post(BULK, matching("country=DE", owner=admin.pk, confirmed="1"))
    assert answer.headers["Location"].startswith(ASSIGN)
    assert owners(leads) == [rep, rep, None]


def test_a_filter_that_cannot_be_read_changes_nothing(web: Client, leads, rep, admin: User) -> None:
    answer = web.post(BULK, matching("country=Atlantis", owner=admin.pk, confirmed="3"))
    assert answer.status_code == 422
    assert owners(leads) == [rep, rep, None]


def test_a_tab_travels_with_the_filters(web: Client, leads, rep, admin: User) -> None:
    web.post(BULK, matching("tab=unowned", owner=admin.pk, confirmed="1"))
    assert owners(leads) == [rep, rep, admin]


def test_ticked_leads_over_the_limit_are_confirmed_first(web: Client, leads, admin: User) -> None:
    RepProfile.objects.create(rep=admin, open_cap=1)
    sent = {"ids": [lead.pk for lead in leads], "action": "assign", "owner": admin.pk}
    answer = web.post(BULK, sent)
    page = web.get(answer.headers["Location"]).content.decode()
    assert "0 + 3 of 1 open leads, 2 over the limit." in page
    web.post(BULK, sent | {"confirmed": "3"})
    assert owners(leads) == [admin, admin, admin]


def test_a_rep_assigns_no_leads_of_others_with_a_filter_either(web: Client, leads, rep, admin: User) -> None:
    Contact.objects.filter(pk=leads[0].pk).update(owner=admin)
    page = web.post(BULK, matching("country=DE", owner=rep.pk, confirmed="2"), follow=True).content.decode()
    assert "1 of 1 leads belong" in page or "belongs to another owner" in page
    assert (owners(leads), Handover.objects.count()) == ([admin, rep, None], 0)


def test_the_effect_is_a_part_for_the_bar(web: Client, leads, admin: User) -> None:
    headers = {"HX-Request": "true", "HX-Target": "effect"}
    answer = web.get(ASSIGN, {"ids": [leads[0].pk], "owner": admin.pk}, headers=headers)
    part = answer.content.decode()
    assert ("0 + 1 open leads." in part, 'name="confirmed" value="1"' in part) == (True, True)
    assert "<html" not in part
    unassigned = web.get(ASSIGN, {"ids": [leads[0].pk], "owner": ""}, headers=headers).content.decode()
    assert "1 lead loses its owner." in unassigned


@pytest.mark.parametrize(
    ("action", "address"),
    [("export", "/leads/export.csv?country=DE"), ("enrich", "/leads/enrich/?country=DE")],
)
def test_all_that_match_are_exported_or_enriched_by_their_filter(web: Client, leads, action, address) -> None:
    sent = {"action": action, "matching": "1", "query": "country=DE"}
    assert web.post(BULK, sent).headers["Location"] == address


def test_the_list_offers_all_that_match_if_they_are_more_than_the_page(web, leads, monkeypatch) -> None:
    assert "that match" not in web.get("/leads/").content.decode()
    monkeypatch.setattr("mauntic.web.leads.views.table.PAGE_SIZE", 2)
    page = web.get("/leads/?country=").content.decode()
    assert "Select all 3 that match" in page
    monkeypatch.setattr("mauntic.web.leads.views.table.MOST", 2)
    assert "Narrow the filter to 2 or fewer to select all." in web.get("/leads/").content.decode()
