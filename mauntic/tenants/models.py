"""Models of the public schema: organizations, host names, and the snapshot of a tenant schema."""

from django.db import models
from django_tenants.models import DomainMixin, TenantMixin


class Organization(TenantMixin):
    """A tenant. `services.provisioning` creates its schema, not saving the row."""

    auto_create_schema = False

    name = models.CharField(max_length=200)
    time_zone = models.CharField(max_length=64, default="UTC")
    currency = models.CharField(max_length=3, default="USD")
    enriches_new_contacts = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Domain(DomainMixin):
    """A host name of an organization."""


class SchemaSnapshot(models.Model):
    """SQL that rebuilds an empty, fully migrated tenant schema.

    `fingerprint` names the migrations it contains; a snapshot of other migrations is never replayed.
    """

    fingerprint = models.CharField(max_length=64, unique=True)
    sql = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.fingerprint
