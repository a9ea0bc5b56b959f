"""Admin pages of deals, with history, committee and files."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from mauntic.kernel.admin import Large, ReadOnly, RowsInline, Searched
from revops.attachments.models import Attachment
from revops.committee.models import CommitteeMember
from revops.deals.models.actions import DealAction
from revops.deals.models.deals import Deal, DealChange, StageMove
from revops.deals.models.runs import DealRun


class StageMoveInline(RowsInline):
    model = StageMove
    fields = ["at", "from_stage", "to_stage", "days", "by", "reason"]


class DealChangeInline(RowsInline):
    model = DealChange
    fields = ["at", "field", "old", "new", "by", "reason"]


class CommitteeMemberInline(RowsInline):
    model = CommitteeMember
    fields = ["contact", "role", "added_at", "left_at"]


class AttachmentInline(RowsInline):
    """Without the file itself: it has no URL of its own, only the page of the deal serves it."""

    model = Attachment
    fields = ["name", "size", "uploaded_by", "created_at"]


@admin.register(Deal)
class DealAdmin(Large, Searched, ReadOnly, ModelAdmin):
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
    inlines = [StageMoveInline, DealChangeInline, CommitteeMemberInline, AttachmentInline]


@admin.register(DealAction)
class DealActionAdmin(Large, ReadOnly, ModelAdmin):
    """What a person did to deals in one go, with the moves and changes that one undo takes back."""

    list_display = ["at", "by"]
    list_select_related = ["by"]
    inlines = [StageMoveInline, DealChangeInline]


@admin.register(DealRun)
class DealRunAdmin(Large, ReadOnly, ModelAdmin):
    """What a worker does to many deals. Their ids are too many to show."""

    list_display = ["started_at", "by", "kind", "value", "done", "total", "changed", "finished_at", "error"]
    list_select_related = ["by"]
    exclude = ["deal_ids"]
