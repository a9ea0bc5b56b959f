"""Admin pages of deals, with history, committee and files."""

from django.contrib import admin
from unfold.admin import ModelAdmin, TabularInline

from mauntic.kernel.admin import ReadOnly
from revops.attachments.models import Attachment
from revops.committee.models import CommitteeMember
from revops.deals.models.deals import Deal, DealChange, StageMove


class StageMoveInline(ReadOnly, TabularInline):
    model = StageMove
    fields = ["at", "from_stage", "to_stage", "days", "by", "reason"]
    extra = 0


class DealChangeInline(ReadOnly, TabularInline):
    model = DealChange
    fields = ["at", "field", "old", "new", "by", "reason"]
    extra = 0


class CommitteeMemberInline(ReadOnly, TabularInline):
    model = CommitteeMember
    fields = ["contact", "role", "added_at", "left_at"]
    extra = 0


class AttachmentInline(ReadOnly, TabularInline):
    """Without the file itself: it has no URL of its own, only the page of the deal serves it."""

    model = Attachment
    fields = ["name", "size", "uploaded_by", "created_at"]
    extra = 0


@admin.register(Deal)
class DealAdmin(ReadOnly, ModelAdmin):
    list_display = [
        "name",
        "company",
        "stage",
        "value",
        "currency",
        "owner",
        "expected_close_on",
        "created_at",
    ]
    list_filter = ["stage", "priority", "forecast_category"]
    list_select_related = ["company", "owner"]
    search_fields = ["name", "company__name", "external_id"]
    ordering = ["-created_at", "-id"]
    show_full_result_count = False
    inlines = [StageMoveInline, DealChangeInline, CommitteeMemberInline, AttachmentInline]
