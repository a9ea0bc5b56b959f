"""Shapes of the REST contract."""

from datetime import datetime, timedelta
from typing import Any

from rest_framework import serializers

from mauntic.kernel import clock
from mauntic.kernel.api.serializers import CamelSerializer, number

CLOCKS_DIFFER_BY = timedelta(minutes=5)


class ContributorShape(CamelSerializer):
    factor = serializers.CharField()
    points = number()


class ScoreShape(CamelSerializer):
    """LeadScore of the contract: a contact has one score, so its id is the contact's."""

    id = serializers.UUIDField(source="contact_id")
    contact_id = serializers.UUIDField()
    total_score = number(source="total")
    grade = serializers.CharField()
    engagement_score = number(source="engagement")
    fit_score = number(source="fit")
    intent_score = number(source="intent")
    components = serializers.DictField(child=serializers.FloatField())
    top_contributors = ContributorShape(source="contributors", many=True)
    scored_at = serializers.DateTimeField()


class HistoryShape(CamelSerializer):
    date = serializers.DateField(source="day")
    total_score = number(source="total")
    engagement_score = number(source="engagement")
    fit_score = number(source="fit")
    intent_score = number(source="intent")


class SignalShape(CamelSerializer):
    id = serializers.UUIDField()
    signal_type = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]  # a declared field, not the argument
    weight = serializers.FloatField()
    current_weight = serializers.FloatField()
    detected_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(allow_null=True)
    decay_model = serializers.CharField()


class FactorShape(CamelSerializer):
    category = serializers.CharField()
    factor = serializers.CharField()
    weight = number(max_digits=7, decimal_places=2)
    enabled = serializers.BooleanField()


class HistoryQuery(CamelSerializer):
    """`from` and `to` are days, both included; `limit` counts days, the latest ones."""

    limit = serializers.IntegerField(min_value=1, max_value=1000, default=365)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Adds `from`, which is no name in Python, and `to`."""
        days = {key: serializers.DateField(required=False) for key in ("from", "to")}
        return {**super().get_fields(), **days}


class SignalsQuery(CamelSerializer):
    active_only = serializers.BooleanField(default=False)


class LeaderboardQuery(CamelSerializer):
    limit = serializers.IntegerField(min_value=1, max_value=100, default=20)


class RecalculateRequest(CamelSerializer):
    """Without `contactId` all contacts are scored, `batchSize` of them in each transaction."""

    contact_id = serializers.UUIDField(required=False)
    batch_size = serializers.IntegerField(min_value=1, max_value=50_000, default=10_000)


class RecalculateAnswer(CamelSerializer):
    message = serializers.CharField()
    contacts_processed = serializers.IntegerField()


class ConfigRequest(CamelSerializer):
    configs = FactorShape(many=True, allow_empty=False)


class MessageAnswer(CamelSerializer):
    message = serializers.CharField()


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
