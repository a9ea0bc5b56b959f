"""API shapes of agents: their runs, settings and vendors."""

from decimal import Decimal

from rest_framework import serializers

from mauntic.kernel.api.fields import WordField
from mauntic.kernel.api.pagination import PageQuery, PageShape
from mauntic.kernel.api.serializers import CamelSerializer, number
from revops.agents.llm.labels import AGENT_CHOICES, OUTCOME_CHOICES, PAID_CHOICES, VENDOR_CHOICES

STATES = ("none", "off", "no_model", "resting", "ready")
LONGEST_KEY = 500


class RunsQuery(PageQuery):
    """`agent`, `outcome` and `contactId` narrow the list."""

    agent = WordField(choices=AGENT_CHOICES, required=False)
    outcome = WordField(choices=OUTCOME_CHOICES, required=False)
    contact_id = serializers.UUIDField(required=False)


class AgentRunShape(CamelSerializer):
    """A request to a model. `cost` are US dollars; `finishedAt` is null while it runs."""

    id = serializers.UUIDField()
    agent = serializers.ChoiceField(choices=AGENT_CHOICES)
    outcome = serializers.ChoiceField(choices=OUTCOME_CHOICES)
    detail = serializers.CharField(help_text="Why there is no answer")
    prompt = serializers.CharField()
    prompt_version = serializers.IntegerField()
    instructions_version = serializers.IntegerField(help_text="Of the house instructions; 0 for none")
    vendor = serializers.ChoiceField(choices=PAID_CHOICES)
    model = serializers.CharField()
    input_tokens = serializers.IntegerField()
    cache_read_tokens = serializers.IntegerField()
    cache_write_tokens = serializers.IntegerField()
    output_tokens = serializers.IntegerField()
    searches = serializers.IntegerField()
    attempts = serializers.IntegerField()
    cost = number(decimal_places=6)
    latency_ms = serializers.IntegerField()
    contact_id = serializers.UUIDField(allow_null=True)
    company_id = serializers.UUIDField(allow_null=True)
    started_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


class AgentRunsPage(PageShape):
    """A page of runs, newest first."""

    data = AgentRunShape(many=True)  # type: ignore[assignment]  # DRF takes it off the class


class RunContentShape(CamelSerializer):
    """What the model got and answered."""

    system = serializers.CharField()
    user = serializers.CharField()
    answer = serializers.CharField()


class AgentRunDetailShape(AgentRunShape):
    """`content` is null for managers, and after the retention of the organization."""

    content = RunContentShape(allow_null=True)


class BudgetShape(CamelSerializer):
    """A budget of this month in US dollars. `limit` is null for no limit."""

    limit = number(decimal_places=2, allow_null=True)
    reserved = number(decimal_places=6)
    spent = number(decimal_places=6)


class AgentShape(CamelSerializer):
    """An agent. `modelId` is null for the default model of the first vendor."""

    agent = serializers.ChoiceField(choices=AGENT_CHOICES)
    enabled = serializers.BooleanField()
    model_id = serializers.UUIDField(allow_null=True)
    budget = BudgetShape()


class AgentModelShape(CamelSerializer):
    """A model. Prices are US dollars per million tokens; without them it is not called."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    is_default = serializers.BooleanField()
    input_price = number(decimal_places=4, allow_null=True)
    output_price = number(decimal_places=4, allow_null=True)


class AgentVendorShape(CamelSerializer):
    """A vendor. Its key is never returned; `hasKey` says whether there is one."""

    kind = serializers.ChoiceField(choices=VENDOR_CHOICES)
    state = serializers.ChoiceField(choices=STATES)
    enabled = serializers.BooleanField()
    has_key = serializers.BooleanField()
    base_url = serializers.CharField()
    disabled_reason = serializers.CharField()
    models = AgentModelShape(many=True)


class AgentSettingsShape(CamelSerializer):
    """`stopped` holds for all agents."""

    stopped = serializers.BooleanField()
    stopped_at = serializers.DateTimeField(allow_null=True)
    allows_other_vendor = serializers.BooleanField()
    retention_days = serializers.IntegerField()
    budget = BudgetShape()
    agents = AgentShape(many=True)
    vendors = AgentVendorShape(many=True)


class AgentChange(CamelSerializer):
    """What changes for an agent. `modelId` null is the default, `budget` null no limit."""

    agent = WordField(choices=AGENT_CHOICES)
    enabled = serializers.BooleanField(required=False)
    model_id = serializers.UUIDField(required=False, allow_null=True)
    budget = number(max_digits=10, decimal_places=2, min_value=Decimal(0), required=False, allow_null=True)


class AgentSettingsChange(CamelSerializer):
    """What changes; the rest stays. `budget` is that of all agents together, null for no limit."""

    stopped = serializers.BooleanField(required=False)
    allows_other_vendor = serializers.BooleanField(required=False)
    retention_days = serializers.IntegerField(required=False, min_value=1, max_value=365)
    budget = number(max_digits=10, decimal_places=2, min_value=Decimal(0), required=False, allow_null=True)
    agents = AgentChange(many=True, required=False)

    example = {"stopped": False, "budget": 200, "agents": [{"agent": "copilot", "budget": 50}]}


class AgentVendorChange(CamelSerializer):
    """`key` is stored encrypted and never returned; without it, the stored one stays."""

    key = serializers.CharField(max_length=LONGEST_KEY, required=False, default="", allow_blank=True)
    base_url = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)
    enabled = serializers.BooleanField(required=False, default=True)

    example = {"key": "sk-…", "enabled": True}
