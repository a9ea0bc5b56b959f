"""API shapes of prospects."""

from rest_framework import serializers

from mauntic.kernel.api.fields import WordField
from mauntic.kernel.api.pagination import MAX_LIMIT
from mauntic.kernel.api.serializers import CamelSerializer, QuerySerializer
from revops.prospects.models import Recommended


class ProspectsQuery(QuerySerializer):
    """`recommendation` narrows the list."""

    recommendation = WordField(choices=Recommended.choices, required=False)
    limit = serializers.IntegerField(min_value=1, max_value=MAX_LIMIT, default=20)
    offset = serializers.IntegerField(min_value=0, max_value=1_000_000, default=0)


class QualifyRequest(CamelSerializer):
    """No fields: the address names the contact."""


class ProspectShape(CamelSerializer):
    """The latest qualification of a contact.

    `qualificationScore` is the score of the contact (0-100). `icpMatch` is the share of the criteria of the
    ideal customer profile that it meets, `dataCompleteness` that of its filled basic fields (0-1).
    """

    id = serializers.UUIDField()
    contact_id = serializers.UUIDField()
    qualification_score = serializers.FloatField()
    icp_match = serializers.FloatField()
    recommendation = serializers.ChoiceField(choices=Recommended.choices)
    data_completeness = serializers.FloatField()
    qualified_at = serializers.DateTimeField(allow_null=True)
    reasoning = serializers.CharField(help_text="The reasons, with their numbers")
