"""What caches may keep: nothing that a signed-in person or program is shown."""

import pytest
from django.test import Client

from mauntic.accounts.services import create_api_key
from tests.conftest import ACME_HOST


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/leads/",
        "/settings/",
        "/settings/keys/",
        "/leads/export.csv",
        "/nowhere/",
        "/api/v1/crm/contacts",
    ],
)
def test_no_cache_keeps_a_signed_in_page(web, path):
    kept = web.get(path).headers["Cache-Control"]
    assert {"private", "no-store"} <= {part.strip() for part in kept.split(",")}


def test_no_cache_keeps_what_a_program_reads(rep):
    _, secret = create_api_key(user=rep, name="Sync")
    client = Client(headers={"host": ACME_HOST, "authorization": f"Bearer {secret}"})
    answer = client.get("/api/v1/crm/contacts")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")


def test_public_files_stay_cacheable(web):
    assert "public" in web.get("/t.js").headers["Cache-Control"]
