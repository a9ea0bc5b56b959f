"""Outcomes and training runs, for admins."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from mauntic.kernel.admin import Large, ReadOnly, Searched
from scoring.learning.models import Outcome, TrainingRun


@admin.register(Outcome)
class OutcomeAdmin(Large, Searched, ReadOnly, ModelAdmin):
    list_display = ["contact", "kind", "happened_at", "total", "shadow_total"]
    list_filter = ["kind"]
    list_select_related = ["contact"]
    searched = "contact"


@admin.register(TrainingRun)
class TrainingRunAdmin(ReadOnly, ModelAdmin):
    list_display = ["started_at", "state", "n", "wins", "version", "started_by"]
    list_filter = ["state"]
    list_select_related = ["version", "started_by"]
