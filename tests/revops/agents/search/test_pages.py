"""The pages of web search."""

import pytest
from django.test import Client

from mauntic.accounts.models import Role
from revops.agents.llm.models.runs import AgentRun
from revops.agents.search.models import SearchAccount
from tests.conftest import ACME_HOST
from tests.factories.search import connect_search

PAGE = "/revops/agents/search/"
BRAVE, OWN = f"{PAGE}brave/", f"{PAGE}searxng/"
ACTS = [f"{BRAVE}{act}/" for act in ("test", "stop", "remove")]


def browser(user) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(user)
    return client


@pytest.fixture
def desk(make_user) -> Client:
    return browser(make_user(Role.OPS))


def text(answer) -> str:
    return answer.content.decode()


def test_at_first_no_engine_is_set_up(desk):
    page = text(desk.get(PAGE))
    assert page.count("Not set up") == 3
    assert "Off until you choose one" in page


def test_an_engine_is_saved_and_used_and_its_key_is_not_shown(desk):
    answer = desk.post(BRAVE, {"key": "sk-brave-1", "price": "5", "priced_on": "2026-11-01"}, follow=True)
    assert "Research uses Brave Search. Test it next." in text(answer)
    row = SearchAccount.objects.get()
    assert (row.key, row.price, str(row.priced_on), row.is_used) == ("sk-brave-1", 5, "2026-11-01", True)
    for address in (BRAVE, PAGE):
        page = text(desk.get(address))
        assert "In use" in page
        assert "sk-brave-1" not in page


@pytest.mark.parametrize(
    ("address", "sent", "words"),
    [
        (BRAVE, {"price": "5"}, "Enter the API key."),
        (BRAVE, {"key": "k"}, "Enter the price of a thousand searches"),
        (BRAVE, {"key": "k", "price": "many"}, "Enter a number."),
        (OWN, {"price": "0"}, "This field is required."),
        (OWN, {"price": "0", "base_url": "search"}, "Enter the address of the server"),
    ],
)
def test_what_is_wrong_stands_at_its_field(desk, address, sent, words):
    answer = desk.post(address, sent)
    assert answer.status_code == 422
    assert words in text(answer)
    assert not SearchAccount.objects.exists()


def test_a_test_says_what_it_found_or_what_is_wrong(desk, sandbox):
    account = connect_search(sandbox)
    sandbox.llm.web.add("https://news.example/a", "CRM")
    assert "Brave Search found 1 page." in text(desk.post(f"{BRAVE}test/", follow=True))
    account.credentials = {"key": "wrong"}
    account.save()
    page = text(desk.post(f"{BRAVE}test/", follow=True))
    assert page.count("Brave Search rejects the API key.") == 2
    assert "Save to switch it on again." in page


def test_search_is_switched_off_and_the_engine_removed(desk, sandbox):
    connect_search(sandbox)
    assert "own site only" in text(desk.post(f"{BRAVE}stop/", follow=True))
    assert not SearchAccount.objects.get().is_used
    assert "removed with its key" in text(desk.post(f"{BRAVE}remove/", follow=True))
    assert not SearchAccount.objects.exists()


@pytest.mark.parametrize("role", [Role.REP, Role.MANAGER])
def test_reps_and_managers_neither_see_nor_change_engines(make_user, sandbox, role):
    connect_search(sandbox)
    client = browser(make_user(role))
    assert {client.get(each).status_code for each in (PAGE, BRAVE)} == {403}
    assert {client.post(each, {"key": "k", "price": "1"}).status_code for each in (BRAVE, *ACTS)} == {403}
    assert SearchAccount.objects.get().is_used
    assert not AgentRun.objects.exists()


def test_an_unknown_engine_is_not_found(desk):
    assert desk.get(f"{PAGE}altavista/").status_code == 404
