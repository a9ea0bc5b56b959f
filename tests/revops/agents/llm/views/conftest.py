"""What the tests of the pages share."""

import pytest
from django.test import Client

from mauntic.accounts.models import Role
from tests.conftest import ACME_HOST


@pytest.fixture
def desk(make_user) -> Client:
    """A browser of ops."""
    client = Client(headers={"host": ACME_HOST})
    client.force_login(make_user(Role.OPS, email="ops@acme.example", name="Olga Ops"))
    return client


def text(answer) -> str:
    return answer.content.decode()
