"""Serializers of scores."""

from typing import Any

from rest_framework import serializers

from mauntic.kernel.api.bounds import bound
from mauntic.kernel.api.fields import DayField
from mauntic.kernel.api.serializers import CamelSerializer, QuerySerializer, number


class ContributorShape(CamelSerializer):
    factor = serializers.CharField()
    points = number()


class ScoreShape(CamelSerializer):
    """The score of a contact. A contact has one score, so `id` is the id of the contact."""

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

    example = {
        "id": "0197b2a4-5c1e-7d3f-8a6b-2f4e6d8c0a1b",
        "contactId": "0197b2a4-5c1e-7d3f-8a6b-2f4e6d8c0a1b",
        "totalScore": 62.5,
        "grade": "B",
        "engagementScore": 15,
        "fitScore": 27.5,
        "intentScore": 20,
        "components": {"data_quality": 10, "fit": 17.5, "engagement": 15, "intent": 20},
        "topContributors": [{"factor": "pricing_page", "points": 20}],
        "scoredAt": "2026-11-02T09:30:00Z",
    }


class HistoryShape(CamelSerializer):
    date = serializers.DateField(source="day")
    total_score = number(source="total")
    engagement_score = number(source="engagement")
    fit_score = number(source="fit")
    intent_score = number(source="intent")


class HistoryQuery(QuerySerializer):
    """`from` and `to`: days or times, both included. `limit`: the number of days, latest first."""

    limit = serializers.IntegerField(min_value=1, max_value=1000, default=365)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Return the fields with `from`, which is a keyword of Python, and `to`."""
        days = {key: bound(DayField(required=False)) for key in ("from", "to")}
        return {**super().get_fields(), **days}


class LeaderboardQuery(QuerySerializer):
    limit = serializers.IntegerField(min_value=1, max_value=100, default=20)
