"""Journeys that start by a segment."""

from uuid import UUID

from django.utils.translation import gettext as _

from mauntic.automation.models import Definition, Kind
from mauntic.automation.registry.pages import address_of
from mauntic.crm.segments.registry import Use


def journeys_of_segment(segment_id: UUID) -> list[Use]:
    """Return the journeys that start by a segment."""
    settings = {"current__trigger": "segment", "current__trigger_settings__segment": str(segment_id)}
    rows = Definition.objects.filter(kind=Kind.JOURNEY, **settings).order_by("name", "pk")
    said = _('Journey "{name}"')
    return [Use(said.format(name=row.name), address_of(Kind.JOURNEY, "", row.pk)) for row in rows]
