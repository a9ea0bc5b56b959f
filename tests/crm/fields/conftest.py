"""A browser of ops, who define fields."""

import pytest
from django.test import Client

from tests.conftest import ACME_HOST


@pytest.fixture
def ops_web(make_user) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(make_user("ops", name="Ola Ops"))
    return client
