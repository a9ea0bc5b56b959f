"""Reads of the tenants context."""

from django.conf import settings

from mauntic.tenants.models import Domain, Organization


def address_of(organization: Organization) -> str:
    """Return the URL of an organization for links in emails, such as `https://acme.example`.

    Returns: an empty text for an organization without a host name.
    """
    hosts = Domain.objects.filter(tenant=organization).order_by("-is_primary", "pk")
    host = hosts.values_list("domain", flat=True).first()
    scheme = "https" if settings.HTTPS else "http"
    port = f":{settings.MAUNTIC_PUBLIC_PORT}" if settings.MAUNTIC_PUBLIC_PORT else ""
    return f"{scheme}://{host}{port}" if host else ""
