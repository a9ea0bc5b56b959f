"""Filters of the job list, which are parameters of its URL."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from lead_intelligence.enrichment.models.jobs import EnrichmentJob
from lead_intelligence.vendors.models import EnrichmentProvider


def _vendors() -> list[tuple[str, str]]:
    return list(EnrichmentProvider.objects.values_list("slug", "name"))


class JobFilter(filters.FilterSet):
    """Filters of jobs. An invalid filter shows an error and is ignored."""

    status = filters.ChoiceFilter(
        choices=EnrichmentJob.Status.choices, label=_("Status"), empty_label=_("All")
    )
    vendor = filters.ChoiceFilter(
        method="that_asked", choices=_vendors, label=_("Vendor called"), empty_label=_("All")
    )
    batch = filters.UUIDFilter(field_name="batch_id", label=_("Batch"))

    class Meta:
        model = EnrichmentJob
        fields: list[str] = []

    @property
    def selects(self) -> list[tuple[BoundField, list[tuple[str, str]]]]:
        """Return the fields that are selects, each with its choices as text."""
        fields = [self.form[name] for name in ("status", "vendor")]
        return [(field, [(str(key), str(label)) for key, label in field.field.choices]) for field in fields]

    def that_asked(
        self,
        rows: "QuerySet[EnrichmentJob, Any]",
        name: str,  # noqa: ARG002 (signature of django-filter)
        value: str,
    ) -> "QuerySet[EnrichmentJob, Any]":
        """Return the jobs that called the vendor."""
        return rows.filter(providers_tried__contains=[value])
