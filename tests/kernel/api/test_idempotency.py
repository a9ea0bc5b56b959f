import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mauntic.crm.models import Contact, Import
from mauntic.kernel.api.idempotency import slot_of
from tests.factories.fields import define

URL = "/api/v1/crm/contacts"


@pytest.fixture
def post(web):
    def send(body, key="a-key"):
        return web.post(URL, body, content_type="application/json", headers={"Idempotency-Key": key})

    return send


def test_a_repeated_request_is_answered_again_and_not_done_again(post):
    first, second = post({"firstName": "Ada"}, "one"), post({"firstName": "Ada"}, "one")
    assert (second.status_code, second.json()) == (201, first.json())
    assert second.headers["Idempotency-Replayed"] == "true"
    assert Contact.objects.count() == 1
    assert post({"firstName": "Ada"}, "two").status_code == 201
    assert Contact.objects.count() == 2


def test_a_key_stands_for_one_request(post):
    post({"firstName": "Ada"}, "three")
    assert post({"firstName": "Grace"}, "three").status_code == 409
    for odd in ("x" * 201, "", "two words", "schlüssel"):
        assert post({"firstName": "Ada"}, odd).status_code == 400
    assert Contact.objects.count() == 1


def test_a_key_stands_for_one_request_however_its_type_is_written(web):
    def post(name):
        headers = {"Idempotency-Key": "cased"}
        body = json.dumps({"firstName": name})
        return web.post(URL, body, content_type="Application/JSON", headers=headers)

    assert [post(name).status_code for name in ("Ada", "Bob", "Ada")] == [201, 409, 201]


def test_a_key_stands_for_one_file(web, media):
    def post(text):
        file = SimpleUploadedFile("leads.csv", text)
        return web.post("/api/v1/crm/imports", {"file": file}, headers={"Idempotency-Key": "a-file"})

    first, other, again = (
        post(b"email\na@x.example\n"),
        post(b"email\nb@x.example\n"),
        post(b"email\na@x.example\n"),
    )

    assert (first.status_code, other.status_code) == (202, 409)
    assert again.json() == first.json()
    assert [row.values for row in Import.objects.get().rows.all()] == [{"email": "a@x.example"}]


def test_a_request_that_failed_frees_its_key(post):
    assert post({"email": "wrong"}, "four").status_code == 400
    assert post({"email": "ada@engines.example"}, "four").status_code == 201


def test_a_request_that_still_runs_is_not_started_again(post, web, rep):
    from django.core.cache import cache

    slot = slot_of(rep.pk, URL, "five")
    post({"firstName": "Ada"}, "five")
    kept = cache.get(slot)
    cache.set(slot, {"digest": kept["digest"]})
    assert post({"firstName": "Ada"}, "five").status_code == 409
    assert Contact.objects.count() == 1


def test_keys_of_other_people_are_others(post, admin):
    from django.test import Client

    from tests.conftest import ACME_HOST

    other = Client(headers={"host": ACME_HOST})
    other.force_login(admin)
    post({"firstName": "Ada"}, "six")
    answer = other.post(
        URL, {"firstName": "Ada"}, content_type="application/json", headers={"Idempotency-Key": "six"}
    )
    assert "Idempotency-Replayed" not in answer.headers
    assert Contact.objects.count() == 2


def test_a_large_answer_is_repeated_as_the_id_of_what_was_made(post):
    define("note", "text")
    body = {"firstName": "Ada", "customFields": {"note": "x" * 20_000, "text": "y" * 20_000}}
    first, second = post(body, "seven"), post(body, "seven")
    assert first.json()["customFields"] == body["customFields"]
    assert (second.status_code, second.json()) == (201, {"id": first.json()["id"]})
    assert Contact.objects.count() == 1
