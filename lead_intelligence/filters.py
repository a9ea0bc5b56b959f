"""What the list of jobs can be narrowed to; all of it lives in the address."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet

from lead_intelligence.models import EnrichmentJob, EnrichmentProvider


def _vendors() -> list[tuple[str, str]]:
    return list(EnrichmentProvider.objects.values_list("slug", "name"))


class JobFilter(filters.FilterSet):
    """Narrows jobs; what cannot be read is told and narrows nothing."""

    status = filters.ChoiceFilter(choices=EnrichmentJob.Status.choices, label="State", empty_label="Any")
    vendor = filters.ChoiceFilter(
        method="that_asked", choices=_vendors, label="Vendor that was asked", empty_label="Any"
    )
    batch = filters.UUIDFilter(field_name="batch_id", label="Batch")

    class Meta:
        model = EnrichmentJob
        fields: list[str] = []

    def that_asked(
        self,
        rows: "QuerySet[EnrichmentJob, Any]",
        name: str,
        value: str,  # noqa: ARG002 (signature of django-filter)
    ) -> "QuerySet[EnrichmentJob, Any]":
        """Jobs that called the vendor."""
        return rows.filter(providers_tried__contains=[value])
