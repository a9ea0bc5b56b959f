"""Shapes of deals."""

from datetime import UTC, date, datetime, time
from typing import Any

from rest_framework import serializers

from mauntic.kernel.api.serializers import CamelSerializer, number
from revops.models import DealPriority, DealStage
from revops.models.choices import CATEGORIES_OF_OPEN


class DayField(serializers.DateTimeField):
    """A day: on the wire the moment at which it begins in UTC; a bare date is read, too."""

    def to_internal_value(self, value: Any) -> Any:
        """The day of a date, or of a moment in UTC."""
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            return super().to_internal_value(value).astimezone(UTC).date()

    def to_representation(self, value: Any) -> Any:
        """Midnight of the day in UTC."""
        return super().to_representation(datetime.combine(value, time(), UTC))


def _value(**kwargs: Any) -> serializers.DecimalField:
    return number(max_digits=18, decimal_places=2, **kwargs)


class DealShape(CamelSerializer):
    """Deal of the contract; `probability` is 0-1."""

    id = serializers.UUIDField()
    contact_id = serializers.UUIDField(allow_null=True)
    account_id = serializers.UUIDField(source="company_id", allow_null=True)
    name = serializers.CharField()
    stage = serializers.CharField()
    value = _value()
    probability = number(decimal_places=3)
    priority = serializers.CharField()
    assigned_rep = serializers.UUIDField(source="owner_id", allow_null=True)
    expected_close_at = DayField(source="expected_close_on", allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


class DealsQuery(CamelSerializer):
    """`assignedRep` is an id; the newest deals come first."""

    stage = serializers.ChoiceField(choices=DealStage.choices, required=False)
    assigned_rep = serializers.UUIDField(required=False)
    limit = serializers.IntegerField(min_value=1, max_value=100, default=20)
    offset = serializers.IntegerField(min_value=0, max_value=1_000_000, default=0)


class DealRequest(CamelSerializer):
    """A new deal: its maker's unless it names a rep, in the organization's currency unless it names one."""

    contact_id = serializers.UUIDField()
    name = serializers.CharField(max_length=200)
    value = _value(min_value=0, required=False)
    priority = serializers.ChoiceField(choices=DealPriority.choices, required=False)
    account_id = serializers.UUIDField(source="company_id", required=False, allow_null=True)
    assigned_rep = serializers.UUIDField(source="owner_id", required=False, allow_null=True)
    currency = serializers.CharField(max_length=3, required=False)
    expected_close_at = DayField(source="expected_close_on", required=False, allow_null=True)
    stage = serializers.CharField(required=False)


class DealChanges(CamelSerializer):
    """What is left out stays as it is. The stage is moved with PUT /deals/{id}/stage."""

    name = serializers.CharField(max_length=200, required=False)
    value = _value(min_value=0, required=False)
    currency = serializers.CharField(max_length=3, required=False)
    priority = serializers.ChoiceField(choices=DealPriority.choices, required=False)
    contact_id = serializers.UUIDField(source="contact", required=False, allow_null=True)
    account_id = serializers.UUIDField(source="company", required=False, allow_null=True)
    assigned_rep = serializers.UUIDField(source="owner", required=False, allow_null=True)
    expected_close_at = DayField(source="expected_close_on", required=False, allow_null=True)
    probability = number(decimal_places=3, min_value=0, max_value=1, required=False)
    next_step = serializers.CharField(max_length=200, allow_blank=True, required=False)
    forecast_category = serializers.ChoiceField(
        choices=CATEGORIES_OF_OPEN, source="category_override", allow_blank=True, required=False
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Something to change."""
        if not attrs:
            raise serializers.ValidationError({"name": ["Name at least one thing to change."]})
        return attrs


class StageRequest(CamelSerializer):
    """`lostReason` is needed for closed_lost."""

    stage = serializers.CharField()
    lost_reason = serializers.CharField(max_length=200, allow_blank=True, default="")
