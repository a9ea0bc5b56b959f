"""API shapes of workflows."""

from rest_framework import serializers

from mauntic.automation.api.shapes import DefinitionRequest, DefinitionShape, problems_field, steps_field


class WorkflowRequest(DefinitionRequest):
    """A workflow. Without `enabled`, a new one is a draft, and an existing one stays on or off."""

    actions = steps_field()

    example = {
        "name": "Large deals in negotiation",
        "trigger": "stage_changed",
        "triggerSettings": {"toStages": ["negotiation"]},
        "conditions": {"field": "deal.value", "operator": "at_least", "value": 50000},
        "actions": [
            {
                "action": "create_task",
                "settings": {"subject": "Review {{ deal }}", "type": "task", "dueDays": 1},
            }
        ],
        "options": {"coolDownHours": 24},
        "enabled": True,
    }


class ListedWorkflow(DefinitionShape):
    """A workflow in a list. `status` is draft, on or off."""

    actions = serializers.ListField(child=serializers.DictField())


class WorkflowShape(ListedWorkflow):
    """A workflow. `status` is draft, on or off; one with `problems` starts for nothing."""

    problems = problems_field()
