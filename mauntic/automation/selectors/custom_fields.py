"""Which workflows and journeys set a custom field of leads."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from mauntic.automation.models import Definition, Kind
from mauntic.automation.registry.pages import address_of
from mauntic.crm.fields.registry import FieldUse
from mauntic.crm.fields.selectors.conditions import CUSTOM_KEY

OF_LEADS = f"contact{CUSTOM_KEY}"


def used_by_field(key: str) -> list[FieldUse]:
    """Return the workflows and journeys that set a custom field. Args: `key` is that in conditions."""
    if not key.startswith(OF_LEADS):
        return []
    said = {Kind.WORKFLOW: _('Workflow "{name}"'), Kind.JOURNEY: _('Journey "{name}"')}
    rows = Definition.objects.filter(current__isnull=False).select_related("current")
    return [
        FieldUse(said[Kind(row.kind)].format(name=row.name), address_of(row.kind, "", row.pk))
        for row in rows
        if row.current and sets_field(row.current.steps, key.removeprefix(OF_LEADS))
    ]


def sets_field(steps: Any, key: str) -> bool:
    """Return whether one of the steps, or of their branches, sets a custom field. Args: JSON as stored."""
    match steps:
        case {"field": "custom", "custom": str() as custom} if custom == key:
            return True
        case Mapping():
            return any(sets_field(each, key) for each in steps.values())
        case Sequence() if not isinstance(steps, str):
            return any(sets_field(each, key) for each in steps)
    return False
