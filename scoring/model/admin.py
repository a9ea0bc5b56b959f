"""Versions of the model, for admins."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from mauntic.kernel.admin import ReadOnly, RowsInline
from scoring.model.models import ModelFactor, ModelVersion


class ModelFactorInline(RowsInline):
    model = ModelFactor
    fields = ["position", "category", "factor", "label", "weight", "enabled", "signal", "group", "conditions"]


@admin.register(ModelVersion)
class ModelVersionAdmin(ReadOnly, ModelAdmin):
    list_display = ["version", "kind", "state", "created_by", "created_at"]
    list_select_related = ["created_by"]
    inlines = [ModelFactorInline]
