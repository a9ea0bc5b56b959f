"""The event log in the administration, to look at only."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from mauntic.events.models import Delivery, StoredEvent


class ReadOnlyAdmin(ModelAdmin):
    """History is not edited: what is to happen again is sent again on the events page."""

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 (signature of Django)
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False


@admin.register(StoredEvent)
class StoredEventAdmin(ReadOnlyAdmin):
    list_display = ("type", "fact_count", "occurred_at", "cause_kind", "cause_id")
    list_filter = ("type",)
    date_hierarchy = "occurred_at"
    show_full_result_count = False


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    list_display = ("receiver", "event", "status", "attempts", "due_at", "done_at")
    list_filter = ("status", "receiver")
    list_select_related = ("event",)
    show_full_result_count = False
