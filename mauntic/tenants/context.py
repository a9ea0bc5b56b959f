"""Enter the schema of an organization, and return the current one: the only use of django-tenants."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from django.db import connection as django_connection
from django_tenants.utils import get_public_schema_name

from mauntic.tenants.models import Organization

TEMPLATE_SCHEMA = "mauntic_template"

# With what the backend of django-tenants adds, which its types do not say.
connection: Any = django_connection


class NoOrganization(RuntimeError):
    """No organization is entered."""


def current_schema() -> str:
    """Return the name of the current schema."""
    return str(connection.schema_name)


def in_public() -> bool:
    """Return whether no organization is entered."""
    return current_schema() == get_public_schema_name()


def current_organization() -> Organization:
    """Return the current organization.

    Raises: `NoOrganization`
    """
    if in_public():
        raise NoOrganization("Enter an organization first: `with entered(organization): ...`.")
    tenant = connection.tenant
    if isinstance(tenant, Organization):
        return tenant
    return Organization.objects.get(schema_name=current_schema())


def enter(organization: Organization) -> None:
    """Send all following queries of this thread to the organization's schema."""
    connection.set_tenant(organization)
    structlog.contextvars.bind_contextvars(organization=organization.schema_name)


def leave() -> None:
    """Send all following queries of this thread to the public schema."""
    connection.set_schema_to_public()
    structlog.contextvars.unbind_contextvars("organization")


def _find(organization: Organization | str) -> Organization:
    if isinstance(organization, Organization):
        return organization
    connection.set_schema_to_public()
    return Organization.objects.get(schema_name=organization)


@contextmanager
def entered(organization: Organization | str) -> Iterator[Organization]:
    """Run the block in an organization (a row or a schema name), then restore the previous one."""
    before = connection.tenant
    try:
        enter(found := _find(organization))
        yield found
    finally:
        if isinstance(before, Organization):
            enter(before)
        else:
            leave()


def cache_key(key: str, key_prefix: str, version: int) -> str:
    """Django's cache key with the schema in front: a tenant never reads another's entry."""
    return f"{current_schema()}:{key_prefix}:{version}:{key}"
