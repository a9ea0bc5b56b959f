"""Read-only admin pages of the event log."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from mauntic.events.catalog.base import event_types
from mauntic.events.labels import event_label
from mauntic.events.models import Delivery, StoredEvent
from mauntic.events.templatetags.event_words import cause_words, receiver_words
from mauntic.kernel.admin import Large, ReadOnly, known_values


def _types() -> list[str]:
    return [kind.wire_name for kind in event_types()]


def _receivers() -> list[str]:
    return sorted({name for kind in event_types() for name in kind.signal.named})


@admin.register(StoredEvent)
class StoredEventAdmin(Large, ReadOnly, ModelAdmin):
    list_display = ("type", "fact_count", "occurred_at", "actor_label", "cause_kind")
    list_filter = (("type", known_values(_types, event_label)), "occurred_at")
    readers = {"type": event_label, "cause_kind": cause_words}


@admin.register(Delivery)
class DeliveryAdmin(Large, ReadOnly, ModelAdmin):
    list_display = ("receiver", "event", "status", "attempts", "due_at", "done_at")
    list_filter = ("status", ("receiver", known_values(_receivers, receiver_words)))
    readers = {"receiver": receiver_words}
    list_select_related = ("event",)
