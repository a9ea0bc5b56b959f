"""Waterfalls of fields."""

from django.utils.translation import gettext as _

from lead_intelligence.leads.domain.fields import API_FIELDS
from lead_intelligence.waterfall.models import WaterfallConfig
from mauntic.kernel.errors import NotFound


def waterfalls(field_name: str | None = None) -> list[WaterfallConfig]:
    """Return the waterfalls in the order of the API; only that of `field_name` if given.

    Raises: `NotFound` for an unknown field.
    """
    rows = (
        WaterfallConfig.objects.all()
        if field_name is None
        else WaterfallConfig.objects.filter(field_name=field_name)
    )
    found = sorted(rows, key=lambda row: API_FIELDS.index(row.field_name))
    if field_name is not None and not found:
        text = _('Unknown field "{name}". Use one of {fields}.')
        raise NotFound(text.format(name=field_name, fields=", ".join(API_FIELDS)))
    return found
