"""What came of leads, and what was learned from it."""

import math

from django.conf import settings
from django.db import models
from django.db.models import Q

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from scoring.models.model import ModelVersion


class OutcomeKind(models.TextChoices):
    WON = "won", "Deal won"
    LOST = "lost", "Deal lost"
    CONVERTED = "converted", "Became a customer"
    LEFT = "left", "Customer left"


WINS = (OutcomeKind.WON, OutcomeKind.CONVERTED)


class Outcome(models.Model):
    """What came of a lead, with what was known of it the moment before.

    The facts are kept because they change: what a lead did after it was won must not be learned from.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="outcomes", db_index=False)
    kind = models.CharField(max_length=10, choices=OutcomeKind)
    happened_at = models.DateTimeField()
    event = models.CharField(max_length=40, help_text="the stored event that told of it")
    facts = models.JSONField(default=dict, help_text="by field, as of the moment before")
    total = models.DecimalField(
        max_digits=5, decimal_places=2, null=True, help_text="by the model in force the moment before"
    )
    shadow_total = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    shadow_version = models.ForeignKey(ModelVersion, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["happened_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["contact", "kind", "event"], name="one_outcome_per_event"),
        ]
        indexes = [models.Index(fields=["happened_at"], name="outcomes_by_time")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.happened_at:%Y-%m-%d}"


class RunState(models.TextChoices):
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


class TrainingRun(models.Model):
    """One time that a model was learned: from how many outcomes, and how good it is.

    `figures` is by test (`cross_validated`, `out_of_time`) and model; `bands` are tenths of the leads by
    total, best first, cross-validated. A total promises 1 / (1 + exp(-(intercept + slope * total))).
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
    by_deals = models.BooleanField(default=True, help_text="not won are lost deals, else leads that waited")
    rule = models.TextField(blank=True, help_text="which leads count as not won")
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
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state=RunState.RUNNING), name="one_training_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M} {self.get_state_display()}"

    @property
    def base_rate(self) -> float:
        """The part (0-1) of its leads that was won."""
        return self.wins / self.n if self.n else 0.0

    @property
    def running(self) -> bool:
        """A worker is on it, or will be."""
        return self.state == RunState.RUNNING

    def promise(self, total: float) -> float:
        """How likely (0-1) a lead of this total is won."""
        return 1 / (1 + math.exp(-(self.intercept + self.slope * total)))


class ShadowScore(models.Model):
    """What a version that is only watched makes of a contact, as of last night."""

    contact = models.OneToOneField(
        Contact, primary_key=True, on_delete=models.CASCADE, related_name="shadow_score"
    )
    model_version = models.ForeignKey(ModelVersion, on_delete=models.CASCADE, related_name="+")
    total = models.DecimalField(max_digits=5, decimal_places=2)
    scored_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.total}"
