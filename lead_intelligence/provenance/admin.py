"""Admin pages of provenance."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from lead_intelligence.provenance.models import FieldWrite, Reversal
from lead_intelligence.vendors.models import EnrichmentProvider
from mauntic.kernel.admin import Large, ReadOnly, known_values


def _vendors() -> list[str]:
    return list(EnrichmentProvider.objects.order_by("slug").values_list("slug", flat=True))


@admin.register(FieldWrite)
class FieldWriteAdmin(Large, ReadOnly, ModelAdmin):
    list_display = ("contact", "field", "provider", "confidence", "status", "at")
    list_filter = ("status", ("provider", known_values(_vendors)), "field")
    list_select_related = ("contact",)


@admin.register(Reversal)
class ReversalAdmin(Large, ReadOnly, ModelAdmin):
    list_display = ("contact", "field", "provider", "count", "at", "by", "undone_at")
    list_filter = (("provider", known_values(_vendors)),)
    list_select_related = ("contact", "by")
