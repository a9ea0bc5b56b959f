"""Signals and their types, for admins."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from mauntic.kernel.admin import Large, ReadOnly, Searched, code_reader
from scoring.signals.models import IntentSignal, SignalType


@admin.register(SignalType)
class SignalTypeAdmin(ReadOnly, ModelAdmin):
    list_display = ["code", "category", "weight", "decay_hours", "decay_model", "priority", "tier", "enabled"]
    list_filter = ["priority", "enabled"]
    search_fields = ["code"]
    readers = {
        "code": code_reader("signalType"),
        "category": code_reader("category"),
        "source": code_reader("signalSource"),
    }


@admin.register(IntentSignal)
class IntentSignalAdmin(Large, Searched, ReadOnly, ModelAdmin):
    list_display = ["contact", "type", "weight", "source", "detected_at", "expires_at", "count"]
    list_filter = ["type"]
    list_select_related = ["contact", "type"]
    readers = {"source": code_reader("signalSource")}
    searched = "contact"
