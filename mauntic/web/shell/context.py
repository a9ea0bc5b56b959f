"""The context of the shell of all pages."""

from functools import partial
from typing import Any

from django.http import HttpRequest

from mauntic.accounts.models import User
from mauntic.kernel.pages.parts import attempt
from mauntic.notifications.selectors import unread_count
from mauntic.tenants.models import Organization
from mauntic.web.shell import keys
from mauntic.web.shell.create import creatable
from mauntic.web.shell.menu import Item, hidden_pages, navigation
from mauntic.web.shell.pages import further_pages, key_pages


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the organization of the request, if the host has one, the menus, the keys and the unread count.

    All but the organization is made only where a template asks for it, so that fragments do not pay for it.
    """
    organization = getattr(request, "tenant", None)
    return {
        "organization": organization if isinstance(organization, Organization) else None,
        "navigation": partial(navigation, request),
        "unread": partial(_unread, request),
        "creatable": partial(creatable, request),
        "further_pages": partial(_further_pages, request),
        "shortcuts": _Shortcuts(request),
    }


class _Shortcuts:
    """The keys as the script and the help read them."""

    everywhere, rows = keys.EVERYWHERE, keys.ROWS
    inbox, approvals = keys.INBOX, keys.APPROVALS

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def pages(self) -> list[keys.Key]:
        return key_pages(hidden_pages(self._request))

    @property
    def bound(self) -> list[dict[str, Any]]:
        return keys.bound(hidden_pages(self._request))


def _further_pages(request: HttpRequest) -> list[Item]:
    return further_pages(request.user) if isinstance(request.user, User) else []


def _unread(request: HttpRequest) -> int:
    user = request.user
    return attempt("Unread", lambda: unread_count(user), lambda: 0) if isinstance(user, User) else 0
