"""Running the sandbox: as a process of its own, or beside the code that uses it."""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn

from mauntic.sandbox.app import create_app, create_vendors
from mauntic.sandbox.desk import Behaviour
from mauntic.sandbox.dialect import Dialect
from mauntic.sandbox.llm.model import Model
from mauntic.sandbox.llm.scripted import scripted
from mauntic.sandbox.twilio import Twilio

HOST = "127.0.0.1"
GRACE_SECONDS = 1


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A running sandbox, with its controls at hand."""

    url: str
    vendors: Mapping[str, Dialect]
    twilio: Twilio
    llm: Model

    def base_url(self, slug: str) -> str:
        """Where the vendor is found: the adapter's base URL."""
        return f"{self.url}/{slug}"

    def key(self, slug: str) -> str:
        """The key that the vendor accepts."""
        return self.vendors[slug].key

    def options(self, slug: str) -> Mapping[str, str]:
        """What the vendor's account needs beside the key."""
        return self.vendors[slug].options(self.base_url(slug))

    def configure(self, slug: str, **settings: Any) -> None:
        """Change the vendor's behaviour, as PUT /_control/{vendor} does."""
        desk = self.vendors[slug].desk
        desk.behaviour = desk.behaviour.changed(settings)

    def stats(self, slug: str) -> dict[str, Any]:
        """What the vendor counted."""
        return self.vendors[slug].desk.stats()

    def reset(self) -> None:
        """All counts to zero and all behaviour as at the start."""
        for vendor in self.vendors.values():
            vendor.desk.reset()
        self.twilio.sent.clear()
        self.llm.reset()


@contextmanager
def running(behaviours: Mapping[str, Behaviour] | None = None) -> Iterator[Sandbox]:
    """A sandbox in a thread, on a free port of loopback; quiet (no delay, no miss) unless told otherwise."""
    vendors, twilio, model = create_vendors(behaviours or {}), Twilio(), Model()
    server = _server(create_app(vendors, twilio, model))
    with socket.create_server((HOST, 0)) as listener:
        thread = threading.Thread(target=server.run, args=([listener],), name="sandbox", daemon=True)
        thread.start()
        try:
            # The socket listens already: a call made before the server is up waits in its queue.
            yield Sandbox(f"http://{HOST}:{listener.getsockname()[1]}", vendors, twilio, model)
        finally:
            server.should_exit = True
            thread.join()


def serve(port: int, port_file: Path | None) -> None:
    """Serve until interrupted, with a model that follows a script.

    Args:
        port: 0 takes a free one.
        port_file: where the port is written to once it listens.
    """
    with socket.create_server((HOST, port)) as listener:
        if port_file:
            partial = port_file.with_suffix(".part")
            partial.write_text(str(listener.getsockname()[1]))
            partial.replace(port_file)
        _server(create_app(create_vendors(), model=Model(script=scripted))).run([listener])


def _server(app: Any) -> uvicorn.Server:
    return uvicorn.Server(
        uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
    )
