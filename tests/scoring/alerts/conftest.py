import pytest

from mauntic.crm.models import Contact


@pytest.fixture
def owned(contact, rep) -> Contact:
    contact.owner = rep
    contact.save()
    return contact


@pytest.fixture
def manager(make_user):
    return make_user("manager", name="Max Manager")
