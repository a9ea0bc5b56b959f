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
from mauntic.kernel.admin import Large, ReadOnly, Searched, known_values
from mauntic.kernel.grades import LETTERS


class DeletableAdmin(Large, Searched, ReadOnly, ModelAdmin):
    """Rows that an admin may delete here, through the services of the product."""

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Return whether the person may delete the rows."""
        return ModelAdmin.has_delete_permission(self, request, obj)


@admin.register(Contact)
class ContactAdmin(DeletableAdmin):
    def delete_model(self, request: HttpRequest, obj: Contact) -> None:  # noqa: ARG002 (as above)
        delete_contacts(contact_ids=[obj.pk])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Contact]) -> None:  # noqa: ARG002 (as above)
        delete_contacts(contact_ids=queryset.values_list("pk", flat=True))

    list_display = ("name", "email", "company", "lead_grade", "lead_score", "owner", "created_at")
    list_filter = (
        ("lead_grade", known_values(lambda: LETTERS)),
        "lifecycle_stage",
        "enrichment_status",
        "consent",
    )
    list_select_related = ("company", "owner")


@admin.register(Company)
class CompanyAdmin(DeletableAdmin):
    def delete_model(self, request: HttpRequest, obj: Company) -> None:  # noqa: ARG002 (as above)
        delete_company(company=obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Company]) -> None:  # noqa: ARG002 (as above)
        for company in queryset:
            delete_company(company=company)

    list_display = ("name", "domain", "industry", "employees", "country")


@admin.register(Import)
class ImportAdmin(ReadOnly, ModelAdmin):
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
