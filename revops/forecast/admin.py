"""Admin pages of quotas, commits and snapshots."""

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy
from unfold.admin import ModelAdmin

from mauntic.accounts.models import User
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
        "rep",
        "weighted",
        "expected",
        "low",
        "high",
        "closed",
        "currency",
    ]
    list_filter = ["taken_on"]
    fields = [*list_display, "pipeline", "best_case", "commit", "deals", "unconverted", "created_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ForecastSnapshot]:
        """Return the snapshots with the names of their reps, who may have been deleted."""
        names = User.objects.filter(pk=OuterRef("rep_id")).order_by().values("name")[:1]
        return super().get_queryset(request).annotate(rep_name=Subquery(names))

    @admin.display(description=gettext_lazy("Rep"))
    def rep(self, row: ForecastSnapshot) -> str:
        """Return the name of the rep; all reps share the snapshot without one."""
        if row.rep_id is None:
            return gettext("All reps")
        return getattr(row, "rep_name", "") or gettext("Deleted user")
