"""Fields and values of a deal's history in words."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mauntic.accounts.models import User
from mauntic.crm.models import Company, Contact
from mauntic.kernel.display import day, number, percent
from revops.deals.models.choices import DealPriority, DealStage, ForecastCategory
from revops.deals.models.deals import DealChange

_LINKS: Mapping[str, type[Model]] = {"owner": User, "contact": Contact, "company": Company}
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


def linked_names(changes: Iterable[DealChange]) -> dict[str, str]:
    """Return the names behind the ids in changes of links, with one query per kind of link."""
    found: dict[str, str] = {}
    rows = list(changes)
    for field, model in _LINKS.items():
        ids = {text for each in rows if each.field == field for text in (each.old, each.new) if text}
        if ids:
            linked = model._default_manager.filter(pk__in=ids)  # noqa: SLF001 (documented API of Django)
            found |= {str(row.pk): getattr(row, "name", "") or str(row) for row in linked}
    return found


def shown_value(field: str, value: str, names: Mapping[str, str]) -> str:
    """Return a stored value as people read it.

    Args:
        field: the name of the field.
        value: the stored text; empty is none.
        names: the names of linked records by id, from `linked_names`.
    """
    if field in _LINKS:
        return names.get(value, gettext("Deleted")) if value else gettext("None")
    if value and field == "value":
        return number(Decimal(value), 2)
    if value and field == "probability":
        return percent(Decimal(value))
    if value and field == "expected_close_on":
        return day(date.fromisoformat(value))
    return str(_CHOICES.get(field, {}).get(value, value)) or gettext("None")
