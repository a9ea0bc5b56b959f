"""API shapes that workflows and journeys share."""

from rest_framework import serializers

from mauntic.automation.domain.steps import MOST_STEPS
from mauntic.automation.services.definitions.saving import LONGEST_NAME
from mauntic.kernel.api.conditions import ConditionsField
from mauntic.kernel.api.pagination import PageQuery, PageShape
from mauntic.kernel.api.serializers import CamelSerializer

LONGEST_BODY = 20_000
STEPS_HELP = (
    "`{id, action, settings, branches}` each. A step without an id is new. `branches` of a split holds "
    "a list of steps for each branch."
)


class DefinitionRequest(CamelSerializer):
    """What a workflow or journey says. The service checks its parts, to report all errors at once.

    `enabled` turns it on or off. Without it, a new one is a draft, and an existing one stays as it is.
    """

    longest_text = LONGEST_BODY

    name = serializers.CharField(allow_blank=True)
    trigger = serializers.CharField(max_length=40)
    trigger_settings = serializers.DictField(required=False, default=dict)
    conditions = ConditionsField(required=False, default=dict, allow_empty=True)
    options = serializers.DictField(required=False, default=dict)
    enabled = serializers.BooleanField(required=False, allow_null=True, default=None)

    rules = {
        "allOf": [{"properties": {"name": {"minLength": 1, "maxLength": LONGEST_NAME, "pattern": r"\S"}}}]
    }


def steps_field() -> serializers.ListField:
    """Return the field of the steps of a request."""
    return serializers.ListField(child=serializers.DictField(), max_length=MOST_STEPS, help_text=STEPS_HELP)


class DefinitionShape(CamelSerializer):
    """A workflow or journey. `status` is draft, on or off.

    `lockedAt` is when it was stopped because it ran too often for one record.
    """

    id = serializers.UUIDField()
    name = serializers.CharField()
    status = serializers.CharField()
    locked_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()
    trigger = serializers.CharField()
    trigger_settings = serializers.DictField()
    conditions = ConditionsField(allow_empty=True)
    options = serializers.DictField()
    created_at = serializers.DateTimeField()


def problems_field() -> serializers.ListField:
    """Return the field of what is broken, which lists leave out: to look costs queries."""
    return serializers.ListField(child=serializers.CharField())


class ActionRunShape(CamelSerializer):
    """An attempt of an action. `state` is begun, done, skipped, failed or postponed."""

    position = serializers.IntegerField()
    step = serializers.CharField()
    action = serializers.CharField()
    attempt = serializers.IntegerField()
    state = serializers.CharField()
    note = serializers.CharField()
    error = serializers.CharField()
    started_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)


class RunShape(CamelSerializer):
    """A run. `state` is running, waiting, completed, failed, skipped or cut.

    `reason` says why it ended early.
    """

    id = serializers.UUIDField()
    version = serializers.IntegerField()
    subject_kind = serializers.CharField()
    subject_id = serializers.UUIDField()
    state = serializers.CharField()
    reason = serializers.CharField()
    step = serializers.CharField()
    due_at = serializers.DateTimeField(allow_null=True)
    started_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)


class ExecutionShape(RunShape):
    """A run with its actions, in the order in which they were done."""

    actions = ActionRunShape(many=True)


class ExecutionPage(PageShape):
    data = ExecutionShape(many=True)  # type: ignore[assignment]  # DRF takes declared fields off the class


class ExecutionsQuery(PageQuery):
    """Runs of a workflow or journey, newest first."""
