"""Authentication of programs and browsers in the API."""

import re
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.authentication import SessionScheme
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from knox.auth import TokenAuthentication
from rest_framework.authentication import SessionAuthentication as DrfSessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from mauntic.accounts.models import ApiKey, User
from mauntic.kernel.clock import now

# Recording the use at every request would make each read a write.
_USE_RECORDED_EVERY = timedelta(minutes=5)
_KEY = re.compile(rb"[A-Za-z0-9_]{1,200}")


class ApiKeyAuthentication(TokenAuthentication):
    """`Authorization: Bearer <api key>`."""

    def authenticate_credentials(self, token: bytes) -> tuple[User, ApiKey]:
        # knox decodes and looks up any bytes. Keys have letters, digits and "_" only.
        if not _KEY.fullmatch(token):
            raise AuthenticationFailed(_("Invalid API key. Create one in Settings > API keys."))
        user, key = super().authenticate_credentials(token)
        if key.last_used_at is None or now() - key.last_used_at > _USE_RECORDED_EVERY:
            ApiKey.objects.filter(pk=key.pk).update(last_used_at=now())
        return user, key


class SessionAuthentication(DrfSessionAuthentication):
    """Session cookie with CSRF protection. Without a session it returns 401, as without a key."""

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 (signature of DRF)
        return "Session"


class ApiKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "mauntic.accounts.api.authentication.ApiKeyAuthentication"
    name = "apiKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:  # noqa: ARG002
        return {"type": "http", "scheme": "bearer"}


class SessionCookieScheme(SessionScheme):  # type: ignore[no-untyped-call]
    target_class = "mauntic.accounts.api.authentication.SessionAuthentication"
