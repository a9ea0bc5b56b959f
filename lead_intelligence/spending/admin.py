"""Admin page of budgets."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from lead_intelligence.spending.models import Budget
from mauntic.kernel.admin import ReadOnly


@admin.register(Budget)
class BudgetAdmin(ReadOnly, ModelAdmin):
    list_display = ("period", "starts_on", "provider", "limit", "reserved", "spent")
    list_select_related = ("provider",)
