"""Serializers of the history of contacts and companies."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from mauntic.kernel.api.pagination import Order, PageQuery, PageShape
from mauntic.kernel.api.serializers import CamelSerializer

NEWEST_FIRST = Order("at", descending=True)


class ChangeQuery(PageQuery):
    field = serializers.CharField(
        default="", max_length=120, help_text=_("A field, such as title or custom:Region. Default: all")
    )


class FieldChangeSerializer(CamelSerializer):
    """A changed field. An empty value is null; owner and company are names."""

    field = serializers.CharField()
    old = serializers.JSONField(allow_null=True)
    new = serializers.JSONField(allow_null=True)


class ChangeSerializer(CamelSerializer):
    """What one piece of work changed."""

    id = serializers.UUIDField()
    at = serializers.DateTimeField()
    actor = serializers.CharField(help_text=_("Who made the change, in words"))
    actor_kind = serializers.CharField(
        help_text="person, key, import, vendor, visitor, rule, derived or system"
    )
    actor_id = serializers.CharField()
    is_new = serializers.BooleanField(help_text=_("The record was created with these values"))
    is_undo = serializers.BooleanField()
    fields_changed = FieldChangeSerializer(many=True, source="pairs")


class ChangePage(PageShape):
    data = ChangeSerializer(many=True)  # type: ignore[assignment] # DRF takes declared fields off the class
