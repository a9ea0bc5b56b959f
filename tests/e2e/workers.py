"""The product at work: real workers, and the sandbox in place of the vendors."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lead_intelligence.vendors.models import EnrichmentProvider
from mauntic.sandbox.server import Sandbox, running
from tests.e2e.live import PATIENCE_S, Live, database_url


@contextmanager
def connected(live: Live, sandbox: Sandbox) -> Iterator[None]:
    """Has the organization's vendors be the sandbox inside the block."""
    with live.inside():
        before = list(EnrichmentProvider.objects.all())
        for provider in EnrichmentProvider.objects.all():
            provider.config = {
                "apiKey": sandbox.key(provider.slug),
                "baseUrl": sandbox.base_url(provider.slug),
                **sandbox.options(provider.slug),
            }
            provider.enabled = True
            provider.save()
    yield
    with live.inside():
        EnrichmentProvider.objects.bulk_update(before, ["config", "enabled"])


@contextmanager
def at_work(live: Live, log: Path) -> Iterator[None]:
    """Runs the sandbox, connects the organization to it, and runs a worker for every queue."""
    command = [sys.executable, "-m", "dramatiq", "mauntic.worker", "--processes=1", "--threads=8"]
    environment = os.environ | {"DATABASE_URL": database_url(), "MAUNTIC_HTTP_ALLOW_LOOPBACK": "1"}
    with running() as sandbox, log.open("w") as output, connected(live, sandbox):
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
        try:
            yield
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE_S)
