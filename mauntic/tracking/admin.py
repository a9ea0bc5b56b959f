"""Tracking in the administration, to look at only: its own pages change it and tell of it."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from mauntic.kernel.admin import ReadOnly
from mauntic.tracking.models import (
    Asset,
    Correction,
    Download,
    FormSubmission,
    RejectedMessage,
    TrackedEvent,
    TrackingForm,
    Visit,
    Visitor,
    WriteKey,
)


class LookedAt(ReadOnly, ModelAdmin):
    """Rows that nobody changes here, and of which there may be very many."""

    show_full_result_count = False


@admin.register(WriteKey)
class WriteKeyAdmin(LookedAt):
    list_display = ("name", "enabled", "created_by", "created_at", "last_used_at")
    list_select_related = ("created_by",)


@admin.register(Visitor)
class VisitorAdmin(LookedAt):
    list_display = ("anonymous_id", "contact", "consent", "first_seen_at", "last_seen_at")
    list_select_related = ("contact",)
    search_fields = ("anonymous_id", "user_id")


@admin.register(Visit)
class VisitAdmin(LookedAt):
    list_display = ("url", "contact", "is_bot", "bot_reason", "occurred_at")
    list_filter = ("is_bot",)
    list_select_related = ("contact",)


@admin.register(TrackedEvent)
class TrackedEventAdmin(LookedAt):
    list_display = ("name", "contact", "is_bot", "bot_reason", "occurred_at")
    list_filter = ("is_bot",)
    list_select_related = ("contact",)


@admin.register(TrackingForm)
class TrackingFormAdmin(LookedAt):
    list_display = ("name", "slug", "form_type", "enabled", "created_at")
    list_filter = ("form_type", "enabled")


@admin.register(FormSubmission)
class FormSubmissionAdmin(LookedAt):
    list_display = ("form", "contact", "verdict", "spam_reason", "submitted_at")
    list_filter = ("verdict", "form")
    list_select_related = ("form", "contact")


@admin.register(Asset)
class AssetAdmin(LookedAt):
    list_display = ("name", "slug", "enabled", "created_at")


@admin.register(Download)
class DownloadAdmin(LookedAt):
    list_display = ("asset", "contact", "is_bot", "bot_reason", "occurred_at")
    list_filter = ("is_bot",)
    list_select_related = ("asset", "contact")


@admin.register(Correction)
class CorrectionAdmin(LookedAt):
    list_display = ("__str__", "by", "made_at", "undone_at")
    list_select_related = ("by",)


@admin.register(RejectedMessage)
class RejectedMessageAdmin(LookedAt):
    list_display = ("reason", "write_key", "received_at")
    list_select_related = ("write_key",)
