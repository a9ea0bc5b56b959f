"""Read-only admin pages of tracking."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from mauntic.kernel.admin import Large, ReadOnly
from mauntic.tracking.assets.models import Asset, Download
from mauntic.tracking.forms.models import FormSubmission, TrackingForm
from mauntic.tracking.keys.models.keys import WriteKey
from mauntic.tracking.keys.models.log import RejectedMessage
from mauntic.tracking.traffic.models import Correction
from mauntic.tracking.visitors.models import Visitor
from mauntic.tracking.visits.models import TrackedEvent, Visit


class TrackingAdmin(Large, ReadOnly, ModelAdmin):
    """Rows that are read-only here, and may be very many."""


@admin.register(WriteKey)
class WriteKeyAdmin(TrackingAdmin):
    list_display = ("name", "enabled", "created_by", "created_at", "last_used_at")
    list_select_related = ("created_by",)


@admin.register(Visitor)
class VisitorAdmin(TrackingAdmin):
    list_display = ("anonymous_id", "contact", "consent", "first_seen_at", "last_seen_at")
    list_select_related = ("contact",)
    search_fields = ("anonymous_id",)

    def get_search_results(
        self,
        request: HttpRequest,  # noqa: ARG002 (signature of Django)
        queryset: QuerySet[Visitor],
        search_term: str,
    ) -> tuple[QuerySet[Visitor], bool]:
        """Return the visitor with this id: its index holds whole ids."""
        term = search_term.strip()
        return (queryset.filter(anonymous_id=term) if term else queryset), False


@admin.register(Visit)
class VisitAdmin(TrackingAdmin):
    list_display = ("url", "contact", "is_bot", "bot_reason", "occurred_at")
    list_filter = ("is_bot",)
    list_select_related = ("contact",)


@admin.register(TrackedEvent)
class TrackedEventAdmin(TrackingAdmin):
    list_display = ("name", "contact", "is_bot", "bot_reason", "occurred_at")
    list_filter = ("is_bot",)
    list_select_related = ("contact",)


@admin.register(TrackingForm)
class TrackingFormAdmin(TrackingAdmin):
    list_display = ("name", "slug", "form_type", "enabled", "created_at")
    list_filter = ("form_type", "enabled")


@admin.register(FormSubmission)
class FormSubmissionAdmin(TrackingAdmin):
    list_display = ("form", "contact", "verdict", "spam_reason", "submitted_at")
    list_filter = ("verdict", "form")
    list_select_related = ("form", "contact")


@admin.register(Asset)
class AssetAdmin(TrackingAdmin):
    list_display = ("name", "slug", "enabled", "created_at")


@admin.register(Download)
class DownloadAdmin(TrackingAdmin):
    list_display = ("asset", "contact", "is_bot", "bot_reason", "occurred_at")
    list_filter = ("is_bot",)
    list_select_related = ("asset", "contact")


@admin.register(Correction)
class CorrectionAdmin(TrackingAdmin):
    list_display = ("__str__", "by", "made_at", "undone_at")
    list_select_related = ("by",)


@admin.register(RejectedMessage)
class RejectedMessageAdmin(TrackingAdmin):
    list_display = ("reason", "write_key", "received_at")
    list_select_related = ("write_key",)
