"""Filters of the list of leads; all of them live in the address."""

from typing import Any

import django_filters as filters
import pycountry
from django.db.models import Q
from django.forms import BoundField
from django.utils.functional import lazy

from mauntic.accounts.models import User
from mauntic.crm.models import Contact, ContactQuerySet, EnrichmentStatus

MINE, NOBODY, NEVER = "me", "nobody", "never"
GRADES = [(letter, letter) for letter in "ABCDF"]


def _countries() -> list[tuple[str, str]]:
    return sorted(((country.alpha_2, country.name) for country in pycountry.countries), key=lambda c: c[1])


def _owners() -> list[tuple[str, str]]:
    people = User.objects.filter(is_active=True).values_list("pk", "name", "email")
    return [(MINE, "Me"), (NOBODY, "Nobody"), *((str(pk), name or email) for pk, name, email in people)]


def _statuses() -> list[tuple[str, str]]:
    return [(status.value or NEVER, str(status.label)) for status in EnrichmentStatus]


class LeadFilter(filters.FilterSet):
    """Narrows leads; bad input is told at its field and narrows nothing."""

    q = filters.CharFilter(method="with_text", label="Name, e-mail or company")
    grade = filters.MultipleChoiceFilter(field_name="lead_grade", choices=GRADES, label="Grade")
    owner = filters.ChoiceFilter(method="of_owner", choices=_owners, label="Owner", empty_label="Any")
    enrichment = filters.ChoiceFilter(
        method="with_enrichment", choices=_statuses, label="Enrichment", empty_label="Any"
    )
    country = filters.ChoiceFilter(choices=lazy(_countries, list)(), label="Country", empty_label="Any")
    score_min = filters.NumberFilter(
        field_name="lead_score", lookup_expr="gte", min_value=0, max_value=100, label="Score from"
    )
    company = filters.UUIDFilter(field_name="company_id", label="Company")

    class Meta:
        model = Contact
        fields: list[str] = []

    @property
    def selects(self) -> list[tuple[BoundField, list[tuple[str, str]]]]:
        """The fields that a select shows, each with its choices as text."""
        fields = [self.form[name] for name in ("owner", "enrichment", "country")]
        return [(field, [(str(key), str(label)) for key, label in field.field.choices]) for field in fields]

    def with_text(self, rows: ContactQuerySet, name: str, value: str) -> ContactQuerySet:  # noqa: ARG002
        """Name, e-mail or company contains the text."""
        return rows.search(value)

    def of_owner(self, rows: ContactQuerySet, name: str, value: str) -> ContactQuerySet:  # noqa: ARG002
        """Of a person, of the one who asks, or of nobody."""
        owners: dict[str, Any] = {MINE: Q(owner=self.request.user), NOBODY: Q(owner=None)}
        return rows.filter(owners.get(value) or Q(owner=value))

    def with_enrichment(self, rows: ContactQuerySet, name: str, value: str) -> ContactQuerySet:  # noqa: ARG002
        """By the state of enrichment."""
        return rows.filter(enrichment_status="" if value == NEVER else value)
