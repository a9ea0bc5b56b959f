"""Serializers of reported signals and of signal types."""

import json
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext
from rest_framework import serializers

from mauntic.kernel import clock
from mauntic.kernel.api.fields import WordField
from mauntic.kernel.api.serializers import CamelSerializer, number
from scoring.signals.models import LONGEST_DECAY_HOURS, Decay, Priority, Tier

CLOCKS_DIFFER_BY = timedelta(minutes=5)
# Older times come from a wrong clock or a wrong unit.
OLDEST = timedelta(days=365)
LARGEST_METADATA = 8 * 1024


class SignalRequest(CamelSerializer):
    """A third-party signal of a contact, named by `contactId` or by `email`."""

    contact_id = serializers.UUIDField(required=False)
    email = serializers.EmailField(required=False)
    signal_type = serializers.CharField()
    source = serializers.CharField(max_length=40)  # type: ignore[assignment]  # a declared field, not the argument
    detected_at = serializers.DateTimeField(required=False)
    metadata = serializers.DictField(default=dict)

    example = {"email": "ada@engines.example", "signalType": "FUNDING_ROUND", "source": "newsfeed"}
    # Exactly one way to name the contact.
    rules = {"oneOf": [{"required": ["contactId"]}, {"required": ["email"]}]}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Check that the contact is named in exactly one way."""
        if ("contact_id" in attrs) == ("email" in attrs):
            raise serializers.ValidationError({"contactId": [gettext("Give either contactId or email.")]})
        return attrs

    def validate_detectedAt(self, value: datetime) -> datetime:  # noqa: N802 (DRF calls it by the wire's name)
        """Check that the time is in the past year; clocks may differ by some minutes."""
        at = clock.now()
        if value > at + CLOCKS_DIFFER_BY:
            raise serializers.ValidationError(
                gettext("This is in the future. Send the time of detection, in UTC.")
            )
        if value < at - OLDEST:
            raise serializers.ValidationError(
                gettext("This is more than a year ago. Send signals of the past year.")
            )
        return value

    def validate_metadata(self, value: dict[str, Any]) -> dict[str, Any]:
        """Check the size."""
        size = len(json.dumps(value))
        if size > LARGEST_METADATA:
            raise serializers.ValidationError(
                gettext("This is {size} bytes. Send at most {most} bytes.").format(
                    size=size, most=LARGEST_METADATA
                )
            )
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
    """The settings to change. Omitted ones stay. Changes apply to new signals."""

    weight = number(min_value=0, max_value=1, max_digits=4, decimal_places=3, required=False)
    decay_hours = serializers.IntegerField(min_value=1, max_value=LONGEST_DECAY_HOURS, required=False)
    decay_model = WordField(choices=Decay.choices, required=False)
    priority = WordField(choices=Priority.choices, required=False)
    tier = WordField(choices=Tier.choices, required=False)
    enabled = serializers.BooleanField(required=False)

    example = {"weight": 0.6, "decayHours": 72}
    rules = {"minProperties": 1}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Check that there is something to change."""
        if not attrs:
            raise serializers.ValidationError({"weight": [gettext("Send at least one setting to change.")]})
        return attrs
