"""Reads of the tenants context."""

from django.conf import settings

from mauntic.tenants.models import Domain, Organization


def address_of(organization: Organization) -> str:
    """Return where its pages are, `https://acme.example`, for links in mails; empty without a host."""
    hosts = Domain.objects.filter(tenant=organization).order_by("-is_primary", "pk")
    host = hosts.values_list("domain", flat=True).first()
    scheme = "https" if settings.HTTPS else "http"
    port = f":{settings.MAUNTIC_PUBLIC_PORT}" if settings.MAUNTIC_PUBLIC_PORT else ""
    return f"{scheme}://{host}{port}" if host else ""
