"""Admin page of activities."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from mauntic.kernel.admin import Large, ReadOnly, Searched
from revops.activities.models import Activity


@admin.register(Activity)
class ActivityAdmin(Large, Searched, ReadOnly, ModelAdmin):
    list_display = ["type", "subject", "deal", "contact", "owner", "due_at", "completed_at", "outcome"]
    list_filter = ["type"]
    list_select_related = ["deal", "contact", "owner"]
    searched = "deal"
