"""Admin pages of contacts, companies and imports."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from mauntic.crm.companies.models import Company
from mauntic.crm.companies.services.edit import delete_company
from mauntic.crm.contacts.models.contact import Contact
from mauntic.crm.contacts.services.removal import delete_contacts
from mauntic.crm.imports.models import Import


class ReadOnlyAdmin(ModelAdmin):
    """Read-only rows. Services of the product change them and publish events."""

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 (signature of Django)
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002 (as above)
        return False


@admin.register(Contact)
class ContactAdmin(ReadOnlyAdmin):
    def delete_model(self, request: HttpRequest, obj: Contact) -> None:  # noqa: ARG002 (as above)
        delete_contacts(contact_ids=[obj.pk])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Contact]) -> None:  # noqa: ARG002 (as above)
        delete_contacts(contact_ids=queryset.values_list("pk", flat=True))

    list_display = ("name", "email", "company", "lead_grade", "lead_score", "owner", "created_at")
    list_filter = ("lead_grade", "lifecycle_stage", "enrichment_status", "consent")
    list_select_related = ("company", "owner")
    search_fields = ("first_name", "last_name", "email")
    show_full_result_count = False


@admin.register(Company)
class CompanyAdmin(ReadOnlyAdmin):
    def delete_model(self, request: HttpRequest, obj: Company) -> None:  # noqa: ARG002 (as above)
        delete_company(company=obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Company]) -> None:  # noqa: ARG002 (as above)
        for company in queryset:
            delete_company(company=company)

    list_display = ("name", "domain", "industry", "employees", "country")
    search_fields = ("name", "domain")
    show_full_result_count = False


@admin.register(Import)
class ImportAdmin(ReadOnlyAdmin):
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
