"""The user of a request, and the roles that a view requires."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mauntic.accounts.models import Role, User
from mauntic.kernel.errors import NotAllowed
from mauntic.tenants.context import current_organization
from mauntic.tenants.selectors import address_of

_ADMINS_ONLY = gettext_lazy("Only admins can do this. Ask an admin of your organization.")
_MANAGERS_ONLY = gettext_lazy("Only managers, ops and admins can do this. Ask one of them.")
_OPS_ONLY = gettext_lazy("Only ops and admins can do this. Ask one of them.")

# Key of the session for the time of the sign-in, in seconds since 1970.
SIGNED_IN_AT = "signed_in_at"

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def signed_in(request: HttpRequest) -> User:
    """Return the user of the request.

    Raises: `NotAllowed` without a session. Views prevent it with `login_required`.
    """
    if not isinstance(request.user, User):
        raise NotAllowed(_("Sign in first."))
    return request.user


def admin_required(view: View) -> View:
    """Allow admins only. Visitors without a session sign in first."""
    return _guarded(view, lambda user: user.role == Role.ADMIN, _ADMINS_ONLY)


def managers_required(view: View) -> View:
    """Allow managers, ops and admins only. Visitors without a session sign in first."""
    return _guarded(view, lambda user: user.is_manager, _MANAGERS_ONLY)


def ops_required(view: View) -> View:
    """Allow ops and admins only. Visitors without a session sign in first."""
    return _guarded(view, lambda user: user.is_ops, _OPS_ONLY)


def require_ops(request: HttpRequest) -> User:
    """Return the user of the request, for views whose GET is open to everybody and for the API.

    Raises: `NotAllowed` unless the user is ops or admin.
    """
    user = signed_in(request)
    if not user.is_ops:
        raise NotAllowed(str(_OPS_ONLY))
    return user


def identity_confirmed(view: View) -> View:
    """Ask for the password before a change, unless the user entered it a few minutes ago.

    For changes that outlive a stolen session: keys, roles, invitations and email addresses.
    """
    return cast("View", reauthentication_required(view, enabled=lambda request: request.method == "POST"))


def link_template(name: str) -> str:
    """Return the URL of the page `name` for an email, with `{token}` in place of the token.

    The host is that of the organization, never of the request, which an attacker may choose.
    """
    return f"{address_of(current_organization())}{reverse(name, args=['TOKEN'])}".replace("TOKEN", "{token}")


def _guarded(view: View, may: Callable[[User], bool], refusal: Promise) -> View:
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may(signed_in(request)):
            raise NotAllowed(str(refusal))
        return view(request, *args, **kwargs)

    return cast("View", guarded)
