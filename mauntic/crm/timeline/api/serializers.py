"""Serializers of the timeline of a contact."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from mauntic.kernel.api.pagination import (
    MAX_LIMIT,
)
from mauntic.kernel.api.serializers import CamelSerializer, QuerySerializer


class TimelineQuery(QuerySerializer):
    kind = serializers.CharField(default="", help_text=_("One or more kinds, comma-separated. Default: all"))
    limit = serializers.IntegerField(min_value=1, max_value=MAX_LIMIT, default=50)


class TimelineSerializer(CamelSerializer):
    event_id = serializers.UUIDField()
    kind = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField()
    at = serializers.DateTimeField()
    cause_kind = serializers.CharField()
    cause_id = serializers.CharField()
    actor = serializers.CharField()
