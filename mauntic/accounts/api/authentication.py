"""How programs and browsers prove who they are to the API."""

from datetime import timedelta
from typing import Any

from drf_spectacular.authentication import SessionScheme
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from knox.auth import TokenAuthentication
from rest_framework.authentication import SessionAuthentication as DrfSessionAuthentication
from rest_framework.request import Request

from mauntic.accounts.models import ApiKey, User
from mauntic.kernel.clock import now

# Writing the time of use at every request would make each read a write.
_USE_NOTED_EVERY = timedelta(minutes=5)


class ApiKeyAuthentication(TokenAuthentication):
    """`Authorization: Bearer <api key>`."""

    def authenticate_credentials(self, token: bytes) -> tuple[User, ApiKey]:
        user, key = super().authenticate_credentials(token)
        if key.last_used_at is None or now() - key.last_used_at > _USE_NOTED_EVERY:
            ApiKey.objects.filter(pk=key.pk).update(last_used_at=now())
        return user, key


class SessionAuthentication(DrfSessionAuthentication):
    """The session cookie, with CSRF; strangers get 401, as a client without a key does."""

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 (signature of DRF)
        return "Session"


class ApiKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "mauntic.accounts.api.authentication.ApiKeyAuthentication"
    name = "apiKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:  # noqa: ARG002
        return {"type": "http", "scheme": "bearer"}


class SessionCookieScheme(SessionScheme):  # type: ignore[no-untyped-call]
    target_class = "mauntic.accounts.api.authentication.SessionAuthentication"
