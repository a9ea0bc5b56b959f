"""Admin pages of the SDR agent."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from mauntic.kernel.admin import Large, ReadOnly, Searched
from revops.agents.sdr.models import SdrDecision, SdrReply, SdrSequence, SdrSettings


@admin.register(SdrSettings)
class SdrSettingsAdmin(ReadOnly, ModelAdmin):
    list_display = [
        "mode",
        "daily_cap",
        "untouched_days",
        "least_confidence",
        "suggests_answers",
        "updated_at",
    ]


@admin.register(SdrSequence)
class SdrSequenceAdmin(ReadOnly, ModelAdmin):
    list_display = ["sequence", "mode", "position", "seniorities"]
    list_select_related = ["sequence"]


@admin.register(SdrDecision)
class SdrDecisionAdmin(Large, Searched, ReadOnly, ModelAdmin):
    list_display = ["created_at", "contact", "mode", "action", "reason", "confidence", "is_by_itself"]
    list_filter = ["mode", "action"]
    list_select_related = ["contact"]
    searched = "contact"


@admin.register(SdrReply)
class SdrReplyAdmin(Large, ReadOnly, ModelAdmin):
    list_display = ["created_at", "reply", "mode", "label", "is_applied", "needs_person", "outcome"]
    list_filter = ["mode", "needs_person"]
    list_select_related = ["reply"]
