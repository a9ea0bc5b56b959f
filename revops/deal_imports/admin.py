"""Admin page of deal imports."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from mauntic.kernel.admin import ReadOnly
from revops.deal_imports.models import DealImport


@admin.register(DealImport)
class DealImportAdmin(ReadOnly, ModelAdmin):
    list_display = [
        "file_name",
        "status",
        "total",
        "created_count",
        "skipped_count",
        "created_by",
        "created_at",
    ]
    list_filter = ["status"]
    list_select_related = ["created_by"]
    exclude = ["file", "checked", "workbook"]
