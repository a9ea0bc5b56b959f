"""Programs get JSON for every error, whoever answers."""

import pytest
from django.test import Client

from mauntic.crm.contacts.selectors import lists
from tests.factories.crm import ContactFactory

PARTS = {"code", "message", "error", "details"}
CONTACT = "/api/v1/crm/contacts"


@pytest.mark.parametrize(
    ("method", "address", "status", "code"),
    [
        ("get", "/api/v1/revops/deals/abc", 404, "not_found"),
        ("get", f"{CONTACT}/abc", 404, "not_found"),
        ("get", f"{CONTACT}/", 404, "not_found"),
        ("get", "/api/v1/nowhere", 404, "not_found"),
        ("get", "/api/nowhere", 404, "not_found"),
        ("get", "/v1/nowhere", 404, "not_found"),
        ("get", f"{CONTACT}?q=%00", 400, "invalid"),
        ("get", f"{CONTACT}/%00", 404, "not_found"),
        ("put", "/api/v1/scoring/signals/config/%00", 404, "not_found"),
        ("put", "/api/v1/lead-intelligence/waterfall/%00", 404, "not_found"),
        ("delete", CONTACT, 405, "method_not_allowed"),
        ("get", f"{CONTACT}?page=99999999999999999999", 400, "invalid"),
        ("get", f"{CONTACT}?page=7", 404, "not_found"),
    ],
)
def test_every_error_below_the_api_is_json(web, method, address, status, code):
    answer = getattr(web, method)(address)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/json")
    assert set(answer.json()) == PARTS
    assert (answer.json()["code"], answer.json()["error"]) == (code, answer.json()["message"])


@pytest.mark.parametrize(
    ("method", "address", "status", "code"),
    [
        ("post", "/v1/track", 401, "unknown_write_key"),
        ("get", "/v1/track", 405, "method_not_allowed"),
        ("post", "/v1/forms/nowhere", 404, "not_found"),
    ],
)
def test_the_tracking_api_tells_its_errors_in_the_same_shape(web, method, address, status, code):
    answer = getattr(web, method)(
        address, "{}" if method == "post" else None, content_type="application/json"
    )
    assert (answer.status_code, set(answer.json())) == (status, PARTS)
    assert (answer.json()["code"], answer.json()["error"]) == (code, answer.json()["message"])


def test_a_stranger_is_told_in_json(stranger):
    answer = stranger.get(CONTACT)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")


def test_a_host_of_nobody_is_told_in_json(acme):
    answer = Client(headers={"host": "nobody.localhost"}).get(CONTACT)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_fault_of_ours_is_told_in_json(web, monkeypatch):
    monkeypatch.setattr(lists, "leads", lambda *_: 1 / 0)
    web.raise_request_exception = False
    answer = web.get(CONTACT)
    assert (answer.status_code, answer.json()["code"]) == (500, "error")


def test_pages_keep_their_own_errors(web):
    assert web.get("/leads/abc/")["Content-Type"].startswith("text/html")
    assert web.get("/api/").status_code == 200


@pytest.mark.parametrize("address", [f"{CONTACT}?q=%00", "/leads/?q=%00"])
def test_a_character_that_is_no_text_leaves_no_traceback_in_the_log(web, caplog, address):
    assert web.get(address).status_code == 400
    assert [record for record in caplog.records if record.exc_info] == []


def test_empty_filters_are_none(web):
    ContactFactory.create_batch(2)
    blank, plain = web.get(f"{CONTACT}?q=&grade="), web.get(CONTACT)
    assert (blank.status_code, blank.json(), blank.json()["total"]) == (200, plain.json(), 2)
    assert web.get("/api/v1/lead-intelligence/waterfall?fieldName=").status_code == 200
    assert web.get("/api/v1/revops/pipeline/metrics?period=").status_code == 200


@pytest.mark.parametrize(
    ("path", "body", "keys"),
    [
        ("crm/contacts", {"lastName": 5}, {"lastName"}),
        ("crm/contacts", {"firstName": True, "lastName": "Byron"}, {"firstName"}),
        ("crm/companies", {"name": "Engines", "techStack": ["Django", 5]}, {"techStack"}),
        ("crm/companies", {"name": "Engines", "employees": "12"}, {"employees"}),
        ("crm/companies", {"name": "Engines", "customFields": []}, {"customFields"}),
        (
            "scoring/signals",
            {"signalType": 1, "source": [], "email": "ada@engines.example"},
            {"signalType", "source"},
        ),
    ],
)
def test_values_of_another_type_are_refused_by_name(web, path, body, keys):
    answer = web.post(f"/api/v1/{path}", body, content_type="application/json")
    assert (answer.status_code, set(answer.json()["details"])) == (400, keys)


@pytest.mark.parametrize("body", ["[]", "5", '"text"', "null"])
def test_a_body_that_is_no_object_is_told_in_the_same_shape(web, body):
    answer = web.post(CONTACT, body, content_type="application/json")
    assert (answer.status_code, set(answer.json())) == (400, PARTS)
    assert isinstance(answer.json()["details"], dict)
