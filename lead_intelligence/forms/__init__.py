"""Forms of the enrichment settings."""

from lead_intelligence.forms.batches import RetryForm
from lead_intelligence.forms.money import BudgetForm, budget_initial
from lead_intelligence.forms.vendors import ProviderForm
from lead_intelligence.forms.waterfall import WaterfallForm

__all__ = ["BudgetForm", "ProviderForm", "RetryForm", "WaterfallForm", "budget_initial"]
