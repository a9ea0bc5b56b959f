"""Sequences, their immutable versions, and the steps of a version."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from revops.sequences.domain.standing import SequenceState
from revops.sequences.domain.steps import LABELS, LONGEST_SUBJECT, MOST_STEPS, StepType

STEP_TYPES = [(each.value, LABELS[each]) for each in StepType]


class Switch(models.TextChoices):
    """Whether a sequence does its steps. A draft was never turned on."""

    DRAFT = SequenceState.DRAFT.value, _("Draft")
    ON = SequenceState.ON.value, _("On")
    OFF = SequenceState.OFF.value, _("Off")


class Sequence(models.Model):
    """Steps that reach a lead one after the other until the lead answers.

    `week` is the send window as `BusinessHours` has it; an empty one is that of the organization.
    `switched_at` is when it was last turned on or off.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="sequences"
    )
    state = models.CharField(max_length=5, choices=Switch, default=Switch.DRAFT)
    switched_at = models.DateTimeField(null=True, blank=True)
    per_company = models.PositiveSmallIntegerField(
        default=0, help_text=_("People of one company at a time; 0 for no limit")
    )
    stops_company = models.BooleanField(
        default=False, help_text=_("Pauses the others of a company when one of them replies")
    )
    week = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("sequence")
        verbose_name_plural = _("sequences")
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="one_sequence_per_name",
                violation_error_message=_("A sequence with this name exists. Choose another name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class SequenceVersion(models.Model):
    """The steps of a sequence as they were saved once: people stay in the version they entered."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sequence = models.ForeignKey(Sequence, on_delete=models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["sequence", "-number"]
        verbose_name = _("version of a sequence")
        verbose_name_plural = _("versions of sequences")
        constraints = [
            models.UniqueConstraint(fields=["sequence", "number"], name="one_sequence_version_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.number}"


class Step(models.Model):
    """A step of a version. The texts are those of variant A."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(
        SequenceVersion, on_delete=models.CASCADE, related_name="steps", db_index=False
    )
    position = models.PositiveSmallIntegerField()
    type = models.CharField(max_length=20, choices=STEP_TYPES)
    delay_days = models.PositiveSmallIntegerField(default=0)
    in_business_days = models.BooleanField(default=False)
    subject = models.CharField(max_length=LONGEST_SUBJECT, blank=True)
    body = models.TextField(blank=True)

    class Meta:
        ordering = ["version", "position"]
        verbose_name = _("step of a sequence")
        verbose_name_plural = _("steps of sequences")
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="one_step_per_position"),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=MOST_STEPS), name="steps_are_one_to_eight"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.get_type_display()}"


class Variant(models.Model):
    """A further text of an email step, such as B."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="variants", db_index=False)
    letter = models.CharField(max_length=1)
    subject = models.CharField(max_length=LONGEST_SUBJECT, blank=True)
    body = models.TextField()

    class Meta:
        ordering = ["step", "letter"]
        verbose_name = _("variant of a step")
        verbose_name_plural = _("variants of steps")
        constraints = [models.UniqueConstraint(fields=["step", "letter"], name="one_variant_per_letter")]

    def __str__(self) -> str:
        return self.letter
