"""One house for all tests of the module; its rows are removed before each."""

import contextlib

import dramatiq
import pytest
import redis
from django.db import connection

from mauntic import embedded
from mauntic.events.models import StoredEvent
from mauntic.tenants.context import entered
from tests.processes.house import SCHEMAS, House
from tests.support.database import kept_database


@pytest.fixture(scope="module")
def own_servers():
    with contextlib.ExitStack() as running:
        with pytest.MonkeyPatch.context() as environment:
            for name in ("DATABASE_URL", "REDIS_URL"):
                environment.delenv(name)
            servers = running.enter_context(embedded.throwaway())
        yield servers


@pytest.fixture(scope="module")
def running_house(own_servers, django_db_blocker, tmp_path_factory, pytestconfig):
    house = House(own_servers, tmp_path_factory.mktemp("workers"))
    with django_db_blocker.unblock():
        before = house.enter()
        try:
            with kept_database(pytestconfig.cache.mkdir("database")) as kept:
                house.furnish(kept)
            house.start_worker()
            yield house
        finally:
            house.close()
            connection.close()
            connection.settings_dict.update(before)


@pytest.fixture(scope="module")
def own_broker(running_house):
    """This process sends to the house's Valkey."""
    broker = dramatiq.get_broker()
    before = broker.client, broker.scripts
    # As ours, it does not try for long: `send` is to notice quickly that nobody is there.
    broker.client = redis.Redis.from_url(running_house.servers.redis_url, retry=None)
    broker.scripts = {
        name: broker.client.register_script(script.script) for name, script in broker.scripts.items()
    }
    yield
    broker.client.close()
    broker.client, broker.scripts = before


@pytest.fixture
def house(running_house, own_broker) -> House:
    for schema in SCHEMAS:
        with entered(schema), connection.cursor() as cursor:
            StoredEvent.objects.all().delete()
            cursor.execute("TRUNCATE effect")
    return running_house
