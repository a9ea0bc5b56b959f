"""Admin pages of routing."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from mauntic.kernel.admin import Large, ReadOnly, RowsInline, Searched
from mauntic.kernel.conditions import from_json
from mauntic.kernel.conditions.descriptions import words
from revops.routing.models import (
    Absence,
    RepProfile,
    RoutingDecision,
    RoutingRule,
    RoutingSettings,
    RuleTarget,
)
from revops.routing.selectors.fields import FIELDS


class RuleTargetInline(RowsInline):
    model = RuleTarget
    fields = ["position", "rep", "weight", "credit"]
    readonly_fields = ["credit"]


@admin.register(RoutingRule)
class RoutingRuleAdmin(ReadOnly, ModelAdmin):
    list_display = ["position", "name", "strategy", "enabled", "updated_at"]
    list_filter = ["strategy", "enabled"]
    inlines = [RuleTargetInline]
    readers = {"conditions": lambda tree: words(from_json(tree), FIELDS)}


@admin.register(RoutingDecision)
class RoutingDecisionAdmin(Large, Searched, ReadOnly, ModelAdmin):
    list_display = ["decided_at", "contact", "rep", "rule_name", "strategy", "trigger", "reason", "undone_at"]
    list_filter = ["strategy", "trigger"]
    list_select_related = ["contact", "rep"]
    searched = "contact"


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
