"""How programs get in by a key."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from mauntic.accounts.models import ApiKey, Scope
from mauntic.accounts.services import create_api_key
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid
from mauntic.urls import urlpatterns
from tests.conftest import ACME_HOST

CONTACTS = "/api/v1/crm/contacts"


def asked(header: str, path: str = CONTACTS, **options):
    return Client(headers={"host": ACME_HOST}).get(path, HTTP_AUTHORIZATION=header, **options)


@pytest.mark.parametrize(
    "token",
    ["\xff", "\xc3\xbf", "ÿ" * 64, "mnt_\x00", "mnt_ \xa0", "x" * 10_000, "mnt_" + "0" * 64, "'", "%00"],
)
def test_whatever_is_no_key_is_refused(acme, token):
    answer = asked(f"Bearer {token}")
    assert answer.status_code == 401
    assert answer.json()["code"] == "not_authenticated"


def use(key: str, method: str = "get", path: str = CONTACTS, body: object = None):
    client = Client(headers={"host": ACME_HOST, "authorization": f"Bearer {key}"})
    return client.generic(method.upper(), path, json.dumps(body or {}), content_type="application/json")


def test_a_key_of_before_does_all_that_its_user_may(rep):
    key, secret = ApiKey.objects.create(user=rep, name="of before")
    assert (key.scopes, key.expiry) == (None, None)
    assert use(secret).status_code == 200
    assert use(secret, "post", body={"firstName": "Ann", "email": "ann@x.example"}).status_code == 201


@pytest.mark.parametrize(
    ("scopes", "reads", "writes"),
    [
        (["crm:read"], 200, 403),
        (["crm:write"], 200, 201),
        (["revops:write", "scoring:read"], 403, 403),
        (["crm:read", "revops:write"], 200, 403),
    ],
)
def test_a_key_does_what_its_scopes_name(rep, scopes, reads, writes):
    _, secret = create_api_key(user=rep, name="Sync", scopes=scopes)
    assert use(secret).status_code == reads
    answer = use(secret, "post", body={"firstName": "Ann", "email": "ann@x.example"})
    assert answer.status_code == writes
    if writes == 403:
        assert answer.json()["code"] == "not_allowed"
        assert "lacks the scope crm:write" in answer.json()["message"]
        assert not Contact.objects.exists()


def test_a_scope_gives_no_more_than_the_user_may(rep):
    _, secret = create_api_key(user=rep, name="Sync", scopes=["lead-intelligence:write"])
    assert use(secret, "get", "/api/v1/lead-intelligence/providers").status_code in {200, 403}
    body = {"weights": {}}
    assert use(secret, "put", "/api/v1/lead-intelligence/waterfall/phone", body).status_code == 403


def test_every_area_of_the_api_has_its_scopes():
    areas = {
        str(each.pattern).removeprefix("api/v1/").strip("/")
        for each in urlpatterns
        if str(each.pattern).startswith("api/v1/")
    }
    assert {f"{area}:{level}" for area in areas for level in ("read", "write")} == set(Scope.values)


def test_a_key_ends_with_its_time(rep):
    _, secret = create_api_key(user=rep, name="Sync", valid_days=30)
    with time_machine.travel(now() + timedelta(days=29)):
        assert use(secret).status_code == 200
    with time_machine.travel(now() + timedelta(days=31)):
        assert use(secret).status_code == 401


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("scopes", {"scopes": []}),
        ("scopes", {"scopes": ["crm:read", "all"]}),
        ("valid_days", {"valid_days": 0}),
        ("valid_days", {"valid_days": 10**9}),
        ("name", {"name": " "}),
    ],
)
def test_a_bad_field_is_named(rep, field, wrong):
    with pytest.raises(Invalid) as refused:
        create_api_key(**{"user": rep, "name": "Sync", **wrong})
    assert list(refused.value.fields) == [field]
    assert not ApiKey.objects.exists()


def test_the_page_makes_a_key_with_scopes_and_an_end(web, rep):
    data = {"name": "Sync", "scopes": ["crm:read", "revops:write"], "valid_days": "30"}
    secret = web.post("/settings/keys/", data, follow=True).context["secret"]
    key = ApiKey.objects.get()
    assert key.scopes == ["crm:read", "revops:write"]
    assert key.expiry is not None
    assert abs(key.expiry - now() - timedelta(days=30)) < timedelta(minutes=5)
    assert use(secret).status_code == 200
    assert "Read leads, companies and imports" in web.get("/settings/keys/").text


def test_the_page_asks_for_scopes(web):
    answer = web.post("/settings/keys/", {"name": "Sync", "valid_days": "never"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["scopes"])
    assert not ApiKey.objects.exists()


def test_a_key_asks_so_often_a_minute_and_others_are_not_held_up(rep, settings):
    settings.MAUNTIC_API_REQUESTS_PER_MINUTE = 3
    _, busy = create_api_key(user=rep, name="busy")
    _, other = create_api_key(user=rep, name="other")
    with time_machine.travel(1_800_000_005, tick=False):
        assert [use(busy).status_code for _ in range(4)] == [200, 200, 200, 429]
        held = use(busy)
        assert (held.json()["code"], int(held.headers["Retry-After"])) == ("rate_limited", 55)
        assert use(other).status_code == 200
    with time_machine.travel(1_800_000_060, tick=False):
        assert use(busy).status_code == 200


def test_a_session_is_not_counted(web, settings):
    settings.MAUNTIC_API_REQUESTS_PER_MINUTE = 0
    assert web.get(CONTACTS).status_code == 200


def test_without_the_cache_nothing_is_limited(rep, settings):
    settings.MAUNTIC_API_REQUESTS_PER_MINUTE = 1
    _, secret = create_api_key(user=rep, name="Sync")
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}
    assert [use(secret).status_code for _ in range(3)] == [200, 200, 200]
