"""Shapes of activities."""

from typing import Any

from rest_framework import serializers

from mauntic.kernel.api.serializers import CamelSerializer
from revops.models import ActivityType
from revops.services.activities import LONGEST_NOTES, LONGEST_OUTCOME, LONGEST_SUBJECT, MOST_MINUTES


class TextOrNull(serializers.CharField):
    """A text; an empty one is null on the wire."""

    def to_representation(self, value: Any) -> Any:
        """The text, or None when there is none."""
        return super().to_representation(value) or None


class ActivityShape(CamelSerializer):
    """Activity of the contract; one that is planned has no `completedAt`."""

    id = serializers.UUIDField()
    type = serializers.CharField()
    contact_id = serializers.UUIDField(allow_null=True)
    deal_id = serializers.UUIDField(allow_null=True)
    outcome = TextOrNull(allow_null=True)
    duration_minutes = serializers.IntegerField(allow_null=True)
    notes = TextOrNull(allow_null=True)
    completed_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


class ActivityRequest(CamelSerializer):
    """About a deal, a contact or both. Done now or at `completedAt`; with `dueAt` it is planned instead."""

    type = serializers.ChoiceField(choices=ActivityType.choices)
    contact_id = serializers.UUIDField(required=False, allow_null=True)
    deal_id = serializers.UUIDField(required=False, allow_null=True)
    assigned_rep = serializers.UUIDField(source="owner_id", required=False, allow_null=True)
    subject = serializers.CharField(max_length=LONGEST_SUBJECT, allow_blank=True, required=False)
    outcome = serializers.CharField(max_length=LONGEST_OUTCOME, allow_blank=True, default="", allow_null=True)
    duration_minutes = serializers.IntegerField(
        min_value=0, max_value=MOST_MINUTES, required=False, allow_null=True
    )
    notes = serializers.CharField(max_length=LONGEST_NOTES, allow_blank=True, default="", allow_null=True)
    due_at = serializers.DateTimeField(required=False)
    completed_at = serializers.DateTimeField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Planned or done, and null texts are empty ones."""
        if "due_at" in attrs and "completed_at" in attrs:
            raise serializers.ValidationError({"dueAt": ["Give dueAt or completedAt, not both."]})
        texts = ("outcome", "notes")
        return attrs | {name: attrs[name] or "" for name in texts}
