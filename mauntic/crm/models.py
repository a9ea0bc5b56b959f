"""Models of the CRM that other contexts may use."""

from mauntic.crm.changes.models import Change
from mauntic.crm.companies.models import Company
from mauntic.crm.contacts.models.contact import (
    Consent,
    Contact,
    ContactQuerySet,
    EnrichmentStatus,
    LifecycleStage,
)
from mauntic.crm.contacts.models.handover import HandedLead, Handover
from mauntic.crm.contacts.models.search import ContactText
from mauntic.crm.fields.models import CustomField
from mauntic.crm.imports.models import Import, ImportRow
from mauntic.crm.lists.models import DefaultView, ListName, SavedView
from mauntic.crm.segments.models import ChangedContact, Segment, SegmentDay, SegmentKind, SegmentMember
from mauntic.crm.tags.models import ContactTag, Tag

__all__ = [
    "Change",
    "ChangedContact",
    "Company",
    "Consent",
    "Contact",
    "ContactQuerySet",
    "ContactTag",
    "ContactText",
    "CustomField",
    "DefaultView",
    "EnrichmentStatus",
    "HandedLead",
    "Handover",
    "Import",
    "ImportRow",
    "LifecycleStage",
    "ListName",
    "SavedView",
    "Segment",
    "SegmentDay",
    "SegmentKind",
    "SegmentMember",
    "Tag",
]
