"""The web server's requests share database connections, and each stays in its own organization."""

import http.client
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from mauntic.tenants.context import entered
from mauntic.tracking.models import WriteKey
from tests.processes.house import SCHEMAS, House

ROUNDS = 60


@pytest.fixture
def keys(house: House) -> dict[str, str]:
    """A write key of each organization."""
    found = {}
    for schema in SCHEMAS:
        with entered(schema):
            found[schema] = WriteKey.objects.create(name="Site").key
    return found


def test_a_shared_connection_never_answers_for_the_organization_before(house, keys):
    port = house.start_web(DATABASE_POOL="2", ALLOWED_HOSTS="*")
    asked = [(host, owner) for _ in range(ROUNDS) for host in SCHEMAS for owner in SCHEMAS]

    def status(one: tuple[str, str]) -> int:
        host, owner = one
        path, headers = f"/v1/projects/{keys[owner]}/settings", {"Host": f"{host}.localhost"}
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
            connection.request("GET", path, headers=headers)
            with connection.getresponse() as answer:
                return answer.status

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(status, asked))

    assert answers == [200 if host == owner else 401 for host, owner in asked]
