"""Serializers of imports."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from mauntic.crm.imports.models import Import
from mauntic.kernel.api.serializers import CamelSerializer
from mauntic.kernel.files.limits import LONGEST_SHEET
from mauntic.kernel.values.json_values import TOO_DEEP, problem_of


@extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
class MappingField(serializers.JSONField):
    """Columns of a file and the field of each, as JSON.

    It arrives as a field of a form, which no parser of JSON has checked.
    """

    def to_internal_value(self, data: Any) -> Any:
        """Return the value.

        Raises: `ValidationError` unless it is JSON that can be stored.
        """
        try:
            value = super().to_internal_value(data)
        except RecursionError:
            raise serializers.ValidationError(str(TOO_DEEP)) from None
        if problem := problem_of(value):
            raise serializers.ValidationError(problem)
        return value


class ImportInput(CamelSerializer):
    file = serializers.FileField()
    mapping = MappingField(
        binary=True, required=False, help_text=_("Field by column. It overrides the suggested mapping.")
    )
    sheet = serializers.CharField(
        required=False,
        max_length=LONGEST_SHEET,
        help_text=_("Sheet of an Excel file. By default the one that was open when the file was saved."),
    )


class ImportSerializer(CamelSerializer):
    id = serializers.UUIDField()
    file_name = serializers.CharField()
    status = serializers.ChoiceField(Import.Status.choices)
    sheet = serializers.CharField(
        help_text=_("The sheet that is imported. Empty unless the file is a workbook.")
    )
    sheets = serializers.ListField(
        child=serializers.CharField(), help_text=_("The visible sheets of a workbook, once it is read.")
    )
    columns = serializers.ListField(child=serializers.CharField())
    mapping = serializers.DictField(child=serializers.CharField(allow_blank=True))
    note = serializers.CharField()
    error = serializers.CharField()
    total = serializers.IntegerField()
    processed = serializers.IntegerField()
    created_count = serializers.IntegerField()
    updated_count = serializers.IntegerField()
    skipped_count = serializers.IntegerField()
    failed_count = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    completed_at = serializers.DateTimeField(allow_null=True)
