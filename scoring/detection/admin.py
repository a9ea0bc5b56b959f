"""Detection rules, for admins."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from mauntic.kernel.admin import ReadOnly
from scoring.detection.models import DetectionRule


@admin.register(DetectionRule)
class DetectionRuleAdmin(ReadOnly, ModelAdmin):
    """Read-only: the page of a signal changes rules and checks them."""

    list_display = ["signal_type", "trigger", "values", "any_other", "enabled"]
    list_filter = ["trigger", "enabled"]
    list_select_related = ["signal_type"]
    search_fields = ["signal_type__code"]
