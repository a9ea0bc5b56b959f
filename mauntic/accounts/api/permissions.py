"""Scopes of API keys."""

from django.utils.translation import gettext as _
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from mauntic.accounts.models import ApiKey

_PREFIX = "api/v1/"


class KeyScopePermission(BasePermission):
    """Limit a key to its scopes. Sessions, and keys without scopes, have the permissions of their user."""

    def has_permission(self, request: Request, view: object) -> bool:  # noqa: ARG002 (signature of DRF)
        key = request.auth
        if not isinstance(key, ApiKey) or key.scopes is None:
            return True
        area, level = _area_of(request), "read" if request.method in SAFE_METHODS else "write"
        self.message = _(
            "This key lacks the scope %(scope)s. Create a key with this scope in Settings > API keys."
        ) % {"scope": f"{area}:{level}"}
        return bool({f"{area}:{level}", f"{area}:write"} & set(key.scopes))


def _area_of(request: Request) -> str:
    """Return the part of the route after `api/v1/`, such as `crm` or `scoring`."""
    match = request.resolver_match
    route = match.route if match else ""
    return route.removeprefix(_PREFIX).partition("/")[0] if route.startswith(_PREFIX) else ""
