"""Fields and values of a deal's history in words."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mauntic.kernel.display import day, number, percent
from revops.deals.models.choices import DealPriority, DealStage, ForecastCategory
from revops.deals.selectors.changes import LINKS

LABELS: Mapping[str, str | Promise] = {
    "stage": _("Stage"),
    "name": _("Name"),
    "value": _("Value"),
    "currency": _("Currency"),
    "priority": _("Priority"),
    "probability": _("Probability"),
    "owner": _("Owner"),
    "contact": _("Lead"),
    "company": _("Company"),
    "expected_close_on": _("Expected close"),
    "category_override": _("Forecast category"),
    "next_step": _("Next step"),
}
_CHOICES: Mapping[str, Mapping[str, str | Promise]] = {
    "stage": {str(each): each.label for each in DealStage},
    "priority": {str(each): each.label for each in DealPriority},
    "category_override": {str(each): each.label for each in ForecastCategory},
}


def label_of(field: str) -> str:
    """Return the label of a field of a deal."""
    return str(LABELS.get(field, field))


def shown_value(field: str, value: str, names: Mapping[str, str]) -> str:
    """Return a stored value as people read it.

    Args:
        field: the name of the field.
        value: the stored text; empty is none.
        names: the names of linked records by id, from `linked_names` of the deals.
    """
    if field in LINKS:
        return names.get(value, gettext("Deleted")) if value else gettext("None")
    if value and field == "value":
        return number(Decimal(value), 2)
    if value and field == "probability":
        return percent(Decimal(value))
    if value and field == "expected_close_on":
        return day(date.fromisoformat(value))
    return str(_CHOICES.get(field, {}).get(value, value)) or gettext("None")
