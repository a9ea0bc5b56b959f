"""Admin page of budgets."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from lead_intelligence.spending.models import Budget
from lead_intelligence.vendors.admin import in_dollars
from mauntic.kernel.admin import ReadOnly


@admin.register(Budget)
class BudgetAdmin(ReadOnly, ModelAdmin):
    list_display = ("period", "starts_on", "provider", "limit", "reserved", "spent")
    list_select_related = ("provider",)
    readers = {"limit": in_dollars, "reserved": in_dollars, "spent": in_dollars}
