"""Moves of people, for admins."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from mauntic.journeys.models import Move
from mauntic.kernel.admin import ReadOnly


@admin.register(Move)
class MoveAdmin(ReadOnly, ModelAdmin):
    list_display = ["definition", "state", "moved", "total", "started_by", "started_at", "error"]
    list_filter = ["state"]
    list_select_related = ["definition", "version__definition", "started_by"]
