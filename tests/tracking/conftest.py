import pytest
from django.core.cache import cache
from django.test import Client

from mauntic.tenants.models import Organization
from mauntic.tracking.models import WriteKey
from tests.conftest import ACME_HOST
from tests.tracking.visits.collector import Sender


@pytest.fixture
def site(acme: Organization) -> WriteKey:
    """A site of Acme that may send."""
    return WriteKey.objects.create(name="www.acme.example")


@pytest.fixture
def sender(site: WriteKey) -> Sender:
    """A client of the tracking API with the site's key. It keeps no cookies, as a library would not."""
    cache.clear()
    return Sender(Client(headers={"host": ACME_HOST}), site)
