"""Show events about an activity only to users who see the activity; keep leads that have activities."""

from uuid import UUID

from django.dispatch import receiver

from mauntic.crm.contacts.services.removal import contacts_in_use
from mauntic.events.catalog.guards import guard_records
from revops.activities.models import Activity
from revops.activities.selectors.shown import guarded_activities

guard_records("activity_id", guarded_activities)


@receiver(contacts_in_use)
def contacts_with_activities(contact_ids: list[UUID], **_: object) -> set[UUID]:
    """Return those of the contacts that have open or completed activities."""
    rows = Activity.objects.filter(contact__in=contact_ids).order_by()
    return set(rows.values_list("contact", flat=True))
