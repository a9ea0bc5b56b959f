"""Bodies of requests have a limit, which routes that take files raise."""

import asyncio

import pytest
from django.urls import resolve

from mauntic.crm.models import Contact
from mauntic.kernel.requests.bodies import DEFAULT_BYTES, MEGABYTE, most_bytes_of
from mauntic.web.middleware.body_limit import CUT, BodyLimit

LARGE = b'{"customFields": {"note": "' + b"x" * (9 * MEGABYTE) + b'"}}'
ROUTES_WITH_FILES = {
    "/crm/imports/new/": 200,
    "/api/v1/crm/imports": 200,
    "/revops/deals/import/": 200,
    "/settings/tracking/assets/new/": 50,
}


@pytest.mark.parametrize("address", ["/api/v1/crm/contacts", "/v1/batch", "/api/v1/nowhere"])
def test_a_body_of_more_than_1_mb_is_answered_with_413_in_json(web, address):
    answer = web.post(address, LARGE, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert "maximum is 1 MB" in answer.json()["message"]
    assert Contact.objects.count() == 0


def test_another_type_of_body_on_a_route_of_files_is_413_too(web):
    answer = web.post(
        "/api/v1/crm/imports", LARGE, content_type="application/json", headers={"Idempotency-Key": "a-key"}
    )
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_a_page_says_that_a_form_is_too_large(web):
    answer = web.post("/leads/new/", {"first_name": "x" * 2 * MEGABYTE})
    assert answer.status_code == 413
    assert "maximum is 1 MB" in answer.content.decode()


@pytest.mark.parametrize(("address", "megabytes"), ROUTES_WITH_FILES.items())
def test_a_route_that_takes_files_says_how_large(address, megabytes):
    assert most_bytes_of(resolve(address).func) == pytest.approx(megabytes * MEGABYTE, abs=MEGABYTE)


def test_other_routes_take_1_mb():
    assert most_bytes_of(resolve("/api/v1/crm/contacts").func) == DEFAULT_BYTES


def passed_on(parts, headers=()):
    """What of a body reaches Django, and whether it was cut off."""
    messages = iter(
        [
            *({"type": "http.request", "body": part, "more_body": True} for part in parts),
            {"type": "http.disconnect"},
        ]
    )
    seen = []

    async def receive():
        return next(messages)

    async def app(scope, receive, send):
        message = await receive()
        while message.get("more_body"):
            seen.append(message["body"])
            message = await receive()

    scope = {"type": "http", "path": "/v1/batch", "headers": list(headers)}
    asyncio.run(BodyLimit(app)(scope, receive, None))
    return b"".join(seen), CUT in scope


def test_a_body_without_a_length_is_cut_off_where_it_becomes_too_large():
    assert passed_on([b"x" * 600_000] * 2) == (b"x" * 600_000, True)
    assert passed_on([b"x" * 500_000] * 2) == (b"x" * 1_000_000, False)


def test_a_body_that_announces_too_much_is_not_read():
    assert passed_on([b"x"], headers=[(b"content-length", b"9000000")]) == (b"", True)
