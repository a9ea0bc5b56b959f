"""API shapes of suppressed addresses. The addresses themselves are stored nowhere."""

from typing import Any

from rest_framework import serializers

from mauntic.delivery.suppression.models import Reason
from mauntic.kernel.api.fields import WordField
from mauntic.kernel.api.pagination import PageQuery, PageShape
from mauntic.kernel.api.serializers import CamelSerializer

GIVEN = [(each.value, each.label) for each in Reason if each != Reason.ERASED]
"""The reasons that a client may give; people are erased with their contact."""


class SuppressionShape(CamelSerializer):
    """A suppressed address. `hint` is its first letter and domain, and empty for erased people."""

    id = serializers.UUIDField()
    hint = serializers.CharField()
    reason = serializers.ChoiceField(Reason.choices)
    source = serializers.CharField()  # type: ignore[assignment] # DRF takes declared fields off the class
    scope_kind = serializers.CharField(help_text="Empty if it holds for all senders")
    scope_id = serializers.UUIDField(allow_null=True)
    contact_id = serializers.UUIDField(allow_null=True)
    created_at = serializers.DateTimeField()


class SuppressionQuery(PageQuery):
    email = serializers.CharField(default="", help_text="A whole address to look for")
    reason = WordField(Reason.choices, required=False)


class SuppressionPage(PageShape):
    data: Any = SuppressionShape(many=True)


class NewSuppression(CamelSerializer):
    """An address that shall get no more email from anybody."""

    email = serializers.CharField(max_length=254)
    reason = WordField(GIVEN, default=Reason.MANUAL.value)

    rules = {"allOf": [{"properties": {"email": {"pattern": "@"}}}]}
    example = {"email": "bo@client.example", "reason": "asked"}
