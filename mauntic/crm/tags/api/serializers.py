"""API shapes of tags."""

from rest_framework import serializers

from mauntic.crm.tags.domain.names import LONGEST_NAME, MOST_TAGS
from mauntic.kernel.api.serializers import CamelSerializer


class TagsShape(CamelSerializer):
    """The tags of a contact, by name."""

    tags = serializers.ListField(child=serializers.CharField())


class TagsRequest(CamelSerializer):
    """All tags that the contact shall have. A new name makes a new tag; its case does not matter."""

    tags = serializers.ListField(child=serializers.CharField(max_length=LONGEST_NAME), max_length=MOST_TAGS)

    example = {"tags": ["VIP", "Partner"]}
