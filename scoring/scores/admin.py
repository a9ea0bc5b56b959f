"""Scores, for admins."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from mauntic.kernel.admin import Large, ReadOnly, Searched, known_values
from mauntic.kernel.grades import LETTERS
from scoring.scores.models import LeadScore


@admin.register(LeadScore)
class LeadScoreAdmin(Large, Searched, ReadOnly, ModelAdmin):
    list_display = ["contact", "total", "grade", "intent_score", "model_version", "scored_at"]
    list_filter = [("grade", known_values(lambda: LETTERS))]
    list_select_related = ["contact", "model_version"]
    searched = "contact"
