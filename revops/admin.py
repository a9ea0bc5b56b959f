"""Rows of revenue operations for admins. All are looked at here; services write them and tell of it."""

from django.contrib import admin
from unfold.admin import ModelAdmin, TabularInline

from mauntic.kernel.admin import ReadOnly
from revops.models import (
    Absence,
    Activity,
    Attachment,
    Commit,
    CommitteeMember,
    Deal,
    DealChange,
    DealHealth,
    DealImport,
    ExchangeRate,
    ForecastSnapshot,
    HealthWarning,
    Quota,
    RepProfile,
    RoutingDecision,
    RoutingRule,
    RoutingSettings,
    RuleTarget,
    StageMove,
)


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
    """Without the file itself, which has no address of its own: the page of the deal hands it out."""

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


@admin.register(Activity)
class ActivityAdmin(ReadOnly, ModelAdmin):
    list_display = ["type", "subject", "deal", "contact", "owner", "due_at", "completed_at", "outcome"]
    list_filter = ["type"]
    list_select_related = ["deal", "contact", "owner"]
    search_fields = ["subject", "deal__name"]
    show_full_result_count = False


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
    exclude = ["file"]


@admin.register(DealHealth)
class DealHealthAdmin(ReadOnly, ModelAdmin):
    list_display = ["deal", "score", "level", "computed_at"]
    list_filter = ["level"]
    list_select_related = ["deal"]
    search_fields = ["deal__name"]


@admin.register(HealthWarning)
class HealthWarningAdmin(ReadOnly, ModelAdmin):
    list_display = ["key", "enabled", "weight", "limit"]


@admin.register(ExchangeRate)
class ExchangeRateAdmin(ReadOnly, ModelAdmin):
    list_display = ["currency", "valid_from", "rate", "created_at"]
    list_filter = ["currency"]


@admin.register(Quota)
class QuotaAdmin(ReadOnly, ModelAdmin):
    list_display = ["period", "rep", "amount", "currency"]
    list_filter = ["period"]
    list_select_related = ["rep"]


@admin.register(Commit)
class CommitAdmin(ReadOnly, ModelAdmin):
    list_display = ["period", "rep", "value", "currency", "by", "at", "note"]
    list_filter = ["period"]
    list_select_related = ["rep", "by"]


@admin.register(ForecastSnapshot)
class ForecastSnapshotAdmin(ReadOnly, ModelAdmin):
    list_display = [
        "taken_on",
        "period",
        "rep_id",
        "weighted",
        "expected",
        "low",
        "high",
        "closed",
        "currency",
    ]
    list_filter = ["period"]
    show_full_result_count = False


class RuleTargetInline(ReadOnly, TabularInline):
    model = RuleTarget
    fields = ["position", "rep", "weight", "credit"]
    readonly_fields = ["credit"]
    extra = 0


@admin.register(RoutingRule)
class RoutingRuleAdmin(ReadOnly, ModelAdmin):
    list_display = ["position", "name", "strategy", "enabled", "updated_at"]
    list_filter = ["strategy", "enabled"]
    inlines = [RuleTargetInline]


@admin.register(RoutingDecision)
class RoutingDecisionAdmin(ReadOnly, ModelAdmin):
    list_display = ["decided_at", "contact", "rep", "rule_name", "strategy", "trigger", "reason", "undone_at"]
    list_filter = ["strategy", "trigger"]
    list_select_related = ["contact", "rep"]
    search_fields = ["contact__text__text", "reason"]
    show_full_result_count = False


@admin.register(RoutingSettings)
class RoutingSettingsAdmin(ReadOnly, ModelAdmin):
    list_display = ["routes_new_leads", "routes_from_score", "keeps_companies_together", "fallback"]
    list_select_related = ["fallback"]


@admin.register(RepProfile)
class RepProfileAdmin(ReadOnly, ModelAdmin):
    list_display = ["rep", "takes_leads", "daily_cap", "open_cap"]
    list_select_related = ["rep"]


@admin.register(Absence)
class AbsenceAdmin(ReadOnly, ModelAdmin):
    list_display = ["rep", "starts_at", "ends_at", "reason"]
    list_select_related = ["rep"]
