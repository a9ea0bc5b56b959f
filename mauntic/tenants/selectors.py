"""Reads of the tenants context."""

from django.conf import settings

from mauntic.tenants.models import Domain, Organization


def address_of(organization: Organization) -> str:
    """Where its pages are, `https://acme.example`, for those who come by a mail; empty without a host."""
    hosts = Domain.objects.filter(tenant=organization).order_by("-is_primary", "pk")
    host = hosts.values_list("domain", flat=True).first()
    scheme = "https" if settings.HTTPS else "http"
    return f"{scheme}://{host}" if host else ""
