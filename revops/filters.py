"""Filters of the board and of the table of deals; all of them live in the address."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import django_filters as filters
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import BoundField
from django.utils import timezone

from mauntic.accounts.models import User
from mauntic.accounts.selectors import teams, visible_people
from mauntic.crm.models import Contact
from mauntic.kernel.errors import NotFound
from mauntic.tenants.context import current_organization
from revops.domain.periods import Period
from revops.models import Deal, DealPriority, DealQuerySet, DealStage, ForecastCategory, HealthLevel

MINE, NOBODY, UNKNOWN, PAST, UNDATED = "me", "nobody", "unknown", "past", "none"
Choices = list[tuple[str, str]]

# What people look at, told from today; a period's own code such as 2026-Q4 is understood, too.
_SPANS: Mapping[str, tuple[str, Callable[[date], Period]]] = {
    "this-month": ("This month", Period.month_of),
    "next-month": ("Next month", lambda today: Period.month_of(today).shifted(1)),
    "this-quarter": ("This quarter", Period.quarter_of),
    "next-quarter": ("Next quarter", lambda today: Period.quarter_of(today).shifted(1)),
}
CLOSES: Choices = [
    *((name, label) for name, (label, _) in _SPANS.items()),
    (PAST, "Overdue"),
    (UNDATED, "Without a date"),
]


def period_named(name: str) -> Period:
    """The period of a word such as `this-month`, or of a code such as `2026-Q4`; `NotFound` for neither."""
    _, span = _SPANS.get(name, ("", None))
    return span(timezone.localdate()) if span else Period.parse(name)


def _is_period(value: str) -> None:
    if value in {PAST, UNDATED}:
        return
    try:
        period_named(value)
    except NotFound as error:
        raise ValidationError(error.message) from error


class DealFilter(filters.FilterSet):
    """Narrows deals; bad input is told at its field and narrows nothing."""

    q = filters.CharFilter(method="with_text", label="Deal, company or lead")
    owner = filters.ChoiceFilter(method="of_owner", label="Owner", empty_label="Any")
    team = filters.ChoiceFilter(field_name="owner__team", label="Team", empty_label="Any")
    close = filters.CharFilter(method="closing", label="Expected close", validators=[_is_period])
    priority = filters.ChoiceFilter(choices=DealPriority.choices, label="Priority", empty_label="Any")
    health = filters.ChoiceFilter(
        method="with_health",
        choices=[*HealthLevel.choices, (UNKNOWN, "Not looked at yet")],
        label="Health",
        empty_label="Any",
    )
    stage = filters.ChoiceFilter(choices=DealStage.choices, label="Stage", empty_label="Any")
    category = filters.ChoiceFilter(
        field_name="forecast_category", choices=ForecastCategory.choices, label="Category", empty_label="Any"
    )
    closed = filters.CharFilter(method="closed_in", label="Closed in", validators=[_is_period])

    class Meta:
        model = Deal
        fields: list[str] = []

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        people = [(str(person.pk), str(person)) for person in visible_people(user)]
        self.filters["owner"].extra["choices"] = [(MINE, "Me"), (NOBODY, "Nobody"), *people]
        self.filters["team"].extra["choices"] = [(str(team.pk), team.name) for team in teams()]

    @property
    def board_selects(self) -> list[tuple[BoundField, Choices]]:
        """The fields that the board shows as selects, each with its choices as text."""
        return self._selects("owner", "team", "close", "priority", "health")

    @property
    def table_selects(self) -> list[tuple[BoundField, Choices]]:
        """The fields that the table shows as selects, each with its choices as text."""
        return self._selects("owner", "team", "stage", "close", "priority", "health", "category")

    @property
    def is_narrowed(self) -> bool:
        """Whether the address narrows anything."""
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
        return [("", "Any"), *CLOSES, *own]

    def with_text(self, rows: DealQuerySet, name: str, value: str) -> DealQuerySet:  # noqa: ARG002 (its signature)
        """Name, company or lead carries the text."""
        of_lead = Q(contact__in=Contact.objects.search(value).order_by().values("pk"))
        return rows.filter(Q(name__icontains=value) | Q(company__name__icontains=value) | of_lead)

    def of_owner(self, rows: DealQuerySet, name: str, value: str) -> DealQuerySet:  # noqa: ARG002 (its signature)
        """Of a person, of the one who asks, or of nobody."""
        owners = {MINE: Q(owner=self.user), NOBODY: Q(owner=None)}
        return rows.filter(owners.get(value) or Q(owner=value))

    def closing(self, rows: DealQuerySet, name: str, value: str) -> DealQuerySet:  # noqa: ARG002 (its signature)
        """By the day on which they are expected to close."""
        if value == PAST:
            return rows.open().filter(expected_close_on__lt=timezone.localdate())
        if value == UNDATED:
            return rows.filter(expected_close_on=None)
        period = period_named(value)
        return rows.filter(expected_close_on__range=(period.first, period.last))

    def closed_in(self, rows: DealQuerySet, name: str, value: str) -> DealQuerySet:  # noqa: ARG002 (its signature)
        """By the period in which they were won or lost."""
        start, after = period_named(value).bounds(ZoneInfo(current_organization().time_zone))
        return rows.filter(closed_at__gte=start, closed_at__lt=after)

    def with_health(self, rows: DealQuerySet, name: str, value: str) -> DealQuerySet:  # noqa: ARG002 (its signature)
        """By the level of the last look at them."""
        return rows.open().filter(health=None) if value == UNKNOWN else rows.filter(health__level=value)
