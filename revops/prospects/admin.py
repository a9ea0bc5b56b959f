"""Admin pages of prospects."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from mauntic.kernel.admin import Large, ReadOnly, Searched
from revops.prospects.models import IcpChange, IcpProfile, Prospect, QualificationRun


@admin.register(Prospect)
class ProspectAdmin(Large, Searched, ReadOnly, ModelAdmin):
    list_display = [
        "contact",
        "recommendation",
        "qualification_score",
        "icp_match",
        "data_completeness",
        "qualified_at",
    ]
    list_filter = ["recommendation"]
    list_select_related = ["contact"]
    searched = "contact"


@admin.register(IcpProfile)
class IcpProfileAdmin(ReadOnly, ModelAdmin):
    list_display = ["__str__", "employees_least", "employees_most", "updated_at"]


@admin.register(IcpChange)
class IcpChangeAdmin(ReadOnly, ModelAdmin):
    list_display = ["at", "by", "changes"]
    list_select_related = ["by"]


@admin.register(QualificationRun)
class QualificationRunAdmin(ReadOnly, ModelAdmin):
    list_display = ["started_at", "state", "done", "total", "changed", "completed_at", "error"]
    list_filter = ["state"]
