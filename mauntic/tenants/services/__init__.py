"""Writes of the tenants context."""

from mauntic.tenants.services.organizations import (
    create_organization,
    delete_organization,
    update_organization,
)
from mauntic.tenants.services.provisioning import ensure_snapshot

__all__ = ["create_organization", "delete_organization", "ensure_snapshot", "update_organization"]
