"""What the command palette offers: pages that the person may open, and actions on the open record."""

import re

import pytest

from mauntic.accounts.models import Role
from mauntic.kernel.clock import now
from mauntic.web.shell.pages import further_pages
from tests.factories.crm import ContactFactory
from tests.factories.revops import DealFactory


def commands(web, path: str) -> set[str]:
    return set(re.findall(r'data-command="([^"]+)"', web.get(path).content.decode()))


def test_a_lead_offers_what_can_be_done_with_it(web, rep):
    lead = ContactFactory(first_name="Ada", last_name="Byron", phone="+34911234567")
    offered = commands(web, f"/leads/{lead.pk}/")
    assert {
        "Log a call with Ada Byron",
        "Call Ada Byron",
        "Email Ada Byron",
        "Assign to me",
        "Enrich",
    } <= offered
    assert "Unassign" not in offered


def test_a_lead_of_mine_is_not_assigned_to_me_again(web, rep):
    lead = ContactFactory(owner=rep, phone="", email="")
    offered = commands(web, f"/leads/{lead.pk}/")
    assert "Unassign" in offered
    assert "Assign to me" not in offered
    assert not [each for each in offered if each.startswith(("Call ", "Email "))]


def test_a_closed_deal_is_reopened_and_an_open_one_moved(web, rep):
    still_open = DealFactory(owner=rep)
    closed = DealFactory(owner=rep, stage="closed_lost", lost_reason="Price", closed_at=now())
    assert "Mark as won" in commands(web, f"/revops/deals/{still_open.pk}/")
    assert "Mark as won" not in commands(web, f"/revops/deals/{closed.pk}/")
    assert "Reopen deal" in commands(web, f"/revops/deals/{closed.pk}/")


@pytest.mark.parametrize(
    ("role", "hidden"),
    [(Role.REP, {"Team", "Business hours"}), (Role.OPS, {"Team"}), (Role.ADMIN, set())],
)
def test_pages_are_those_that_the_role_may_open(make_user, role, hidden):
    labels = {page.label for page in further_pages(make_user(role))}
    assert hidden == {"Team", "Business hours"} - labels


@pytest.mark.parametrize("role", [Role.REP, Role.MANAGER, Role.OPS])
def test_no_page_that_is_offered_refuses_the_person(make_user, stranger, role):
    user = make_user(role)
    stranger.force_login(user)
    answers = {page.label: stranger.get(page.url).status_code for page in further_pages(user)}
    assert {label for label, status in answers.items() if status != 200} == set()
