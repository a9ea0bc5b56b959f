"""Admin pages of provenance."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from lead_intelligence.provenance.models import FieldWrite, Reversal
from mauntic.kernel.admin import ReadOnly


@admin.register(FieldWrite)
class FieldWriteAdmin(ReadOnly, ModelAdmin):
    list_display = ("contact", "field", "provider", "confidence", "status", "at")
    list_filter = ("status", "provider", "field")
    list_select_related = ("contact",)


@admin.register(Reversal)
class ReversalAdmin(ReadOnly, ModelAdmin):
    list_display = ("contact", "field", "provider", "count", "at", "by", "undone_at")
    list_filter = ("provider",)
    list_select_related = ("contact", "by")
