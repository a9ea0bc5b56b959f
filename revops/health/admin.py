"""Admin pages of deal health."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from mauntic.kernel.admin import Large, ReadOnly, Searched
from revops.health.models import DealHealth, HealthWarning


@admin.register(DealHealth)
class DealHealthAdmin(Large, Searched, ReadOnly, ModelAdmin):
    list_display = ["deal", "score", "level", "computed_at"]
    list_filter = ["level"]
    list_select_related = ["deal"]
    searched = "deal"


@admin.register(HealthWarning)
class HealthWarningAdmin(ReadOnly, ModelAdmin):
    list_display = ["key", "enabled", "weight", "limit"]
