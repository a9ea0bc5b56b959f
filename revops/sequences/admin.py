"""Admin pages of sequences."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from mauntic.kernel.admin import Large, ReadOnly, RowsInline, Searched
from revops.sequences.models.enrollments import Enrollment, StepRun
from revops.sequences.models.sequences import Sequence, SequenceVersion, Step, Variant


class StepInline(RowsInline):
    model = Step
    fields = ["position", "type", "delay_days", "in_business_days", "subject"]


class VariantInline(RowsInline):
    model = Variant
    fields = ["letter", "subject", "body"]


class StepRunInline(RowsInline):
    model = StepRun
    fields = ["step", "variant", "outcome", "attempt", "at", "by"]


@admin.register(Sequence)
class SequenceAdmin(ReadOnly, ModelAdmin):
    list_display = ["name", "owner", "state", "switched_at", "created_at"]
    list_filter = ["state"]
    list_select_related = ["owner"]


@admin.register(SequenceVersion)
class SequenceVersionAdmin(ReadOnly, ModelAdmin):
    list_display = ["sequence", "number", "created_by", "created_at"]
    list_select_related = ["sequence", "created_by"]
    inlines = [StepInline]


@admin.register(Step)
class StepAdmin(ReadOnly, ModelAdmin):
    list_display = ["version", "position", "type", "delay_days", "subject"]
    list_filter = ["type"]
    list_select_related = ["version__sequence"]
    inlines = [VariantInline]


@admin.register(Enrollment)
class EnrollmentAdmin(Large, Searched, ReadOnly, ModelAdmin):
    list_display = ["contact", "sequence", "state", "position", "due_at", "enrolled_by", "created_at"]
    list_filter = ["state"]
    list_select_related = ["contact", "sequence", "enrolled_by"]
    searched = "contact"
    inlines = [StepRunInline]
