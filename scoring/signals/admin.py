"""Signals and their types, for admins."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from mauntic.kernel.admin import Large, ReadOnly, Searched
from scoring.signals.models import IntentSignal, SignalType


@admin.register(SignalType)
class SignalTypeAdmin(ReadOnly, ModelAdmin):
    list_display = ["code", "category", "weight", "decay_hours", "decay_model", "priority", "tier", "enabled"]
    list_filter = ["priority", "enabled"]
    search_fields = ["code"]


@admin.register(IntentSignal)
class IntentSignalAdmin(Large, Searched, ReadOnly, ModelAdmin):
    list_display = ["contact", "type", "weight", "source", "detected_at", "expires_at", "count"]
    list_filter = ["type"]
    list_select_related = ["contact", "type"]
    searched = "contact"
