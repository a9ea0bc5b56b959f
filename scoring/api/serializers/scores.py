"""Shapes of scores."""

from typing import Any

from rest_framework import serializers

from mauntic.kernel.api.serializers import CamelSerializer, number


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


class HistoryQuery(CamelSerializer):
    """`from` and `to` are days, both included; `limit` counts days, the latest ones."""

    limit = serializers.IntegerField(min_value=1, max_value=1000, default=365)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Adds `from`, which is no name in Python, and `to`."""
        days = {key: serializers.DateField(required=False) for key in ("from", "to")}
        return {**super().get_fields(), **days}


class LeaderboardQuery(CamelSerializer):
    limit = serializers.IntegerField(min_value=1, max_value=100, default=20)


class RecalculateRequest(CamelSerializer):
    """Without `contactId` all contacts are scored, `batchSize` of them in each transaction.

    More than 5,000 contacts are scored in the background, in transactions of a size of their own.
    """

    contact_id = serializers.UUIDField(required=False)
    batch_size = serializers.IntegerField(min_value=1, max_value=50_000, default=10_000)


class RecalculateAnswer(CamelSerializer):
    message = serializers.CharField()
    contacts_processed = serializers.IntegerField()
