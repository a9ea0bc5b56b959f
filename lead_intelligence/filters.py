"""What the list of jobs can be narrowed to; all of it lives in the address."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.forms import BoundField

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

    @property
    def selects(self) -> list[tuple[BoundField, list[tuple[str, str]]]]:
        """The fields that a select shows, each with its choices as text."""
        fields = [self.form[name] for name in ("status", "vendor")]
        return [(field, [(str(key), str(label)) for key, label in field.field.choices]) for field in fields]

    def that_asked(
        self,
        rows: "QuerySet[EnrichmentJob, Any]",
        name: str,  # noqa: ARG002 (signature of django-filter)
        value: str,
    ) -> "QuerySet[EnrichmentJob, Any]":
        """Jobs that called the vendor."""
        return rows.filter(providers_tried__contains=[value])
