"""Serializers of alerts."""

from rest_framework import serializers

from mauntic.kernel.api.fields import WordField
from mauntic.kernel.api.pagination import CursorQuery
from mauntic.kernel.api.serializers import CamelSerializer
from scoring.alerts.models import Status
from scoring.signals.models import Priority


class AlertShape(CamelSerializer):
    """An alert of a signal."""

    id = serializers.UUIDField()
    contact_id = serializers.UUIDField()
    signal_type = serializers.CharField(source="type_id")
    priority = serializers.ChoiceField(choices=Priority.choices)
    deadline = serializers.DateTimeField()
    status = serializers.ChoiceField(choices=Status.choices)
    acknowledged_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()

    example = {
        "id": "0197b2a4-8a10-7b33-8c44-9d55ee66ff77",
        "contactId": "0197b2a4-5c1e-7d3f-8a6b-2f4e6d8c0a1b",
        "signalType": "PRICING_PAGE",
        "priority": "critical",
        "deadline": "2026-11-02T10:30:00Z",
        "status": "open",
        "acknowledgedAt": None,
        "createdAt": "2026-11-02T09:30:00Z",
    }


class AlertsQuery(CursorQuery):
    status = WordField(choices=Status.choices, required=False)
    priority = WordField(choices=Priority.choices, required=False)


class AcknowledgeRequest(CamelSerializer):
    """No field: the address names the alert."""


class MuteShape(CamelSerializer):
    """A muted signal type, and how many open alerts of the user it hides."""

    signal_type = serializers.CharField(source="type.code")
    muted_at = serializers.DateTimeField()
    hidden_alerts = serializers.IntegerField(source="hidden")

    example = {"signalType": "EMAIL_OPEN", "mutedAt": "2026-11-02T09:30:00Z", "hiddenAlerts": 3}


class MuteRequest(CamelSerializer):
    """No field: the address names the signal type."""


class MessageAnswer(CamelSerializer):
    message = serializers.CharField()
