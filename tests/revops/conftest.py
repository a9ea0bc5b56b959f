"""What the tests of revenue operations share."""

from pathlib import Path

import pytest

from mauntic.accounts.models import Role, User


@pytest.fixture
def manager(make_user) -> User:
    return make_user(Role.MANAGER, name="Mo Manager")


@pytest.fixture
def colleague(make_user) -> User:
    """Another rep, of no team."""
    return make_user(Role.REP, email="colleague@acme.example", name="Kim Colleague")


@pytest.fixture
def media(settings, tmp_path) -> Path:
    """A folder for the files of this test alone."""
    settings.MEDIA_ROOT = str(tmp_path)
    # The storage forgets the folder that it knew when this one is set, and only then.
    settings.MULTITENANT_RELATIVE_MEDIA_ROOT = "%s"
    return tmp_path
