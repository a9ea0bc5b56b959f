"""Versions of the model, for admins."""

from django.contrib import admin
from unfold.admin import ModelAdmin, TabularInline

from mauntic.kernel.admin import ReadOnly
from scoring.model.models import ModelFactor, ModelVersion


class ModelFactorInline(ReadOnly, TabularInline):
    model = ModelFactor
    fields = ["position", "category", "factor", "label", "weight", "enabled", "signal", "group", "conditions"]
    extra = 0


@admin.register(ModelVersion)
class ModelVersionAdmin(ReadOnly, ModelAdmin):
    list_display = ["version", "kind", "state", "created_by", "created_at"]
    list_select_related = ["created_by"]
    inlines = [ModelFactorInline]
