"""Workflows and journeys, and their immutable versions."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id


class Kind(models.TextChoices):
    """The two faces of the engine."""

    WORKFLOW = "workflow", _("Workflow")
    JOURNEY = "journey", _("Journey")


class Switch(models.TextChoices):
    """Whether a definition acts. A draft was never turned on."""

    DRAFT = "draft", _("Draft")
    ON = "on", _("On")
    OFF = "off", _("Off")


class DefinitionQuerySet(models.QuerySet["Definition"]):
    def active(self) -> Self:
        """Return definitions that act: turned on, and not locked."""
        return self.filter(state=Switch.ON, locked_at=None, current__isnull=False)


class Definition(models.Model):
    """A workflow or a journey.

    `switched_at` is when it was last turned on or off, `switched_by` who did: it acts with their rights.
    `swept_at` is until when its time trigger was looked for. `locked_at` is when it was stopped because it
    ran too often for one record. `options` are how often and when it may run: see `domain.options`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=5, choices=Switch, default=Switch.DRAFT)
    switched_at = models.DateTimeField(null=True, blank=True)
    switched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    swept_at = models.DateTimeField(null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    options = models.JSONField(default=dict, blank=True)
    current = models.ForeignKey(
        "automation.Version",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=now)

    objects = DefinitionQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("workflow or journey")
        verbose_name_plural = _("workflows and journeys")
        constraints = [
            models.UniqueConstraint(
                "kind",
                Lower("name"),
                name="one_definition_per_name",
                violation_error_message=_("Another one has this name. Choose another name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Version(models.Model):
    """What a definition says, as it was saved once. Runs keep the version that they began with.

    `trigger` is the key of its trigger, `conditions` a tree of `kernel.conditions`, `steps` what
    `domain.steps` reads.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    definition = models.ForeignKey(
        Definition, on_delete=models.CASCADE, related_name="versions", db_index=False
    )
    number = models.PositiveIntegerField()
    trigger = models.CharField(max_length=40)
    trigger_settings = models.JSONField(default=dict, blank=True)
    conditions = models.JSONField(default=dict, blank=True)
    steps = models.JSONField(default=list, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["definition", "-number"]
        verbose_name = _("version of a workflow or journey")
        verbose_name_plural = _("versions of workflows and journeys")
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "number"], name="one_automation_version_per_number"
            ),
            models.CheckConstraint(condition=~Q(trigger=""), name="a_version_has_a_trigger"),
        ]
        indexes = [models.Index(fields=["trigger"], name="versions_by_trigger")]

    def __str__(self) -> str:
        return f"{self.definition} {self.number}"
