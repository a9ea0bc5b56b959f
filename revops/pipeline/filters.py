"""Filters of the board and the table of deals, all taken from the URL."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import django_filters as filters
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mauntic.accounts.models import User
from mauntic.accounts.selectors import teams, visible_people
from mauntic.kernel.errors import NotFound
from revops.deals.models.choices import DealPriority, DealStage, ForecastCategory
from revops.deals.models.deals import Deal, DealQuerySet
from revops.deals.selectors.days import organization_zone, today
from revops.forecast.domain.periods import Period
from revops.health.models import HealthLevel

MINE, NOBODY, UNKNOWN, PAST, UNDATED = "me", "nobody", "unknown", "past", "none"
Label = str | Promise
Choices = list[tuple[str, Label]]

# Periods relative to today. Codes of periods such as 2026-Q4 work as well.
_SPANS: Mapping[str, tuple[Label, Callable[[date], Period]]] = {
    "this-month": (_("This month"), Period.month_of),
    "next-month": (_("Next month"), lambda today: Period.month_of(today).shifted(1)),
    "this-quarter": (_("This quarter"), Period.quarter_of),
    "next-quarter": (_("Next quarter"), lambda today: Period.quarter_of(today).shifted(1)),
}
CLOSES: Choices = [
    *((name, label) for name, (label, _) in _SPANS.items()),
    (PAST, _("Overdue")),
    (UNDATED, _("No date")),
]


def period_named(name: str) -> Period:
    """Return the period named `this-month` or coded `2026-Q4`.

    Raises:
        NotFound: `name` is neither a name nor a code of a period.
    """
    _, span = _SPANS.get(name, ("", None))
    return span(today()) if span else Period.parse(name)


def period_label(name: str) -> str:
    """Return the name of a period for people; empty for an unknown one."""
    try:
        return period_named(name).label
    except NotFound:
        return ""


def _is_period(value: str) -> None:
    if value in {PAST, UNDATED}:
        return
    try:
        period_named(value)
    except NotFound as error:
        raise ValidationError(error.message) from error


class DealFilter(filters.FilterSet):
    """Filters deals. Invalid input shows an error at its field and filters nothing."""

    q = filters.CharFilter(method="with_text", max_length=200, label=_("Deal, company or lead"))
    company = filters.UUIDFilter(field_name="company_id", label=_("Company"))
    owner = filters.ChoiceFilter(method="of_owner", label=_("Owner"), empty_label=_("Any"))
    team = filters.ChoiceFilter(field_name="owner__team", label=_("Team"), empty_label=_("Any"))
    close = filters.CharFilter(
        method="closing", max_length=20, label=_("Expected close"), validators=[_is_period]
    )
    priority = filters.ChoiceFilter(choices=DealPriority.choices, label=_("Priority"), empty_label=_("Any"))
    health = filters.ChoiceFilter(
        method="with_health",
        choices=[*HealthLevel.choices, (UNKNOWN, _("Not assessed yet"))],
        label=_("Health"),
        empty_label=_("Any"),
    )
    stage = filters.ChoiceFilter(choices=DealStage.choices, label=_("Stage"), empty_label=_("Any"))
    category = filters.ChoiceFilter(
        field_name="forecast_category",
        choices=ForecastCategory.choices,
        label=_("Category"),
        empty_label=_("Any"),
    )
    closed = filters.CharFilter(
        method="closed_in", max_length=20, label=_("Closed in"), validators=[_is_period]
    )

    class Meta:
        model = Deal
        fields: list[str] = []

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        people = [(str(person.pk), str(person)) for person in visible_people(user)]
        self.filters["owner"].extra["choices"] = [
            (MINE, gettext("Me")),
            (NOBODY, gettext("Unassigned")),
            *people,
        ]
        self.filters["team"].extra["choices"] = [(str(team.pk), team.name) for team in teams()]

    @property
    def board_selects(self) -> list[tuple[BoundField, Choices]]:
        """Return the select fields of the board with their choices."""
        return self._selects("owner", "team", "close", "priority", "health")

    @property
    def table_selects(self) -> list[tuple[BoundField, Choices]]:
        """Return the select fields of the table with their choices."""
        return self._selects("owner", "team", "stage", "close", "priority", "health", "category")

    @property
    def is_narrowed(self) -> bool:
        """Whether the URL sets a filter."""
        return any(value for name, value in self.data.items() if name in self.filters)

    def _selects(self, *names: str) -> list[tuple[BoundField, Choices]]:
        return [
            (self.form[name], self._closes() if name == "close" else self._choices(name)) for name in names
        ]

    def _choices(self, name: str) -> Choices:
        return [(str(key), str(label)) for key, label in self.form.fields[name].choices]

    def _closes(self) -> Choices:
        asked = self.form["close"].value() or ""
        own = [] if asked in dict(CLOSES) or not asked else [(asked, asked)]
        return [("", gettext("Any")), *CLOSES, *own]

    def with_text(self, rows: DealQuerySet, name: str, value: str) -> DealQuerySet:  # noqa: ARG002 (its signature)
        """Filter by a text in the name, company or lead."""
        return rows.search(value)

    def of_owner(self, rows: DealQuerySet, name: str, value: str) -> DealQuerySet:  # noqa: ARG002 (its signature)
        """Filter by owner: a user, the signed-in user, or none."""
        owners = {MINE: Q(owner=self.user), NOBODY: Q(owner=None)}
        return rows.filter(owners.get(value) or Q(owner=value))

    def closing(self, rows: DealQuerySet, name: str, value: str) -> DealQuerySet:  # noqa: ARG002 (its signature)
        """Filter by the expected close date."""
        if value == PAST:
            return rows.open().filter(expected_close_on__lt=today())
        if value == UNDATED:
            return rows.filter(expected_close_on=None)
        period = period_named(value)
        return rows.filter(expected_close_on__range=(period.first, period.last))

    def closed_in(self, rows: DealQuerySet, name: str, value: str) -> DealQuerySet:  # noqa: ARG002 (its signature)
        """Filter by the period in which deals were won or lost."""
        start, after = period_named(value).bounds(organization_zone())
        return rows.filter(closed_at__gte=start, closed_at__lt=after)

    def with_health(self, rows: DealQuerySet, name: str, value: str) -> DealQuerySet:  # noqa: ARG002 (its signature)
        """Filter by the level of the latest assessment."""
        return rows.open().filter(health=None) if value == UNKNOWN else rows.filter(health__level=value)
