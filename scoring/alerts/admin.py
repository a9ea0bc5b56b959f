"""Alerts and their policies, for admins."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from mauntic.kernel.admin import Large, ReadOnly, Searched, code_reader
from scoring.alerts.models import AlertPolicy, SignalAlert


@admin.register(AlertPolicy)
class AlertPolicyAdmin(ReadOnly, ModelAdmin):
    list_display = ["priority", "enabled", "minutes", "in_business_hours", "escalates_to"]


@admin.register(SignalAlert)
class SignalAlertAdmin(Large, Searched, ReadOnly, ModelAdmin):
    list_display = [
        "contact",
        "type",
        "priority",
        "status",
        "assignee",
        "created_at",
        "deadline",
        "acknowledged_at",
    ]
    list_filter = ["status", "priority"]
    list_select_related = ["contact", "type", "assignee"]
    readers = {"answered_with": code_reader("activity")}
    searched = "contact"
