"""Shapes of alerts."""

from rest_framework import serializers

from mauntic.kernel.api.serializers import CamelSerializer
from scoring.models.alerts import Status
from scoring.models.signals import Priority


class AlertShape(CamelSerializer):
    """SignalAlert of the contract."""

    id = serializers.UUIDField()
    contact_id = serializers.UUIDField()
    signal_type = serializers.CharField(source="type_id")
    priority = serializers.ChoiceField(choices=Priority.choices)
    deadline = serializers.DateTimeField()
    status = serializers.ChoiceField(choices=Status.choices)
    acknowledged_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


class AlertsQuery(CamelSerializer):
    status = serializers.ChoiceField(choices=Status.choices, required=False)
    priority = serializers.ChoiceField(choices=Priority.choices, required=False)
    limit = serializers.IntegerField(min_value=1, max_value=100, default=20)


class AcknowledgeRequest(CamelSerializer):
    """Nothing is told but which alert, and that is in the address."""
