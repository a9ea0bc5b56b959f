"""A session that has ended, and a page that is out of date: the person is led back to what they saw."""

import pytest
from django.test import Client

from tests.conftest import ACME_HOST

HTMX = {"hx-request": "true"}
LEADS = "http://acme.localhost/leads/?tab=mine"


def test_a_form_of_an_ended_session_leads_back_to_its_page_and_not_to_where_it_was_sent(stranger):
    answer = stranger.post("/leads/bulk/", {"action": "assign"}, headers={"referer": LEADS})
    assert answer.headers["Location"] == "/accounts/login/?next=%2Fleads%2F%3Ftab%3Dmine"


def test_a_fragment_of_an_ended_session_sends_the_whole_page_to_the_sign_in_and_back(stranger):
    for method in (stranger.get, stranger.post):
        answer = method("/notifications/bell/", headers={**HTMX, "hx-current-url": LEADS})
        assert answer.headers["HX-Redirect"] == "/accounts/login/?next=%2Fleads%2F%3Ftab%3Dmine"
        assert "session-ended" in answer.headers["HX-Trigger"]


def test_a_page_itself_leads_back_to_its_own_address(stranger):
    assert (
        stranger.get("/leads/?tab=mine").headers["Location"] == "/accounts/login/?next=/leads/%3Ftab%3Dmine"
    )


@pytest.mark.parametrize(
    "page",
    [
        "https://evil.example/leads/",
        "http://acme.localhost//evil.example/",
        "javascript:alert(1)",
        "//evil.example/",
        "http://acme.localhost.evil.example/",
        "",
    ],
)
def test_another_host_is_never_where_the_sign_in_leads_to(stranger, page):
    for headers in ({"referer": page}, {**HTMX, "hx-current-url": page}):
        answer = stranger.post("/leads/bulk/", headers=headers)
        place = answer.headers.get("Location") or answer.headers["HX-Redirect"]
        assert place == "/accounts/login/?next=%2F"


@pytest.fixture
def strict(rep) -> Client:
    """A browser whose forms need the token of their page."""
    client = Client(enforce_csrf_checks=True, headers={"host": ACME_HOST})
    client.force_login(rep)
    return client


def test_a_form_of_an_outdated_page_shows_a_page_that_leads_back(strict):
    answer = strict.post(
        "/settings/", {"name": "Ann"}, headers={"referer": "http://acme.localhost/settings/"}
    )
    assert answer.status_code == 403
    assert "Page out of date" in answer.text
    assert '<a href="/settings/" class="btn btn-primary">Go back</a>' in answer.text


def test_a_fragment_of_an_outdated_page_loads_the_page_again(strict):
    answer = strict.post("/settings/", {"name": "Ann"}, headers={**HTMX, "hx-current-url": LEADS})
    assert answer.headers["HX-Redirect"] == "/leads/?tab=mine"
    assert "session-ended" in answer.headers["HX-Trigger"]


def test_a_wrong_password_is_a_form_that_is_not_accepted(stranger):
    answer = stranger.post("/accounts/login/", {"login": "jo@acme.example", "password": "wrong"})
    assert answer.status_code == 422
    assert "Wrong email address or password." in answer.text
