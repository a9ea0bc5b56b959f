"""An early pytest plugin: the suite runs on its own servers, which are gone when it ends.

The workers of pytest-xdist inherit the addresses through the environment. What is set there already
stays: with DATABASE_URL and REDIS_URL the suite runs on those servers.
"""

import contextlib
import os
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode

import pytest

from mauntic import embedded

# The same in each run: the migrated database, which is kept between runs, has encrypted values.
ENCRYPTION_KEY = urlsafe_b64encode(b"the key of the tests, 32 letters").decode()


@contextlib.contextmanager
def suite_servers() -> Iterator[None]:
    """Start throw-away servers and point the environment at them, where it names none."""
    with embedded.throwaway() as servers, pytest.MonkeyPatch.context() as environment:
        for name, value in {**embedded.trial_environment(servers), "ENCRYPTION_KEYS": ENCRYPTION_KEY}.items():
            if not os.environ.get(name):
                environment.setenv(name, value)
        yield


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Runs before pytest-django reads the settings."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        os.environ["REDIS_URL"] = _own_broker(os.environ["REDIS_URL"], int(worker.removeprefix("gw")))
    else:
        running = contextlib.ExitStack()
        early_config.add_cleanup(running.close)  # runs even if pytest goes no further than its arguments
        running.enter_context(suite_servers())


def _own_broker(url: str, number: int) -> str:
    """The address of the broker's database of that number, as pytest-django numbers PostgreSQL's."""
    # Not urlunsplit: it takes the empty host, and with it both slashes, out of unix:///path.
    address, _, query = url.partition("?")
    return f"{address}?{urlencode({**dict(parse_qsl(query)), 'db': number})}"
