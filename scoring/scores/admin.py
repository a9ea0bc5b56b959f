"""Scores, for admins."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from mauntic.kernel.admin import ReadOnly
from scoring.scores.models import LeadScore


@admin.register(LeadScore)
class LeadScoreAdmin(ReadOnly, ModelAdmin):
    list_display = ["contact", "total", "grade", "intent_score", "model_version", "scored_at"]
    list_filter = ["grade"]
    list_select_related = ["contact", "model_version"]
    search_fields = ["contact__text__text"]
    ordering = ["-total", "-contact_id"]
