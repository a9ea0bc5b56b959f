"""Serializers of recalculations."""

from rest_framework import serializers

from mauntic.kernel.api.serializers import CamelSerializer


class RecalculateRequest(CamelSerializer):
    """The contact to score. Without `contactId` all contacts are scored, `batchSize` per transaction.

    More than 5,000 contacts are scored in the background, where `batchSize` has no effect.
    """

    contact_id = serializers.UUIDField(required=False)
    batch_size = serializers.IntegerField(min_value=1, max_value=50_000, default=10_000)

    example = {"contactId": "0197b2a4-5c1e-7d3f-8a6b-2f4e6d8c0a1b"}


class RecalculateAnswer(CamelSerializer):
    message = serializers.CharField()
    contacts_processed = serializers.IntegerField()
