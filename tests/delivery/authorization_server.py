"""A small authorization server on loopback (RFC 6749, 7636): codes with PKCE, refresh tokens that rotate."""

import json
import secrets
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

CLIENT, SECRET = "the-app", "the secret of the app"
MAIL = "https://mail.google.com/ https://outlook.office.com/SMTP.Send https://outlook.office.com/IMAP.AccessAsUser.All"


@dataclass
class AuthorizationServer:
    """What the server says and what it was asked.

    Args:
        account: who signs in.
        scope: what they allow.
        denies: the error with which the consent ends; empty consents.
        rotates: a refresh token is good once, and the answer has the next one.
        forgets: answers to codes have no refresh token.
        error: with which each token request is refused, and its description.
        slow: seconds that a token request takes.
        consents: the parameters of the consents that were asked for.
        asked: the grant types of the token requests.
        refresh_tokens: those that are good.
        issued: all access tokens.
    """

    url: str = ""
    account: str = "jo@ours.example"
    scope: str = MAIL
    denies: str = ""
    rotates: bool = False
    forgets: bool = False
    error: tuple[str, str] | None = None
    slow: float = 0
    consents: list[dict[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    refresh_tokens: set[str] = field(default_factory=set)
    issued: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def consent(self, address: str) -> str:
        """Be the person: open the address of a consent. Returns where the server sends them back to."""
        parts = urlsplit(address)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.consents.append(asked)
        if self.denies:
            answer = {"error": self.denies, "error_description": "The person said no."}
        else:
            code = secrets.token_urlsafe(8)
            self.codes[code] = asked
            answer = {"code": code}
        return f"{asked['redirect_uri']}?{urlencode({**answer, 'state': asked['state']})}"

    def answer(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Answer a token request."""
        self.asked.append(form["grant_type"])
        time.sleep(self.slow)
        if self.error:
            return 400, {"error": self.error[0], "error_description": self.error[1]}
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return 401, {"error": "invalid_client", "error_description": "Unauthorized"}
        if form["grant_type"] == "authorization_code":
            return self._for_code(form)
        return self._for_refresh_token(form)

    def _for_code(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        asked = self.codes.pop(form["code"], None)
        digest = sha256(form.get("code_verifier", "").encode()).digest()
        challenge = urlsafe_b64encode(digest).decode().rstrip("=")
        if asked is None or (asked["redirect_uri"], asked["code_challenge"]) != (
            form["redirect_uri"],
            challenge,
        ):
            return 400, {"error": "invalid_grant", "error_description": "Bad code"}
        return 200, self._tokens(None if self.forgets else self._new_refresh_token())

    def _for_refresh_token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        given = form["refresh_token"]
        if given not in self.refresh_tokens:
            words = "Token has been expired or revoked."
            return 400, {"error": "invalid_grant", "error_description": words}
        if not self.rotates:
            return 200, self._tokens(None)
        self.refresh_tokens.remove(given)
        return 200, self._tokens(self._new_refresh_token())

    def _new_refresh_token(self) -> str:
        token = f"refresh-{secrets.token_urlsafe(8)}"
        self.refresh_tokens.add(token)
        return token

    def _tokens(self, refresh_token: str | None) -> dict[str, Any]:
        token = f"access-{secrets.token_urlsafe(8)}"
        self.issued.append(token)
        claims = {"email": self.account, "email_verified": True, "preferred_username": self.account}
        part = urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
        given = {"refresh_token": refresh_token} if refresh_token else {}
        return {
            **given,
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": 3600,
            "scope": self.scope,
            "id_token": f"head.{part}.signature",
        }


@contextmanager
def authorization_server() -> Iterator[AuthorizationServer]:
    """Run a server for the block."""
    known = AuthorizationServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            status, answer = known.answer({name: values[0] for name, values in parse_qs(body).items()})
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *_arguments: object) -> None:
            """Stay quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        known.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield known
        finally:
            server.shutdown()
            thread.join()
