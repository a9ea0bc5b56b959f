"""API shapes of research."""

from rest_framework import serializers

from mauntic.kernel.api.fields import WordField
from mauntic.kernel.api.pagination import MAX_LIMIT
from mauntic.kernel.api.serializers import CamelSerializer, QuerySerializer
from revops.agents.research.domain.kinds import InsightType, ResearchType

TYPES = [(each.value, each.value) for each in ResearchType]
INSIGHT_TYPES = [(each.value, each.value) for each in InsightType]
MOST_LEADS = 100


class ResearchRequest(CamelSerializer):
    """`type` is what to look at: the company of the contact, or the person."""

    contact_id = serializers.UUIDField()
    type = WordField(choices=TYPES)

    example = {"contactId": "0197b2a4-5c1e-7d3f-8a6b-2f4e6d8c0a1b", "type": "company"}


class ResearchAnswer(CamelSerializer):
    """The job runs in the background. One that is open already is answered again."""

    job_id = serializers.UUIDField()
    message = serializers.CharField()


class RunRequest(CamelSerializer):
    """One of `contactId` and `contactIds`."""

    contact_id = serializers.UUIDField(required=False)
    contact_ids = serializers.ListField(
        child=serializers.UUIDField(), required=False, min_length=1, max_length=MOST_LEADS
    )
    type = WordField(choices=TYPES, default=ResearchType.COMPANY.value)

    example = {"contactIds": ["0197b2a4-5c1e-7d3f-8a6b-2f4e6d8c0a1b"], "type": "company"}


class RefusedLead(CamelSerializer):
    """A contact that cannot be researched, and why."""

    contact_id = serializers.UUIDField()
    reason = serializers.CharField()


class RunAnswer(CamelSerializer):
    """The jobs, one per company or person, and the contacts for which there is none."""

    job_ids = serializers.ListField(child=serializers.UUIDField())
    refused = RefusedLead(many=True)
    message = serializers.CharField()


class InsightsQuery(QuerySerializer):
    """`insightType` narrows the list."""

    insight_type = WordField(choices=INSIGHT_TYPES, required=False)
    limit = serializers.IntegerField(min_value=1, max_value=MAX_LIMIT, default=20)


class InsightShape(CamelSerializer):
    """An insight with the words that it rests on.

    `relevance`, `freshness`, `uniqueness` and `quality`, the cube root of their product, are 0-1; freshness
    is that of now. `source` is the address of the page, or the vendor. `quote` lies in `sentence` word for
    word.
    """

    id = serializers.UUIDField()
    insight_type = serializers.ChoiceField(choices=INSIGHT_TYPES)
    content = serializers.CharField()
    relevance = serializers.FloatField()
    freshness = serializers.FloatField()
    uniqueness = serializers.FloatField()
    quality = serializers.FloatField()
    source = serializers.CharField(allow_null=True)  # type: ignore[assignment] # a field of that name
    quote = serializers.CharField()
    sentence = serializers.CharField()
    published_at = serializers.DateTimeField(allow_null=True)
    read_at = serializers.DateTimeField()
