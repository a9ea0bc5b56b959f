"""Admin page of activities."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from mauntic.kernel.admin import ReadOnly
from revops.activities.models import Activity


@admin.register(Activity)
class ActivityAdmin(ReadOnly, ModelAdmin):
    list_display = ["type", "subject", "deal", "contact", "owner", "due_at", "completed_at", "outcome"]
    list_filter = ["type"]
    list_select_related = ["deal", "contact", "owner"]
    search_fields = ["subject", "deal__name"]
    show_full_result_count = False
