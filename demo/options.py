"""What the person who typed `make demo` asked for."""

import errno
import os
import socket
from dataclasses import dataclass
from pathlib import Path

from mauntic import embedded


class OptionsError(Exception):
    """Something that was asked for cannot be had; the message is one sentence for the person."""


@dataclass(frozen=True, slots=True)
class Options:
    """`PORT`, `LEADS` (a CSV file instead of the demo's own list) and `RESET` (start over)."""

    port: int
    leads: Path | None
    reset: bool
    data_dir: Path

    @classmethod
    def from_environment(cls) -> "Options":
        """Read the variables that `make` passes on."""
        port = os.environ.get("PORT") or "8000"
        if not port.isdecimal() or not 0 < int(port) < 2**16:
            raise OptionsError(f"PORT={port} is no port: choose a number from 1 to 65535.")
        leads = os.environ.get("LEADS") or ""
        return cls(
            port=int(port),
            leads=Path(leads).expanduser().absolute() if leads else None,
            reset=os.environ.get("RESET", "") not in {"", "0", "no"},
            data_dir=embedded.default_data_dir(),
        )

    def check(self) -> None:
        """Refuse now what would fail half-way: a port that is taken, a file that is not there."""
        if self.leads is not None and not self.leads.is_file():
            raise OptionsError(f"LEADS={self.leads}: there is no such file.")
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", self.port))
            except OSError as error:
                raise OptionsError(self._refusal(error)) from error

    @property
    def url(self) -> str:
        """Where the demonstration can be opened."""
        return f"http://localhost:{self.port}"

    @property
    def access_file(self) -> Path:
        """The file of log-ins and API key."""
        return self.data_dir / "demo.json"

    @property
    def shown_access_file(self) -> Path:
        """The same, as short as it can be from the folder that the person is in."""
        file, here = self.access_file, Path.cwd()
        return file.relative_to(here) if file.is_relative_to(here) else file

    def _refusal(self, error: OSError) -> str:
        if error.errno == errno.EADDRINUSE:
            return f"Port {self.port} is taken: stop what listens there, or run `make demo PORT=8001`."
        return f"Port {self.port} cannot be used ({error.strerror}): run `make demo PORT=8001`."
