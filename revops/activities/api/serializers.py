"""API shapes of activities."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from mauntic.kernel.api.fields import RoundedField, WordField
from mauntic.kernel.api.serializers import CamelSerializer
from revops.activities.models import LONGEST_REMINDER, ActivityType, Recurrence
from revops.activities.services.drafts import LONGEST_NOTES, LONGEST_OUTCOME, LONGEST_SUBJECT, MOST_MINUTES


class TextOrNull(serializers.CharField):
    """A text that is null in JSON if empty."""

    def to_representation(self, value: Any) -> Any:
        """Return the text, or None if it is empty."""
        return super().to_representation(value) or None


class ActivityShape(CamelSerializer):
    """An activity. Scheduled ones have no `completedAt`."""

    id = serializers.UUIDField()
    type = serializers.CharField()
    contact_id = serializers.UUIDField(allow_null=True)
    deal_id = serializers.UUIDField(allow_null=True)
    outcome = TextOrNull(allow_null=True)
    duration_minutes = serializers.IntegerField(allow_null=True)
    notes = TextOrNull(allow_null=True)
    completed_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    subject = TextOrNull(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    recurrence = TextOrNull(allow_null=True)
    recurs_until = serializers.DateField(allow_null=True)
    reminder_minutes = serializers.IntegerField(allow_null=True)

    example = {
        "id": "0197b2a4-70c0-7f63-8d4e-5a6b7c8d9e0f",
        "type": "call",
        "contactId": None,
        "dealId": "0197b2a4-61d0-7e52-9c3d-4a5b6c7d8e9f",
        "outcome": "Reached",
        "durationMinutes": 12,
        "notes": None,
        "completedAt": "2026-11-02T09:30:00Z",
        "createdAt": "2026-11-02T09:30:00Z",
        "subject": None,
        "dueAt": None,
        "recurrence": None,
        "recursUntil": None,
        "reminderMinutes": None,
    }


class ActivityRequest(CamelSerializer):
    """An activity of a deal, a contact or both. Done now or at `completedAt`; scheduled with `dueAt`.

    A task may be of neither. Scheduled tasks may repeat, until the day `recursUntil` or without end.
    `reminderMinutes` reminds its owner so long before it is due.
    """

    type = WordField(choices=ActivityType.choices)
    contact_id = serializers.UUIDField(required=False, allow_null=True)
    deal_id = serializers.UUIDField(required=False, allow_null=True)
    assigned_rep = serializers.UUIDField(source="owner_id", required=False, allow_null=True)
    subject = serializers.CharField(max_length=LONGEST_SUBJECT, allow_blank=True, required=False)
    outcome = serializers.CharField(max_length=LONGEST_OUTCOME, allow_blank=True, default="", allow_null=True)
    duration_minutes = RoundedField(min_value=0, max_value=MOST_MINUTES, required=False, allow_null=True)
    notes = serializers.CharField(max_length=LONGEST_NOTES, allow_blank=True, default="", allow_null=True)
    due_at = serializers.DateTimeField(required=False)
    completed_at = serializers.DateTimeField(required=False)
    recurrence = WordField(choices=[each for each in Recurrence.choices if each[0]], required=False)
    recurs_until = serializers.DateField(required=False, allow_null=True)
    reminder_minutes = RoundedField(min_value=0, max_value=LONGEST_REMINDER, required=False, allow_null=True)

    rules = {
        "anyOf": [
            *(
                {"required": [key], "properties": {key: {"type": "string"}}}
                for key in ("contactId", "dealId")
            ),
            {"properties": {"type": {"type": "string", "enum": [ActivityType.TASK.value]}}},
        ],
        "not": {"required": ["dueAt", "completedAt"]},
    }
    example = {
        "type": "call",
        "dealId": "0197b2a4-61d0-7e52-9c3d-4a5b6c7d8e9f",
        "outcome": "Reached",
        "durationMinutes": 12,
    }

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse two dates, and read null texts as empty."""
        if "due_at" in attrs and "completed_at" in attrs:
            raise serializers.ValidationError({"dueAt": [_("Send either dueAt or completedAt.")]})
        texts = ("outcome", "notes")
        return attrs | {name: attrs[name] or "" for name in texts}
