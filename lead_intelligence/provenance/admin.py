"""Admin pages of provenance."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from lead_intelligence.provenance.models import FieldWrite, Reversal
from lead_intelligence.vendors.admin import in_dollars
from lead_intelligence.vendors.models import EnrichmentProvider
from mauntic.kernel.admin import Large, ReadOnly, code_reader, known_values


def _vendors() -> list[str]:
    return list(EnrichmentProvider.objects.order_by("slug").values_list("slug", flat=True))


@admin.register(FieldWrite)
class FieldWriteAdmin(Large, ReadOnly, ModelAdmin):
    list_display = ("contact", "field", "provider", "confidence", "status", "at")
    list_filter = ("status", ("provider", known_values(_vendors, code_reader("provider"))), "field")
    list_select_related = ("contact",)
    readers = {"provider": code_reader("provider"), "cost": in_dollars}


@admin.register(Reversal)
class ReversalAdmin(Large, ReadOnly, ModelAdmin):
    list_display = ("contact", "field", "provider", "count", "at", "by", "undone_at")
    list_filter = (("provider", known_values(_vendors, code_reader("provider"))),)
    list_select_related = ("contact", "by")
    readers = {"provider": code_reader("provider")}
