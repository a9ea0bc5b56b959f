"""One migrated database for the whole run, with two organizations; each test's rows are rolled back."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import dramatiq
import pytest
from django.core.files.storage import storages
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from hypothesis import settings
from pytest_django import DjangoDbBlocker

from mauntic.accounts.models import Role, User
from mauntic.kernel.ids import new_id
from mauntic.sandbox.server import Sandbox, running
from mauntic.tenants.context import enter, entered
from mauntic.tenants.models import Organization
from mauntic.tenants.services import create_organization, delete_organization
from tests.support.database import keep, kept_database, restore
from tests.support.jobs import running_jobs

ACME_HOST = "acme.localhost"
GLOBEX_HOST = "globex.localhost"
T = TypeVar("T")

# The same examples in each run, so that a test turns red by a change and not by chance or a busy machine;
# `--hypothesis-profile=explore` looks for new ones.
settings.register_profile("explore", deadline=None)
settings.register_profile("suite", derandomize=True, deadline=None)
settings.load_profile("suite")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse tests that would empty all tables at their end: nothing works after them."""
    for item in items:
        for mark in item.iter_markers("django_db"):
            if mark.kwargs.get("transaction"):
                raise pytest.UsageError(f"{item.nodeid} asks for transaction=True. Use `committed` instead.")


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_keepdb: bool,
    django_db_blocker: DjangoDbBlocker,
    pytestconfig: pytest.Config,
) -> Iterator[None]:
    """A migrated database with two organizations, which are there outside of any test's transaction.

    pytest-django's own fixture makes no database where no test of the run asks for `db`: those that use
    `committed` alone would then write to the database that DATABASE_URL names.
    """
    with django_db_blocker.unblock(), kept_database(pytestconfig.cache.mkdir("database")) as kept:
        name = connection.creation._get_test_db_name()
        is_restored = not django_db_keepdb and restore(kept, name)
        made = setup_databases(verbosity=0, interactive=False, keepdb=django_db_keepdb or is_restored)
        for schema, host in (("acme", ACME_HOST), ("globex", GLOBEX_HOST)):
            if not Organization.objects.filter(schema_name=schema).exists():
                create_organization(name=schema.capitalize(), schema_name=schema, domains=[host])
        if not is_restored:
            keep(kept, name)
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            try:
                teardown_databases(made, verbosity=0)
            except DatabaseError as error:  # a thread that is still connected
                request.node.warn(pytest.PytestWarning(f"The test database is left behind: {error}"))


@pytest.fixture(autouse=True)
def _quick_passwords(settings) -> None:
    """Hashing that is slow on purpose would be most of the suite's time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _static_files_when_asked_for(settings) -> None:
    """Each client would read all static files before its first request: a fifth of the suite's time."""
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True)
def _no_names_of_others(settings) -> None:
    """Domains are looked up at a port where nobody answers, and never in the world's DNS."""
    settings.MAUNTIC_DNS_SERVERS = ["127.0.0.1:9"]


@pytest.fixture(autouse=True)
def _loud_parts(settings) -> None:
    """An error in a part of a page fails the test instead of showing a panel."""
    settings.RAISE_PART_ERRORS = True


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
def at_once(committed: Organization):
    """Calls a function in so many threads at the same moment; their answers: `at_once(8, work)`."""

    def run(threads: int, work: Callable[[int], T]) -> list[T]:
        gate = threading.Barrier(threads)

        def one(number: int) -> T:
            enter(committed)
            try:
                gate.wait(20)
                return work(number)
            finally:
                connection.close()

        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(one, range(threads)))

    return run


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


@pytest.fixture(scope="session")
def sandbox_server() -> Iterator[Sandbox]:
    with running() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(sandbox_server: Sandbox, settings) -> Sandbox:
    """The vendors on loopback, quiet and with empty counts."""
    settings.MAUNTIC_HTTP_ALLOW_LOOPBACK = True
    sandbox_server.reset()
    return sandbox_server


@pytest.fixture
def media(settings, tmp_path) -> Path:
    """A folder for the files of this test alone."""
    settings.MEDIA_ROOT = str(tmp_path)
    # The storage forgets the folder that it knew when this one is set, and only then.
    settings.MULTITENANT_RELATIVE_MEDIA_ROOT = "%s"
    return tmp_path


@pytest.fixture(autouse=True)
def _no_media_of_others() -> None:
    """Let the storage forget its folder: a late request of the test before may have read that one's."""
    storages["default"].__dict__.pop("relative_media_root", None)
