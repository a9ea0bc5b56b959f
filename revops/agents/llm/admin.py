"""Admin pages of AI vendors, budgets and runs."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from mauntic.kernel.admin import Large, ReadOnly
from revops.agents.llm.models.accounts import LlmAccount, LlmModel
from revops.agents.llm.models.budgets import AgentBudget, AgentPolicy, AgentSettings
from revops.agents.llm.models.instructions import PromptInstructions
from revops.agents.llm.models.runs import AgentRun


@admin.register(LlmAccount)
class LlmAccountAdmin(ReadOnly, ModelAdmin):
    list_display = ["kind", "base_url", "enabled", "disabled_reason", "circuit_state", "updated_at"]


@admin.register(LlmModel)
class LlmModelAdmin(ReadOnly, ModelAdmin):
    list_display = ["name", "account", "input_price", "output_price", "priced_on", "is_default"]
    list_select_related = ["account"]


@admin.register(AgentBudget)
class AgentBudgetAdmin(ReadOnly, ModelAdmin):
    list_display = ["starts_on", "agent", "limit", "spent", "reserved"]
    list_filter = ["agent"]


@admin.register(AgentSettings)
class AgentSettingsAdmin(ReadOnly, ModelAdmin):
    list_display = ["agent", "is_on", "model"]
    list_select_related = ["model"]


@admin.register(AgentPolicy)
class AgentPolicyAdmin(ReadOnly, ModelAdmin):
    list_display = ["allows_other_vendor", "retention_days", "stopped_at", "stopped_by"]
    list_select_related = ["stopped_by"]


@admin.register(PromptInstructions)
class PromptInstructionsAdmin(ReadOnly, ModelAdmin):
    list_display = ["prompt", "number", "restored_from", "created_by", "created_at"]
    list_filter = ["prompt"]
    list_select_related = ["created_by"]


@admin.register(AgentRun)
class AgentRunAdmin(Large, ReadOnly, ModelAdmin):
    list_display = ["started_at", "agent", "prompt", "vendor", "model", "outcome", "cost", "contact"]
    list_filter = ["agent", "outcome", "vendor"]
    list_select_related = ["contact"]
