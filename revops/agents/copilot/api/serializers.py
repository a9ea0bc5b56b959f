"""API shapes of the email copilot."""

from typing import Any

from rest_framework import serializers

from mauntic.kernel.api.fields import WordField
from mauntic.kernel.api.serializers import CamelSerializer
from revops.agents.copilot.domain.briefs import LONGEST_GOAL, Tone
from revops.agents.copilot.services.drafting import Written


class DraftRequest(CamelSerializer):
    """What the email to a contact should achieve. What the goal says may be used in the draft.

    `stream` answers with server-sent events: `subject`, `sentence`, `restart` (what came is void), then
    `done` or `failed`.
    """

    example = {
        "contactId": "0197b2a4-5c1e-7d3f-8a6b-2f4e6d8c0a1b",
        "goal": "Ask for a call about tests in the new plant",
        "tone": "friendly",
    }

    contact_id = serializers.UUIDField()
    goal = serializers.CharField(max_length=LONGEST_GOAL)
    tone = WordField(choices=[each.value for each in Tone], required=False, default=Tone.NEUTRAL.value)
    stream = serializers.BooleanField(required=False, default=False)


class DraftSentenceShape(CamelSerializer):
    """`facts` are ids of `sources`. `paragraph` counts from 0."""

    text = serializers.CharField()
    paragraph = serializers.IntegerField()
    facts = serializers.ListField(child=serializers.CharField())


class SourceShape(CamelSerializer):
    """A fact that the draft names. An insight of research has the page, its sentence and its date."""

    id = serializers.CharField()
    text = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]  # DRF takes it off the class
    url = serializers.CharField()
    quote = serializers.CharField()
    dated = serializers.DateTimeField(allow_null=True)
    insight_id = serializers.UUIDField(allow_null=True)


class DraftShape(CamelSerializer):
    """A draft: nothing is sent. `removed` counts sentences that no fact supports, by reason."""

    contact_id = serializers.SerializerMethodField("id_of_contact")
    subjects = serializers.ListField(child=serializers.CharField())
    text = serializers.CharField(help_text="With greeting and name at the end")
    sentences = DraftSentenceShape(many=True)
    sources = SourceShape(many=True)
    removed = serializers.DictField(child=serializers.IntegerField())

    def id_of_contact(self, written: Written) -> str:
        """Return the id of the contact."""
        del written
        return str(self.context["contact_id"])

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """Return the values, reasons by their names."""
        shown = super().to_representation(instance)
        return {**shown, "removed": {str(reason): count for reason, count in instance.removed.items()}}
