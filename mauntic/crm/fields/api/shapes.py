"""API shapes of custom fields."""

from typing import Any

from rest_framework import serializers

from mauntic.crm.fields.domain.definitions import LONGEST_KEY, LONGEST_LABEL, MOST_CHOICES
from mauntic.crm.fields.models import LONGEST_HELP, CustomField, FieldOwner, FieldType
from mauntic.kernel.api.pagination import PageQuery, PageShape
from mauntic.kernel.api.serializers import CamelSerializer


class ChoiceRequest(CamelSerializer):
    """A choice. Without a key it is a new one; records hold the key, so that they follow a new label."""

    key = serializers.CharField(max_length=LONGEST_KEY, required=False, allow_blank=True, default="")
    label = serializers.CharField(max_length=LONGEST_LABEL)  # type: ignore[assignment] # DRF takes it off


class FieldRequest(CamelSerializer):
    """A custom field. Records, kind and key never change. Choices that are left out are no longer offered."""

    owner = serializers.ChoiceField(FieldOwner.choices, required=False)
    kind = serializers.ChoiceField(FieldType.choices, required=False)
    label = serializers.CharField(max_length=LONGEST_LABEL)  # type: ignore[assignment] # as above
    help_text = serializers.CharField(  # type: ignore[assignment] # as above
        max_length=LONGEST_HELP, required=False, allow_blank=True, default=""
    )
    choices = serializers.ListField(
        child=ChoiceRequest(), max_length=MOST_CHOICES, required=False, default=list
    )

    example = {
        "owner": "contact",
        "kind": "choice",
        "label": "Contract",
        "choices": [{"label": "Monthly"}, {"label": "Yearly"}],
    }


class ChoiceShape(CamelSerializer):
    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # as above


class FieldShape(CamelSerializer):
    """A custom field. `key` is its name in `customFields`, conditions and files."""

    id = serializers.UUIDField()
    owner = serializers.ChoiceField(FieldOwner.choices)
    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # as above
    kind = serializers.ChoiceField(FieldType.choices)
    choices = serializers.SerializerMethodField()
    help_text = serializers.CharField()  # type: ignore[assignment] # as above
    archived_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()

    def get_choices(self, row: CustomField) -> list[dict[str, Any]]:
        """Return the choices that are offered."""
        return [{"key": each.key, "label": each.label} for each in row.definition.offered]


class FieldsQuery(PageQuery):
    """Custom fields, oldest first; archived ones included."""


class FieldsPage(PageShape):
    data = FieldShape(many=True)  # type: ignore[assignment]  # DRF takes declared fields off the class
