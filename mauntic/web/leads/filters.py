"""Filters of the list of leads, all of them in the query string."""

from typing import Any

import django_filters as filters
import pycountry
from django.db.models import Q
from django.forms import BoundField
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mauntic.accounts.models import User
from mauntic.crm.models import Contact, ContactQuerySet, EnrichmentStatus
from mauntic.crm.segments.selectors import segments
from mauntic.crm.tags.selectors.tags import tag_names
from mauntic.kernel.grades import LETTERS

MINE, NOBODY, NEVER = "me", "nobody", "never"
GRADES = [(letter, letter) for letter in LETTERS]


def _countries() -> list[tuple[str, str]]:
    return sorted(((country.alpha_2, country.name) for country in pycountry.countries), key=lambda c: c[1])


def _owners() -> list[tuple[str, str]]:
    people = User.objects.filter(is_active=True).values_list("pk", "name", "email")
    return [
        (MINE, gettext("Me")),
        (NOBODY, gettext("No owner")),
        *((str(pk), name or email) for pk, name, email in people),
    ]


def _tags() -> list[tuple[str, str]]:
    return [(name, name) for name in tag_names()]


def _statuses() -> list[tuple[str, str]]:
    return [(status.value or NEVER, str(status.label)) for status in EnrichmentStatus]


class LeadFilter(filters.FilterSet):
    """Filters leads. Invalid input shows an error at its field and filters nothing."""

    q = filters.CharFilter(method="with_text", max_length=200, label=_("Name, email or company"))
    grade = filters.MultipleChoiceFilter(field_name="lead_grade", choices=GRADES, label=_("Grade"))
    owner = filters.ChoiceFilter(method="of_owner", choices=_owners, label=_("Owner"), empty_label=_("Any"))
    enrichment = filters.ChoiceFilter(
        method="with_enrichment", choices=_statuses, label=_("Enrichment"), empty_label=_("Any")
    )
    country = filters.ChoiceFilter(choices=lazy(_countries, list)(), label=_("Country"), empty_label=_("Any"))
    tag = filters.ChoiceFilter(
        field_name="tags__tag__name", choices=_tags, label=_("Tag"), empty_label=_("Any")
    )
    segment = filters.ChoiceFilter(
        field_name="segments__segment", choices=segments.choices, label=_("Segment"), empty_label=_("Any")
    )
    score_min = filters.NumberFilter(
        field_name="lead_score", lookup_expr="gte", min_value=0, max_value=100, label=_("Score from")
    )
    company = filters.UUIDFilter(field_name="company_id", label=_("Company"))

    class Meta:
        model = Contact
        fields: list[str] = []

    @property
    def selects(self) -> list[tuple[BoundField, list[tuple[str, str]]]]:
        """Return the fields shown as selects, each with its choices as text."""
        fields = [self.form[name] for name in ("owner", "enrichment", "country", "tag", "segment")]
        return [(field, [(str(key), str(label)) for key, label in field.field.choices]) for field in fields]

    def with_text(self, rows: ContactQuerySet, name: str, value: str) -> ContactQuerySet:  # noqa: ARG002
        """Filter by a text in the name, email address or company."""
        return rows.search(value)

    def of_owner(self, rows: ContactQuerySet, name: str, value: str) -> ContactQuerySet:  # noqa: ARG002
        """Filter by owner: a person, the signed-in person, or no owner."""
        owners: dict[str, Any] = {MINE: Q(owner=self.request.user), NOBODY: Q(owner=None)}
        return rows.filter(owners.get(value) or Q(owner=value))

    def with_enrichment(self, rows: ContactQuerySet, name: str, value: str) -> ContactQuerySet:  # noqa: ARG002
        """Filter by enrichment status."""
        return rows.filter(enrichment_status="" if value == NEVER else value)
