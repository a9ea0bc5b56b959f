"""What the log says of requests: their route, and nothing secret."""

import logging

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from mauntic.crm.models import Contact
from mauntic.kernel.requests.log import RedactPaths
from tests.conftest import ACME_HOST

TOKEN = "s3cr3t-tokEn_of-mail"


@pytest.fixture
def logged(caplog):
    """Makes a request and returns everything that was logged meanwhile, as text."""
    caplog.set_level(logging.INFO)
    caplog.handler.addFilter(RedactPaths())

    def run(client: Client, method: str, path: str, **options) -> str:
        caplog.clear()
        getattr(client, method)(path, **options)
        return "\n".join(record.getMessage() for record in caplog.records)

    return run


@pytest.mark.parametrize(
    ("path", "route"),
    [
        (f"/join/{TOKEN}/", "/join/<str:token>/"),
        (f"/join/{TOKEN}/?next=/{TOKEN}/", "/join/<str:token>/?next=…"),
        (f"/accounts/password/reset/key/2a-{TOKEN}/", "/accounts/password/reset/key/(?P<uidb36>"),
        (f"/settings/email/{TOKEN}/", "/settings/email/<str:token>/"),
        (f"/join/{TOKEN}", "/join/…"),
        (f"/search/?q={TOKEN}", "/search/?q=…"),
        (f"/leads/?q={TOKEN}&page=2", "/leads/?q=…&page=2"),
        (f"/nowhere/{TOKEN}/?q={TOKEN}", "/nowhere/…?q=…"),
        (f"/forms/{TOKEN}/", "/forms/"),
        (f"/leads/?ann@{TOKEN}.example&page=2", "/leads/?…=…&page=2"),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_neither_tokens_nor_searches_are_logged(web, logged, method, path, route):
    text = logged(web, method, path)
    assert route in text
    assert TOKEN not in text


def test_a_post_without_a_csrf_token_is_logged_without_its_path(acme, logged):
    client = Client(headers={"host": ACME_HOST}, enforce_csrf_checks=True)
    text = logged(client, "post", f"/join/{TOKEN}/", data={"name": "x"})
    assert "Forbidden" in text
    assert TOKEN not in text


def test_a_crash_is_logged_without_its_path(web, logged, monkeypatch):
    def crash(*_args, **_kwargs):
        raise RuntimeError("boom")

    monkeypatch.setattr("mauntic.accounts.views.joining.find_invitation", crash)
    web.raise_request_exception = False
    text = logged(web, "get", f"/join/{TOKEN}/")
    assert "Internal Server Error" in text
    assert TOKEN not in text


def test_ids_stay_to_find_a_fault_by(web, rep, logged):
    lead = Contact.objects.create(first_name="Ann", owner=rep)
    assert f"GET /leads/{lead.pk}/" in logged(web, "get", f"/leads/{lead.pk}/")


def test_the_address_of_the_client_is_the_one_that_the_proxies_vouch_for(web, logged):
    text = logged(
        web, "get", "/settings/", REMOTE_ADDR="198.51.100.7", headers={"x-forwarded-for": "1.2.3.4"}
    )
    assert "198.51.100.7" in text
    assert "1.2.3.4" not in text


def test_uploads_are_private_to_the_account(acme, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    path = default_storage.path(default_storage.save("imports/leads.csv", ContentFile(b"a")))
    folder = tmp_path / "media"
    assert (tmp_path / path).stat().st_mode & 0o777 == 0o600
    for part in (folder, folder / "acme", folder / "acme" / "imports"):
        assert part.stat().st_mode & 0o777 == 0o700
