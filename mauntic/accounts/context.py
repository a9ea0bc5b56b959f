"""Who is asking, and whether they may."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from mauntic.accounts.models import Role, User
from mauntic.kernel.errors import NotAllowed

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def signed_in(request: HttpRequest) -> User:
    """The person of the request; `NotAllowed` for strangers, whom `login_required` keeps away."""
    if not isinstance(request.user, User):
        raise NotAllowed("Sign in first.")
    return request.user


def admin_required(view: View) -> View:
    """Lets admins through; strangers sign in first, others are told whom to ask."""
    return _guarded(view, lambda user: user.role == Role.ADMIN, "Only admins change this.")


def ops_required(view: View) -> View:
    """Lets ops and admins through; strangers sign in first, others are told whom to ask."""
    return _guarded(view, lambda user: user.is_ops, "Only ops and admins change this.")


def _guarded(view: View, may: Callable[[User], bool], refusal: str) -> View:
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may(signed_in(request)):
            raise NotAllowed(f"{refusal} Ask an admin of your organization.")
        return view(request, *args, **kwargs)

    return cast("View", guarded)
