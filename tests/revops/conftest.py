"""What the tests of revenue operations share."""

import pytest

from mauntic.accounts.models import Role, User


@pytest.fixture
def manager(make_user) -> User:
    return make_user(Role.MANAGER, name="Mo Manager")


@pytest.fixture
def colleague(make_user) -> User:
    """Another rep, of no team."""
    return make_user(Role.REP, email="colleague@acme.example", name="Kim Colleague")
