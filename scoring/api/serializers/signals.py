"""Shapes of signals."""

import json
from datetime import datetime, timedelta
from typing import Any

from rest_framework import serializers

from mauntic.kernel import clock
from mauntic.kernel.api.serializers import CamelSerializer, number
from scoring.models.signals import LONGEST_DECAY_HOURS, Decay, Priority, Tier

CLOCKS_DIFFER_BY = timedelta(minutes=5)
# Nothing of a signal lives longer; what is older comes from a wrong clock or a wrong unit.
OLDEST = timedelta(days=365)
LARGEST_METADATA = 8 * 1024


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
        at = clock.now()
        if value > at + CLOCKS_DIFFER_BY:
            raise serializers.ValidationError("This is in the future. Send when it was detected, in UTC.")
        if value < at - OLDEST:
            raise serializers.ValidationError("This is more than a year ago; such a signal would not count.")
        return value

    def validate_metadata(self, value: dict[str, Any]) -> dict[str, Any]:
        """Details, not documents."""
        size = len(json.dumps(value))
        if size > LARGEST_METADATA:
            raise serializers.ValidationError(f"This is {size} bytes; at most {LARGEST_METADATA} are kept.")
        return value


class SignalTypeShape(CamelSerializer):
    signal_type = serializers.CharField(source="code")
    category = serializers.CharField()
    weight = number()
    decay_hours = serializers.IntegerField()
    decay_model = serializers.CharField()
    priority = serializers.CharField()
    tier = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]  # as above
    enabled = serializers.BooleanField()


class SignalTypeRequest(CamelSerializer):
    """What is left out stays as it is. It holds for signals from now on; those that are there keep theirs."""

    weight = number(min_value=0, max_value=1, max_digits=4, decimal_places=3, required=False)
    decay_hours = serializers.IntegerField(min_value=1, max_value=LONGEST_DECAY_HOURS, required=False)
    decay_model = serializers.ChoiceField(choices=Decay.choices, required=False)
    priority = serializers.ChoiceField(choices=Priority.choices, required=False)
    tier = serializers.ChoiceField(choices=Tier.choices, required=False)
    enabled = serializers.BooleanField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Something to change."""
        if not attrs:
            raise serializers.ValidationError({"weight": ["Name at least one thing to change."]})
        return attrs
