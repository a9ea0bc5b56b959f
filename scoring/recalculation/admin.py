"""Recalculations, for admins."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from mauntic.kernel.admin import ReadOnly
from scoring.recalculation.models import Recalculation


@admin.register(Recalculation)
class RecalculationAdmin(ReadOnly, ModelAdmin):
    list_display = ["started_at", "state", "done", "total", "changed", "started_by", "completed_at", "error"]
    list_filter = ["state"]
    list_select_related = ["started_by"]
