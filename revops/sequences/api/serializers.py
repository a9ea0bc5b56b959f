"""API shapes of sequences."""

from rest_framework import serializers

from mauntic.kernel.api.serializers import CamelSerializer
from revops.sequences.domain.steps import LONGEST_BODY, LONGEST_SUBJECT, MOST_DELAY, MOST_STEPS, StepType
from revops.sequences.services.sequences import LONGEST_NAME


class StepShape(CamelSerializer):
    """A step. The first email needs a subject; later ones without a subject continue the thread."""

    longest_text = LONGEST_BODY

    type = serializers.CharField()
    delay_days = serializers.IntegerField(required=False, default=0, min_value=0, max_value=MOST_DELAY)
    subject = serializers.CharField(required=False, default="", allow_blank=True, max_length=LONGEST_SUBJECT)
    body = serializers.CharField(required=False, default="", allow_blank=True, max_length=LONGEST_BODY)

    # The service checks the steps together, to report all errors at once.
    rules = {
        "allOf": [
            {"properties": {"type": {"pattern": f"^({'|'.join(StepType)})$"}}},
            {
                "if": {"properties": {"type": {"const": StepType.WAIT.value}}},
                "then": {"required": ["delayDays"], "properties": {"delayDays": {"minimum": 1}}},
            },
        ]
    }


class SequenceRequest(CamelSerializer):
    """A sequence to create. It begins as a draft."""

    name = serializers.CharField(allow_blank=True)
    steps = StepShape(many=True, required=False, default=list)

    rules = {
        "allOf": [
            {
                "properties": {
                    "name": {"minLength": 1, "maxLength": LONGEST_NAME, "pattern": r"\S"},
                    "steps": {"maxItems": MOST_STEPS},
                }
            }
        ]
    }
    example = {
        "name": "Trial follow-up",
        "steps": [
            {
                "type": "email",
                "subject": "Your trial",
                "body": "Hello {{ first_name | there }}",
            },
            {"type": "phone_call", "delayDays": 3, "body": "Ask about the team."},
        ],
    }


class SequenceShape(CamelSerializer):
    """A sequence. `status` is draft, on or off."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    step_count = serializers.IntegerField()
    status = serializers.CharField()
    created_at = serializers.DateTimeField()


class EnrollRequest(CamelSerializer):
    contact_id = serializers.UUIDField()

    example = {"contactId": "0197b2a4-5c1e-7d3f-8a6b-2f4e6d8c0a1b"}


class EnrollAnswer(CamelSerializer):
    message = serializers.CharField()
