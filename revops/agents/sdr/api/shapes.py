"""API shapes of the SDR agent."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from mauntic.kernel.api.fields import WordField
from mauntic.kernel.api.serializers import CamelSerializer, number
from mauntic.kernel.translation import gettext as _
from revops.agents.sdr.labels import ACTIONS, MODES
from revops.agents.sdr.services.settings import MOST_DAYS, MOST_PER_DAY
from revops.prospects.domain.reasoning import SENIORITIES
from revops.prospects.models import Recommended

MOST = 100


class SdrQualifyRequest(CamelSerializer):
    """`contactId`, or `contactIds` with at most 100."""

    contact_id = serializers.UUIDField(required=False)
    contact_ids = serializers.ListField(
        child=serializers.UUIDField(), required=False, min_length=1, max_length=MOST
    )

    example = {"contactIds": ["0197b2a4-5c1e-7d3f-8a6b-2f4e6d8c0a1b"]}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a request without contacts, or with both keys."""
        if ("contact_id" in attrs) == ("contact_ids" in attrs):
            raise serializers.ValidationError(
                {"contactIds": _("Send contactId, or contactIds with 1 to 100 ids.")}
            )
        return attrs


class SdrPlanShape(CamelSerializer):
    """A qualified contact, and what the agent does about it by its rules.

    In the modes copilot and autopilot, `enroll` becomes a proposal or an enrollment in the background.
    """

    contact_id = serializers.UUIDField()
    qualification_score = serializers.FloatField()
    icp_match = serializers.FloatField()
    data_completeness = serializers.FloatField()
    recommendation = serializers.ChoiceField(choices=Recommended.choices)
    reasoning = serializers.CharField()
    mode = WordField(choices=list(MODES.items()))
    action = WordField(choices=list(ACTIONS.items()))
    action_reason = serializers.CharField()


class UsedSequenceShape(CamelSerializer):
    """A sequence of the agent. `mode` is empty for that of the organization; no `seniorities` are all."""

    sequence_id = serializers.UUIDField()
    mode = WordField(choices=list(MODES.items()), required=False, default="", allow_blank=True)
    seniorities = serializers.ListField(
        child=serializers.ChoiceField(choices=list(SENIORITIES)), required=False, default=list, max_length=10
    )


class SdrSettingsShape(CamelSerializer):
    """The settings of the agent. The first of `sequences` that takes a lead is used."""

    mode = WordField(choices=list(MODES.items()))
    daily_cap = serializers.IntegerField(min_value=0, max_value=MOST_PER_DAY)
    untouched_days = serializers.IntegerField(min_value=0, max_value=MOST_DAYS)
    least_confidence = number(decimal_places=2, min_value=Decimal(0), max_value=Decimal(1))
    suggests_answers = serializers.BooleanField()
    sequences = UsedSequenceShape(many=True)

    example = {
        "mode": "copilot",
        "dailyCap": 20,
        "untouchedDays": 30,
        "leastConfidence": 0.6,
        "suggestsAnswers": True,
        "sequences": [],
    }
