"""What the shell shows around every page."""

from functools import partial
from typing import Any

from django.http import HttpRequest

from mauntic.tenants.models import Organization
from mauntic.web.navigation import navigation


def shell(request: HttpRequest) -> dict[str, Any]:
    """The organization of the request, if the host leads to one, and the menu.

    The menu is made only where a template asks for it, so that fragments do not pay for it.
    """
    organization = getattr(request, "tenant", None)
    return {
        "organization": organization if isinstance(organization, Organization) else None,
        "navigation": partial(navigation, request),
    }
