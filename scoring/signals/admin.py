"""Signals and their types, for admins. Signals are written by services."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from mauntic.kernel.admin import ReadOnly
from scoring.signals.models import IntentSignal, SignalType


@admin.register(SignalType)
class SignalTypeAdmin(ModelAdmin):
    list_display = ["code", "category", "weight", "decay_hours", "decay_model", "priority", "tier", "enabled"]
    list_filter = ["category", "priority", "enabled"]
    search_fields = ["code"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 (Django's)
        """Refuse: rules and signals refer to types. Turn a type off instead."""
        return False


@admin.register(IntentSignal)
class IntentSignalAdmin(ReadOnly, ModelAdmin):
    list_display = ["contact", "type", "weight", "source", "detected_at", "expires_at", "count"]
    list_filter = ["type"]
    list_select_related = ["contact", "type"]
    search_fields = ["contact__text__text"]
