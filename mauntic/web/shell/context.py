"""The context of the shell of all pages."""

from functools import partial
from typing import Any

from django.http import HttpRequest

from mauntic.accounts.models import User
from mauntic.kernel.pages.parts import attempt
from mauntic.notifications.selectors import unread_count
from mauntic.tenants.models import Organization
from mauntic.web.shell.menu import navigation


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the organization of the request, if the host has one, the menu and the unread count.

    The menu and the count of unread notifications are made only where a template asks for them, so that
    fragments do not pay for them.
    """
    organization = getattr(request, "tenant", None)
    return {
        "organization": organization if isinstance(organization, Organization) else None,
        "navigation": partial(navigation, request),
        "unread": partial(_unread, request),
    }


def _unread(request: HttpRequest) -> int:
    user = request.user
    return attempt("Unread", lambda: unread_count(user), lambda: 0) if isinstance(user, User) else 0
