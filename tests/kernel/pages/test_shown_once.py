"""A secret is shown once, also after the encryption key was rotated."""

import pytest
from cryptography.fernet import Fernet
from django.test import Client

KEYS = "/settings/keys/"


@pytest.fixture
def made(web: Client) -> Client:
    """A browser that has just created a key, and not seen it yet."""
    answer = web.post(KEYS, {"name": "Sync", "scopes": ["crm:read"], "valid_days": "30"})
    assert answer.status_code == 302, answer.content.decode()
    return web


def secret_in(page: str) -> bool:
    return 'id="secret"' in page


def test_a_secret_is_shown_once(made):
    assert secret_in(made.get(KEYS).content.decode())
    assert not secret_in(made.get(KEYS).content.decode())


def test_a_key_that_was_rotated_still_reads_the_secret(made, settings):
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode(), *settings.ENCRYPTION_KEYS]
    assert secret_in(made.get(KEYS).content.decode())


def test_without_the_old_key_a_sentence_says_what_to_do(made, settings):
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    answer = made.get(KEYS)
    assert (answer.status_code, secret_in(answer.content.decode())) == (200, False)
    assert "Revoke it, then create a new one." in answer.content.decode()
    assert "Revoke it" not in made.get(KEYS).content.decode()
