"""What conditions of workflows may ask about a deal, its lead and its company."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Case, DecimalField, ExpressionWrapper, F, QuerySet, Value, When
from django.db.models.functions import Round
from django.utils.translation import gettext_lazy as _

from mauntic.accounts.models import User
from mauntic.accounts.selectors import active_people
from mauntic.crm.contacts.selectors.conditions import LEAD_FIELDS, lead_columns
from mauntic.kernel.clock import now
from mauntic.kernel.conditions import Field, Kind
from mauntic.kernel.conditions.sql import Column
from mauntic.tenants.context import current_organization
from revops.deals.models.choices import DealPriority, DealStage, ForecastCategory
from revops.deals.models.deals import Deal
from revops.deals.selectors.days import organization_zone
from revops.rates.selectors import rates_on

WORTH, PERCENT = "worth", "percent"
_AMOUNT = DecimalField(max_digits=20, decimal_places=4)
_DEAL = _("Deal")


def deal_fields() -> Mapping[str, Field]:
    """Return the fields of a deal, its lead and its company. The value is in the organization's currency."""
    people = tuple((str(person.pk), str(person)) for person in active_people())
    return {**{field.key: field for field in _own(people)}, **LEAD_FIELDS}


def _own(people: tuple[tuple[str, str], ...]) -> tuple[Field, ...]:
    return (
        Field("deal.stage", _("Stage"), Kind.CHOICE, tuple(DealStage.choices), group=_DEAL),
        Field("deal.value", _("Value"), Kind.MONEY, currency=current_organization().currency, group=_DEAL),
        Field("deal.currency", _("Currency"), Kind.TEXT, group=_DEAL),
        Field("deal.probability", _("Probability (%)"), Kind.NUMBER, group=_DEAL),
        Field("deal.priority", _("Priority"), Kind.CHOICE, tuple(DealPriority.choices), group=_DEAL),
        Field(
            "deal.forecast_category",
            _("Forecast category"),
            Kind.CHOICE,
            tuple(ForecastCategory.choices),
            group=_DEAL,
        ),
        Field("deal.expected_close_on", _("Expected close"), Kind.DATE, group=_DEAL),
        Field(
            "deal.owner", _("Owner of the deal"), Kind.REFERENCE, people, existing=people_by_id, group=_DEAL
        ),
        Field("deal.next_step", _("Next step"), Kind.TEXT, group=_DEAL),
        Field("deal.lost_reason", _("Reason for losing"), Kind.TEXT, group=_DEAL),
        Field("deal.created_at", _("Created"), Kind.MOMENT, is_past=True, group=_DEAL),
        Field("deal.stage_entered_at", _("In its stage since"), Kind.MOMENT, is_past=True, group=_DEAL),
        Field("deal.last_activity_at", _("Last activity"), Kind.MOMENT, is_past=True, group=_DEAL),
    )


def deal_columns() -> Mapping[str, Column]:
    """Return where `deals_with_worth` has these fields."""
    special = {"deal.value": WORTH, "deal.probability": PERCENT}
    own = {
        field.key: Column(special.get(field.key, field.key.removeprefix("deal.")), field.kind)
        for field in _own(())
    }
    leads = {
        key: Column(key.replace(".", "__"), column.kind) if key.startswith("company.") else column
        for key, column in lead_columns("contact__").items()
    }
    return {**own, **leads}


def deals_with_worth() -> QuerySet[Deal, Any]:
    """Return all deals with their value in the organization's currency, unknown without a rate."""
    rates = rates_on(now().astimezone(organization_zone()).date())
    known = {**rates.by_currency, rates.base: 1}
    worth = Case(
        *(
            When(currency=code, then=Round(F("value") * Value(rate, output_field=_AMOUNT), 2))
            for code, rate in known.items()
        ),
        default=None,
        output_field=_AMOUNT,
    )
    return Deal.objects.annotate(
        worth=worth, percent=ExpressionWrapper(F("probability") * 100, output_field=_AMOUNT)
    )


def people_by_id(ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Return the names of those of the people who are still active."""
    rows = User.objects.filter(pk__in=ids, is_active=True)
    return {row.pk: str(row) for row in rows}
