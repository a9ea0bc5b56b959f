"""An early pytest plugin: the suite runs on its own servers, which are gone when it ends.

The workers of pytest-xdist inherit the addresses through the environment. What is set there already
stays: with DATABASE_URL and REDIS_URL the suite runs on those servers.
"""

import contextlib
import os
from collections.abc import Iterator

import pytest

from mauntic import embedded


@contextlib.contextmanager
def suite_servers() -> Iterator[None]:
    """Start throw-away servers and point the environment at them, where it names none."""
    with embedded.throwaway() as servers, pytest.MonkeyPatch.context() as environment:
        for name, value in embedded.trial_environment(servers).items():
            if not os.environ.get(name):
                environment.setenv(name, value)
        yield


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Runs before pytest-django reads the settings."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        running = contextlib.ExitStack()
        early_config.add_cleanup(running.close)  # runs even if pytest goes no further than its arguments
        running.enter_context(suite_servers())
