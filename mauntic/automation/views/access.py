"""Who may read and change workflows and journeys: managers read, ops and admins change."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from mauntic.accounts.context import signed_in
from mauntic.kernel.errors import NotAllowed

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def readers_only(view: View) -> View:
    """Allow managers, ops and admins only. Visitors without a session sign in first."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = signed_in(request)
        if not (user.is_manager or user.is_ops):
            raise NotAllowed(_("Only managers, ops and admins can see this. Ask one of them."))
        return view(request, *args, **kwargs)

    return cast("View", guarded)
