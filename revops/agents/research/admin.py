"""Admin pages of research."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from mauntic.kernel.admin import Large, ReadOnly, Searched
from revops.agents.research.models.insights import ResearchInsight
from revops.agents.research.models.jobs import ResearchJob, ResearchPage


@admin.register(ResearchJob)
class ResearchJobAdmin(Large, Searched, ReadOnly, ModelAdmin):
    list_display = ["type", "company", "contact", "state", "insights_found", "cost", "problem", "created_at"]
    list_filter = ["state", "type"]
    list_select_related = ["company", "contact"]
    searched = "contact"


@admin.register(ResearchPage)
class ResearchPageAdmin(Large, ReadOnly, ModelAdmin):
    list_display = ["url", "outcome", "words", "title", "published_at", "fetched_at", "read_at"]
    list_filter = ["outcome"]


@admin.register(ResearchInsight)
class ResearchInsightAdmin(Large, Searched, ReadOnly, ModelAdmin):
    list_display = [
        "content",
        "type",
        "company",
        "contact",
        "source",
        "published_at",
        "is_by_model",
        "read_at",
    ]
    list_filter = ["type", "is_by_model"]
    list_select_related = ["company", "contact"]
    searched = "company"
