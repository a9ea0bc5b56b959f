"""What the shell shows around every page."""

from functools import partial
from typing import Any

from django.http import HttpRequest

from mauntic.accounts.models import User
from mauntic.notifications.selectors import unread_count
from mauntic.tenants.models import Organization
from mauntic.web.navigation import navigation


def shell(request: HttpRequest) -> dict[str, Any]:
    """The organization of the request, if the host leads to one, and the menu.

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
    return unread_count(request.user) if isinstance(request.user, User) else 0
