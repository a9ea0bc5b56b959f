"""The mail server of the demonstration: it accepts every email and delivers none. Its log says to whom."""

import argparse
import logging
import time
from collections.abc import Sequence
from email import message_from_bytes
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session


class _Sink:
    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 (name of aiosmtpd)
        """Accept a message, and print to whom it went."""
        content = envelope.content
        raw = content if isinstance(content, bytes) else str(content).encode()
        subject = message_from_bytes(raw, policy=default)["subject"]
        print(f"{', '.join(envelope.rcpt_tos)}: {subject}", flush=True)
        return "250 2.0.0 Accepted by the demonstration"


def _let_in(*_: Any) -> AuthResult:
    return AuthResult(success=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args(arguments)
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    server = Controller(
        _Sink(), hostname="127.0.0.1", port=options.port, auth_require_tls=False, authenticator=_let_in
    )
    server.start()
    while True:
        time.sleep(3600)


if __name__ == "__main__":
    main()
