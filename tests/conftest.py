"""One migrated database for the whole run, with two organizations; each test's rows are rolled back."""

from collections.abc import Iterator

import dramatiq
import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoDbBlocker

from mauntic.accounts.models import Role, User
from mauntic.kernel.ids import new_id
from mauntic.tenants.context import entered
from mauntic.tenants.models import Organization
from mauntic.tenants.services import create_organization, delete_organization
from tests.jobs import running_jobs

ACME_HOST = "acme.localhost"
GLOBEX_HOST = "globex.localhost"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Adds two organizations to the test database, outside of any test's transaction."""
    with django_db_blocker.unblock():
        for name, host in (("acme", ACME_HOST), ("globex", GLOBEX_HOST)):
            create_organization(name=name.capitalize(), schema_name=name, domains=[host])


@pytest.fixture(autouse=True)
def _quick_passwords(settings) -> None:
    """Hashing that is slow on purpose would be most of the suite's time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def acme(db: None) -> Iterator[Organization]:
    """Inside the organization Acme."""
    with entered("acme") as organization:
        yield organization


@pytest.fixture
def globex(db: None) -> Organization:
    """Another organization, not entered: `with entered(globex): ...`."""
    return Organization.objects.get(schema_name="globex")


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Organization]:
    """Inside an organization of this test alone, where threads see what is written."""
    schema = f"t{new_id().hex[-12:]}"
    with django_db_blocker.unblock():
        organization = create_organization(name=schema, schema_name=schema, domains=[f"{schema}.localhost"])
        try:
            with entered(organization):
                yield organization
        finally:
            delete_organization(organization)
            connection.close()


@pytest.fixture
def make_user(acme: Organization):
    """Makes a person of Acme: `make_user("rep")`."""

    def make(role: str = Role.REP, email: str = "", name: str = "") -> User:
        return User.objects.create_user(email or f"{role}@acme.example", "a password", role=role, name=name)

    return make


@pytest.fixture
def rep(make_user) -> User:
    return make_user(Role.REP, name="Jo Reyes")


@pytest.fixture
def admin(make_user) -> User:
    return make_user(Role.ADMIN, name="Ada Admin")


@pytest.fixture
def web(rep: User) -> Client:
    """A browser of the rep, at Acme's host."""
    client = Client(headers={"host": ACME_HOST})
    client.force_login(rep)
    return client


@pytest.fixture
def stranger(acme: Organization) -> Client:
    """A browser at Acme's host that nobody signed in."""
    return Client(headers={"host": ACME_HOST})


@pytest.fixture
def run_jobs(acme: Organization, django_capture_on_commit_callbacks):
    """Runs a block, then everything that it sent to the workers, until the queues are empty.

    The jobs run in this process and this test's transaction, through the real broker and the real
    middleware. `with run_jobs(): service(...)`.
    """
    return running_jobs(dramatiq.get_broker(), django_capture_on_commit_callbacks)
