"""Outcomes of leads, and trainings of models."""

import math

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from scoring.model.models import ModelVersion


class OutcomeKind(models.TextChoices):
    WON = "won", _("Deal won")
    LOST = "lost", _("Deal lost")
    CONVERTED = "converted", _("Became a customer")
    LEFT = "left", _("Customer left")


WINS = (OutcomeKind.WON, OutcomeKind.CONVERTED)


class Outcome(models.Model):
    """The outcome of a lead, with the facts of the moment before.

    The facts are stored because they change: a model must not learn from what happened after the outcome.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="outcomes", db_index=False)
    kind = models.CharField(max_length=10, choices=OutcomeKind)
    happened_at = models.DateTimeField()
    event = models.CharField(max_length=40, help_text=_("The stored event that reported it"))
    facts = models.JSONField(default=dict, help_text=_("By field, as of the moment before"))
    total = models.DecimalField(
        max_digits=5, decimal_places=2, null=True, help_text=_("By the model in force the moment before")
    )
    shadow_total = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    shadow_version = models.ForeignKey(ModelVersion, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["happened_at", "id"]
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        constraints = [
            models.UniqueConstraint(fields=["contact", "kind", "event"], name="one_outcome_per_event"),
        ]
        # Outcomes since a training, for drift.
        indexes = [models.Index(fields=["happened_at"], name="outcomes_by_time")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.happened_at:%Y-%m-%d}"


class RunState(models.TextChoices):
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class TrainingRun(models.Model):
    """A training: the number of outcomes, and the accuracy of the model.

    `figures` is by test (`cross_validated`, `out_of_time`) and model; `bands` are tenths of the leads by
    total, best first, cross-validated. The predicted win rate is 1 / (1 + exp(-(intercept + slope * total))).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    state = models.CharField(max_length=10, choices=RunState, default=RunState.RUNNING)
    error = models.TextField(blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    started_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True)
    n = models.PositiveIntegerField(default=0)
    wins = models.PositiveIntegerField(default=0)
    by_deals = models.BooleanField(
        default=True, help_text=_("Lost deals count as not won; otherwise leads without an outcome")
    )
    rule = models.TextField(blank=True, help_text=_("The leads that count as not won"))
    figures = models.JSONField(default=dict)
    bands = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    intercept = models.FloatField(default=0.0)
    slope = models.FloatField(default=0.0)
    version = models.ForeignKey(
        ModelVersion, null=True, on_delete=models.SET_NULL, related_name="training_runs"
    )

    class Meta:
        ordering = ["-started_at", "-id"]
        verbose_name = _("training")
        verbose_name_plural = _("trainings")
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state=RunState.RUNNING), name="one_training_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M} {self.get_state_display()}"

    @property
    def base_rate(self) -> float:
        """Return the share (0-1) of its leads that were won."""
        return self.wins / self.n if self.n else 0.0

    @property
    def running(self) -> bool:
        """Return whether it is not finished."""
        return self.state == RunState.RUNNING

    def probability(self, total: float) -> float:
        """Return the predicted win rate (0-1) of a total."""
        return 1 / (1 + math.exp(-(self.intercept + self.slope * total)))


class ShadowScore(models.Model):
    """The score of a contact by the version in shadow, as of last night."""

    contact = models.OneToOneField(
        Contact, primary_key=True, on_delete=models.CASCADE, related_name="shadow_score"
    )
    model_version = models.ForeignKey(ModelVersion, on_delete=models.CASCADE, related_name="+")
    total = models.DecimalField(max_digits=5, decimal_places=2)
    scored_at = models.DateTimeField()

    class Meta:
        verbose_name = _("shadow score")
        verbose_name_plural = _("shadow scores")

    def __str__(self) -> str:
        return f"{self.total}"
