"""Admin pages of contacts, companies and imports."""

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin

from mauntic.crm.changes.domain.differences import Subject
from mauntic.crm.changes.selectors.words import value_words
from mauntic.crm.companies.models import Company
from mauntic.crm.companies.services.edit import delete_company
from mauntic.crm.contacts.models.contact import Contact
from mauntic.crm.contacts.services.removal import delete_contacts
from mauntic.crm.fields.models import CustomField
from mauntic.crm.imports.models import Import
from mauntic.crm.lists.models import SavedView
from mauntic.crm.segments.models import Segment
from mauntic.crm.tags.models import Tag
from mauntic.kernel.admin import Large, ReadOnly, Searched, known_values
from mauntic.kernel.grades import LETTERS
from mauntic.kernel.translation import StrPromise


class DeletableAdmin(Large, Searched, ReadOnly, ModelAdmin):
    """Rows that an admin may delete here, through the services of the product."""

    deletion: StrPromise

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Return whether the person may delete the rows."""
        return ModelAdmin.has_delete_permission(self, request, obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:  # noqa: ARG002 (signature of Django)
        """Return the rows alone. What goes with them is what `deletion` says.

        Django collects all rows that refer to them, and refuses since nobody may delete those here.
        """
        names = [str(row) for row in objs]
        return names, {self.opts.verbose_name_plural: len(names)}, set(), []

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Ask before the row is deleted, and say what goes with it."""
        return super().delete_view(request, object_id, (extra_context or {}) | {"deletion": self.deletion})

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return the actions of the list; deletion says what goes with the rows."""
        actions: dict[str, Any] = super().get_actions(request)
        if "delete_selected" in actions:
            actions["delete_selected"] = (_delete_selected, *actions["delete_selected"][1:])
        return actions

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: Any) -> HttpResponse:  # noqa: ARG002 (as above)
        """Return to the list."""
        text = _("{kind} {name} deleted.")
        kind = str(self.opts.verbose_name).capitalize()
        messages.success(request, text.format(kind=kind, name=obj_display))
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")


def _delete_selected(listed: DeletableAdmin, request: HttpRequest, rows: QuerySet[Any]) -> Any:
    """Delete ticked rows after a question, as the action of Django does."""
    answer: Any = delete_selected(listed, request, rows)
    if answer is not None:
        answer.context_data["deletion"] = listed.deletion
    return answer


@admin.register(Contact)
class ContactAdmin(DeletableAdmin):
    deletion = gettext_lazy(
        "Its activities, signals, scores, alerts and enriched values are deleted, too. "
        "Deals stay, without this contact. This cannot be undone."
    )

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
    readers = {"seniority": partial(value_words, Subject.CONTACT, "seniority")}


@admin.register(Company)
class CompanyAdmin(DeletableAdmin):
    deletion = gettext_lazy("Its contacts and deals stay, without a company. This cannot be undone.")

    def delete_model(self, request: HttpRequest, obj: Company) -> None:  # noqa: ARG002 (as above)
        delete_company(company=obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Company]) -> None:  # noqa: ARG002 (as above)
        for company in queryset:
            delete_company(company=company)

    list_display = ("name", "domain", "industry", "employees", "country")


@admin.register(Tag)
class TagAdmin(ReadOnly, ModelAdmin):
    list_display = ("name", "created_at")
    search_fields = ("name",)


@admin.register(CustomField)
class CustomFieldAdmin(ReadOnly, ModelAdmin):
    list_display = ("label", "owner", "kind", "key", "archived_at", "created_at")
    list_filter = ("owner", "kind")
    search_fields = ("label", "key")


@admin.register(SavedView)
class SavedViewAdmin(ReadOnly, ModelAdmin):
    list_display = ("name", "list_name", "owner", "is_shared", "updated_at")
    list_filter = ("list_name", "is_shared")
    list_select_related = ("owner",)
    search_fields = ("name",)


@admin.register(Segment)
class SegmentAdmin(ReadOnly, ModelAdmin):
    list_display = ("name", "kind", "size", "created_at", "updated_at")
    list_filter = ("kind",)
    search_fields = ("name",)


@admin.register(Import)
class ImportAdmin(ReadOnly, ModelAdmin):
    exclude = ("file", "workbook")
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
