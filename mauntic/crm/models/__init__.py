"""Rows of the CRM."""

from mauntic.crm.models.company import Company
from mauntic.crm.models.contact import Contact, ContactQuerySet, EnrichmentStatus, LifecycleStage
from mauntic.crm.models.imports import Import, ImportRow
from mauntic.crm.models.search import ContactText

__all__ = [
    "Company",
    "Contact",
    "ContactQuerySet",
    "ContactText",
    "EnrichmentStatus",
    "Import",
    "ImportRow",
    "LifecycleStage",
]
