"""An early pytest plugin: the suite runs on its own servers, which are gone when it ends.

The workers of pytest-xdist inherit the addresses through the environment. With DATABASE_URL and
REDIS_URL set the suite runs on those servers instead.
"""

import contextlib
import os
from collections.abc import Iterator

import pytest

from mauntic import embedded

VARIABLES = ("DATABASE_URL", "REDIS_URL")
# With its own database named, the product asks for the rest of a production's settings too.
SURROUNDINGS = {
    "SECRET_KEY": "only-for-tests",
    "ENCRYPTION_KEYS": "b25seSBmb3IgdGVzdHMsIG5ldmVyIGVsc2V3aGVyZSE=",
    "ALLOWED_HOSTS": "*",
    "HTTPS": "off",
    "COLLECTED_STATIC": "off",
    "MAUNTIC_HTTP_ALLOW_LOOPBACK": "on",
}


@contextlib.contextmanager
def suite_servers() -> Iterator[None]:
    """Start throw-away servers and point the environment at them, where it names none."""
    missing = [name for name in VARIABLES if not os.environ.get(name)]
    if not missing:
        yield
        return
    with embedded.throwaway() as servers:
        addresses = dict(zip(VARIABLES, (servers.database_url, servers.redis_url), strict=True))
        os.environ.update({name: addresses[name] for name in missing})
        try:
            yield
        finally:
            for name in missing:
                del os.environ[name]


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Runs before pytest-django reads the settings."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        running = contextlib.ExitStack()
        for name, value in SURROUNDINGS.items():
            os.environ.setdefault(name, value)
        early_config.add_cleanup(running.close)  # runs even if pytest goes no further than its arguments
        running.enter_context(suite_servers())
