"""Ask an authorization server: the address for consent, and tokens for a code or a refresh token."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from authlib.oauth2 import ClientAuth, OAuth2Client, OAuth2Error
from django.utils.translation import gettext as _

from mauntic.delivery.sign_in.domain.providers import REVOKED, Provider
from mauntic.kernel.errors import MaunticError, VendorError
from mauntic.kernel.http import HttpAnswer, HttpClient

TIMEOUT = 10.0
"""Seconds: a refresh holds the lock of its grant meanwhile."""
LONGEST_LIFE = timedelta(days=1)
_SHORTEST = 60


@dataclass(frozen=True, slots=True)
class Client:
    """The app of the organization at a provider, and where the provider sends people back to."""

    id: str
    secret: str
    redirect: str = ""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The answer of a provider. Providers that rotate refresh tokens send a new one, others none."""

    access_token: str
    refresh_token: str
    lives: timedelta
    scopes: str
    claims: Mapping[str, Any]


class ProviderRefused(MaunticError):
    """The provider refused. `message` has its own words; `is_revoked` if only signing in again helps."""

    code = "provider_refused"

    def __init__(self, message: str, *, is_revoked: bool) -> None:
        super().__init__(message[:300])
        self.is_revoked = is_revoked


class ProviderSilent(MaunticError):
    """No usable answer came."""

    code = "provider_silent"


def consent_address(provider: Provider, client: Client, *, state: str, verifier: str, account: str) -> str:
    """Return where a person consents.

    Args:
        provider: with the addresses of its directory.
        client: the app.
        state: comes back with the code.
        verifier: of PKCE; its digest goes along, and it follows with the code.
        account: the address with which to sign in; empty for any.
    """
    hint = {"login_hint": account} if account else {}
    address, _state = _client(provider, client).create_authorization_url(
        provider.authorize_url, state=state, code_verifier=verifier, **provider.parameters, **hint
    )
    return str(address)


def tokens_for_code(provider: Provider, client: Client, *, code: str, verifier: str) -> Tokens:
    """Exchange the code of a consent.

    Raises: `ProviderRefused`, `ProviderSilent`.
    """
    asked = _client(provider, client)
    return _answer(
        provider,
        lambda: asked.fetch_token(
            provider.token_url, grant_type="authorization_code", code=code, code_verifier=verifier
        ),
    )


def refreshed(provider: Provider, client: Client, *, refresh_token: str) -> Tokens:
    """Exchange a refresh token. The answer has the refresh token that is good from now on.

    Raises: `ProviderRefused`, `ProviderSilent`.
    """
    asked = _client(provider, client)
    asked.scope = None  # the scopes stay those of the consent
    return _answer(provider, lambda: asked.refresh_token(provider.token_url, refresh_token=refresh_token))


def _client(provider: Provider, client: Client) -> Any:
    return OAuth2Client(
        session=_Session(),
        client_id=client.id,
        client_secret=client.secret,
        token_endpoint_auth_method="client_secret_post",  # noqa: S106 (the name of a method)
        scope=" ".join((*provider.mail_scopes, *provider.scopes)),
        redirect_uri=client.redirect or None,
        code_challenge_method="S256",
    )


def _answer(provider: Provider, ask: Callable[[], Mapping[str, Any]]) -> Tokens:
    try:
        found = ask()
    except OAuth2Error as error:
        words = f"{provider.name}: {error.error}: {' '.join(str(error.description or '').split())}"
        raise ProviderRefused(words.rstrip(": "), is_revoked=str(error.error) in REVOKED) from error
    except (VendorError, ValueError) as error:
        raise ProviderSilent(f"{provider.name}: {error}"[:300]) from error
    if not found.get("access_token"):
        raise ProviderSilent(_("{provider} sent no access token.").format(provider=provider.name))
    return Tokens(
        access_token=str(found["access_token"]),
        refresh_token=str(found.get("refresh_token") or ""),
        lives=_lives(found.get("expires_in")),
        scopes=str(found.get("scope") or ""),
        claims=_claims(str(found.get("id_token") or "")),
    )


def _lives(seconds: object) -> timedelta:
    given = str(seconds)
    found = timedelta(seconds=max(int(given) if given.isdecimal() and len(given) < 10 else 0, _SHORTEST))  # noqa: PLR2004
    return min(found, LONGEST_LIFE)


def _claims(id_token: str) -> Mapping[str, Any]:
    """Return what an ID token says. It came from the provider itself over TLS: that vouches for it, and no
    signature needs to be checked (OpenID Connect Core 3.1.3.7, 6)."""
    try:
        part = id_token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (IndexError, ValueError):
        return {}
    return claims if isinstance(claims, dict) else {}


class _Session:
    """What Authlib needs of a session, by our own HTTP client, which guards the inner network."""

    def post(
        self, url: str, *, data: Mapping[str, str], headers: Mapping[str, str], auth: ClientAuth
    ) -> "_Response":
        address, heads, body = auth.prepare("POST", url, dict(headers), urlencode(data))
        http = HttpClient.from_settings()
        return _Response(http.post(address, headers=heads, data=body.encode(), timeout=TIMEOUT))


class _Response:
    """An answer as Authlib reads it."""

    def __init__(self, answer: HttpAnswer) -> None:
        self._answer = answer
        self.status_code = answer.status

    def json(self) -> Any:
        return self._answer.json()

    def raise_for_status(self) -> None:
        if self.status_code >= 400:  # noqa: PLR2004 (the first status of a refusal)
            raise ValueError(f"HTTP {self.status_code}")
