"""One table of keys feeds the script, the menu and the help."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from mauntic.web.shell import keys
from tests.conftest import ACME_HOST


def test_no_keys_are_given_twice():
    given = [key.keys for key in (*keys.EVERYWHERE, *keys.ROWS)] + [
        keys.page_keys(name) for name in keys.PAGES
    ]
    assert len(given) == len(set(given))


def test_a_page_gets_each_key_with_its_url_or_its_action(web):
    page = web.get("/").content.decode()
    table = json.loads(re.search(r'<script id="keys" type="application/json">(.*?)</script>', page)[1])
    assert {"keys": "g l", "url": reverse("leads")} in table
    assert {"keys": "j", "action": "nextRow"} in table


@pytest.mark.parametrize(("role", "has"), [("manager", True), ("rep", False)])
def test_workflows_and_journeys_have_keys_for_those_who_see_them(make_user, role, has):
    client = Client(headers={"host": ACME_HOST})
    client.force_login(make_user(role))
    page = client.get("/").content.decode()
    table = json.loads(re.search(r'<script id="keys" type="application/json">(.*?)</script>', page)[1])
    for name, letter in (("revops:workflows", "w"), ("journeys:journeys", "j")):
        assert ({"keys": f"g {letter}", "url": reverse(name)} in table) is has
        assert (f'data-keys="g {letter}"' in page) is has


def test_the_menu_shows_the_keys_of_its_pages(web):
    assert 'data-keys="g p"' in web.get("/").content.decode()
