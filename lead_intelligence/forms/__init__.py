"""Forms of the enrichment settings."""

from lead_intelligence.forms.batches import RetryForm
from lead_intelligence.forms.money import BudgetsForm
from lead_intelligence.forms.policy import PolicyForm
from lead_intelligence.forms.quality import EnrichLackingForm
from lead_intelligence.forms.vendors import ProviderForm
from lead_intelligence.forms.waterfall import WaterfallForm

__all__ = ["BudgetsForm", "EnrichLackingForm", "PolicyForm", "ProviderForm", "RetryForm", "WaterfallForm"]
