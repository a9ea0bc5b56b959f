"""Rows of scoring for admins. Scores and signals are looked at here; services write them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from mauntic.kernel.admin import ReadOnly
from scoring.models import (
    AlertPolicy,
    DetectionRule,
    IntentSignal,
    LeadScore,
    ModelFactor,
    ModelVersion,
    Outcome,
    Recalculation,
    ScoringSettings,
    SignalAlert,
    SignalType,
    TrainingRun,
)


class ModelFactorInline(ReadOnly, TabularInline):
    model = ModelFactor
    fields = ["position", "category", "factor", "label", "weight", "enabled", "signal", "group", "conditions"]
    extra = 0


@admin.register(ModelVersion)
class ModelVersionAdmin(ReadOnly, ModelAdmin):
    list_display = ["version", "kind", "state", "created_by", "created_at"]
    list_select_related = ["created_by"]
    inlines = [ModelFactorInline]


@admin.register(Recalculation)
class RecalculationAdmin(ReadOnly, ModelAdmin):
    list_display = ["started_at", "state", "done", "total", "changed", "started_by", "completed_at", "error"]
    list_filter = ["state"]
    list_select_related = ["started_by"]


@admin.register(ScoringSettings)
class ScoringSettingsAdmin(ReadOnly, ModelAdmin):
    list_display = ["thresholds", "hot_leads_a_week"]


@admin.register(LeadScore)
class LeadScoreAdmin(ReadOnly, ModelAdmin):
    list_display = ["contact", "total", "grade", "intent_score", "model_version", "scored_at"]
    list_filter = ["grade"]
    list_select_related = ["contact", "model_version"]
    search_fields = ["contact__text__text"]
    ordering = ["-total", "-contact_id"]


@admin.register(SignalType)
class SignalTypeAdmin(ModelAdmin):
    list_display = ["code", "category", "weight", "decay_hours", "decay_model", "priority", "tier", "enabled"]
    list_filter = ["category", "priority", "enabled"]
    search_fields = ["code"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 (Django's)
        """A type that nobody wants is switched off: rules and rows name it."""
        return False


@admin.register(DetectionRule)
class DetectionRuleAdmin(ReadOnly, ModelAdmin):
    """Rules are changed on the page of their signal, where they are checked."""

    list_display = ["signal_type", "trigger", "values", "any_other", "enabled"]
    list_filter = ["trigger", "enabled"]
    list_select_related = ["signal_type"]
    search_fields = ["signal_type__code"]


@admin.register(IntentSignal)
class IntentSignalAdmin(ReadOnly, ModelAdmin):
    list_display = ["contact", "type", "weight", "source", "detected_at", "expires_at", "count"]
    list_filter = ["type"]
    list_select_related = ["contact", "type"]
    search_fields = ["contact__text__text"]


@admin.register(Outcome)
class OutcomeAdmin(ReadOnly, ModelAdmin):
    list_display = ["contact", "kind", "happened_at", "total", "shadow_total"]
    list_filter = ["kind"]
    list_select_related = ["contact"]
    search_fields = ["contact__text__text"]


@admin.register(TrainingRun)
class TrainingRunAdmin(ReadOnly, ModelAdmin):
    list_display = ["started_at", "state", "n", "wins", "version", "started_by"]
    list_filter = ["state"]
    list_select_related = ["version", "started_by"]


@admin.register(AlertPolicy)
class AlertPolicyAdmin(ReadOnly, ModelAdmin):
    list_display = ["priority", "enabled", "minutes", "in_business_hours", "escalates_to"]


@admin.register(SignalAlert)
class SignalAlertAdmin(ReadOnly, ModelAdmin):
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
    search_fields = ["contact__text__text"]
