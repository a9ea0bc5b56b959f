"""What the shell shows around every page."""

from typing import Any

from django.http import HttpRequest

from mauntic.tenants.models import Organization


def shell(request: HttpRequest) -> dict[str, Any]:
    """The organization of the request, if the host leads to one."""
    organization = getattr(request, "tenant", None)
    return {"organization": organization if isinstance(organization, Organization) else None}
