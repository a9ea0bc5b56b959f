"""Read-only admin pages of the event log."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from mauntic.events.models import Delivery, StoredEvent
from mauntic.kernel.admin import ReadOnly


@admin.register(StoredEvent)
class StoredEventAdmin(ReadOnly, ModelAdmin):
    list_display = ("type", "fact_count", "occurred_at", "cause_kind", "cause_id")
    list_filter = ("type",)
    date_hierarchy = "occurred_at"
    show_full_result_count = False


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly, ModelAdmin):
    list_display = ("receiver", "event", "status", "attempts", "due_at", "done_at")
    list_filter = ("status", "receiver")
    list_select_related = ("event",)
    show_full_result_count = False
