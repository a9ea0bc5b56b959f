"""Pages of workflows, opened by people with different rights."""

import pytest
from django.test import Client

from mauntic.accounts.models import Role, User
from tests.conftest import ACME_HOST


def page_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def signed_in(user: User) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(user)
    return client


@pytest.fixture
def ops(make_user) -> User:
    return make_user(role=Role.OPS, name="Olga Ops")


@pytest.fixture
def web_ops(ops: User) -> Client:
    return signed_in(ops)


@pytest.fixture
def web_manager(make_user) -> Client:
    return signed_in(make_user(role=Role.MANAGER))
