"""Who may do what on the pages of scoring."""

from typing import cast

from django.http import HttpRequest

from mauntic.accounts.models import User
from mauntic.kernel.errors import NotAllowed


def signed_in(request: HttpRequest) -> User:
    """The user of a page that asks for a login."""
    return cast("User", request.user)


def require_ops(request: HttpRequest, what: str) -> User:
    """The user, or `NotAllowed` when neither ops nor admin."""
    user = signed_in(request)
    if not user.is_ops:
        raise NotAllowed(f"Only ops and admins may {what}.")
    return user
