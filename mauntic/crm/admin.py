"""Contacts, companies and imports in the administration."""

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from mauntic.crm.models import Company, Contact, Import


class ChangedElsewhere(ModelAdmin):
    """Rows that are looked at here; the product's own services change them and tell of it."""

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 (signature of Django)
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002 (as above)
        return False


@admin.register(Contact)
class ContactAdmin(ChangedElsewhere):
    list_display = ("name", "email", "company", "lead_grade", "lead_score", "owner", "created_at")
    list_filter = ("lead_grade", "lifecycle_stage", "enrichment_status", "consent")
    list_select_related = ("company", "owner")
    search_fields = ("first_name", "last_name", "email")
    show_full_result_count = False


@admin.register(Company)
class CompanyAdmin(ChangedElsewhere):
    list_display = ("name", "domain", "industry", "employees", "country")
    search_fields = ("name", "domain")
    show_full_result_count = False


@admin.register(Import)
class ImportAdmin(ChangedElsewhere):
    list_display = (
        "file_name",
        "status",
        "total",
        "created_count",
        "updated_count",
        "failed_count",
        "created_at",
    )
    list_filter = ("status",)
    list_select_related = ("created_by",)
