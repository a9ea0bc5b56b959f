"""Admin pages of quotas, commits and snapshots."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from mauntic.kernel.admin import Large, ReadOnly
from revops.forecast.models import Commit, ForecastSnapshot, Quota


@admin.register(Quota)
class QuotaAdmin(ReadOnly, ModelAdmin):
    list_display = ["period", "rep", "amount", "currency"]
    list_filter = ["period"]
    list_select_related = ["rep"]


@admin.register(Commit)
class CommitAdmin(ReadOnly, ModelAdmin):
    list_display = ["period", "rep", "value", "currency", "by", "at", "note"]
    list_filter = ["period"]
    list_select_related = ["rep", "by"]


@admin.register(ForecastSnapshot)
class ForecastSnapshotAdmin(Large, ReadOnly, ModelAdmin):
    list_display = [
        "taken_on",
        "period",
        "rep_id",
        "weighted",
        "expected",
        "low",
        "high",
        "closed",
        "currency",
    ]
    list_filter = ["taken_on"]
