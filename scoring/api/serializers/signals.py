"""Shapes of signals."""

from datetime import datetime, timedelta
from typing import Any

from rest_framework import serializers

from mauntic.kernel import clock
from mauntic.kernel.api.serializers import CamelSerializer

CLOCKS_DIFFER_BY = timedelta(minutes=5)


class SignalShape(CamelSerializer):
    id = serializers.UUIDField()
    signal_type = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]  # a declared field, not the argument
    weight = serializers.FloatField()
    current_weight = serializers.FloatField()
    detected_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(allow_null=True)
    decay_model = serializers.CharField()


class SignalsQuery(CamelSerializer):
    active_only = serializers.BooleanField(default=False)


class SignalRequest(CamelSerializer):
    """A signal of a third party, about a contact by id or by e-mail address."""

    contact_id = serializers.UUIDField(required=False)
    email = serializers.EmailField(required=False)
    signal_type = serializers.CharField()
    source = serializers.CharField(max_length=40)  # type: ignore[assignment]  # as above
    detected_at = serializers.DateTimeField(required=False)
    metadata = serializers.DictField(default=dict)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Exactly one way to name the contact."""
        if ("contact_id" in attrs) == ("email" in attrs):
            raise serializers.ValidationError({"contactId": ["Give either contactId or email."]})
        return attrs

    def validate_detectedAt(self, value: datetime) -> datetime:  # noqa: N802 (DRF calls it by the wire's name)
        """A signal is not from the future; clocks may differ by some minutes."""
        if value > clock.now() + CLOCKS_DIFFER_BY:
            raise serializers.ValidationError("This is in the future. Send when it was detected, in UTC.")
        return value
