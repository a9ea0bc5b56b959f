"""Runs: what a definition does for one record, and each of its actions."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mauntic.automation.models.definitions import Definition, Switch, Version
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id


class RunState(models.TextChoices):
    """How a run is doing."""

    RUNNING = "running", _("Running")
    WAITING = "waiting", _("Waiting")
    COMPLETED = "completed", _("Completed")
    FAILED = "failed", _("Failed")
    SKIPPED = "skipped", _("Ended early")
    CUT = "cut", _("Cut")


class RunReason(models.TextChoices):
    """Why a run ended before its last step. The text is what pages show."""

    GONE = "gone", _("The record was deleted.")
    CHANGED = "changed", _("The record was closed or opened again while the run waited.")
    TOO_DEEP = "too_deep", _("More than 5 runs caused each other, so this one was cut.")
    BROKEN = "broken", _("Something that a step needs does not exist any more.")
    EXITED = "exited", _("A step ended it.")
    STOPPED = "stopped", _("A person ended it.")
    UNDONE = "undone", _("Adding the lead was undone.")
    GOAL = "goal", _("The goal was reached.")
    LEFT = "left", _("The exit conditions were met.")


class Origin(models.TextChoices):
    """What began a run."""

    EVENT = "event", _("An event")
    SWEEP = "sweep", _("Time passed")
    PERSON = "person", _("A person")
    API = "api", _("The API")
    AGAIN = "again", _("Run again")
    STEP = "step", _("Another workflow or journey")


class RunQuerySet(models.QuerySet["Run"]):
    def due(self, at: datetime) -> Self:
        """Return runs whose wait is over, of definitions that act."""
        acting = self.filter(definition__state=Switch.ON, definition__locked_at=None)
        return acting.filter(state=RunState.WAITING, due_at__lte=at)

    def alive(self) -> Self:
        """Return runs that go on."""
        return self.filter(state__in=[RunState.RUNNING, RunState.WAITING])


class Run(models.Model):
    """What a version does for one record.

    It is unique by definition, record and `cause_key`, so that a cause that is told twice begins one run.
    `cause_event` is the stored event that began it, `depth` its place in the chain of runs that caused each
    other. `step` is the step that comes next, or that is waited at; empty at the end. `wait` says what a
    waiting run waits for (see `domain.outcomes.WaitKind`), `due_at` until when. `standing` is how the record
    was doing when it began to wait. `touched_at` is when a worker last went on with it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    definition = models.ForeignKey(Definition, on_delete=models.CASCADE, related_name="runs", db_index=False)
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="runs", db_index=False)
    subject_kind = models.CharField(max_length=10)
    subject_id = models.UUIDField()
    cause_key = models.CharField(max_length=80)
    cause_event = models.UUIDField(null=True, blank=True)
    depth = models.PositiveSmallIntegerField(default=1)
    origin = models.CharField(max_length=10, choices=Origin)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    again_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="again"
    )
    facts = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=RunState, default=RunState.RUNNING)
    reason = models.CharField(max_length=10, choices=RunReason, blank=True)
    reason_text = models.CharField(max_length=500, blank=True)
    step = models.CharField(max_length=40, blank=True)
    wait = models.JSONField(default=dict, blank=True)
    waits_for = models.CharField(max_length=40, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    standing = models.CharField(max_length=20, blank=True)
    touched_at = models.DateTimeField(default=now)
    started_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-id"]
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "subject_id", "cause_key"], name="one_run_per_cause"
            )
        ]
        indexes = [
            models.Index(fields=["definition", "-started_at", "-id"], name="runs_of_definition"),
            models.Index(fields=["subject_id", "-started_at"], name="runs_of_subject"),
            models.Index(fields=["version"], name="runs_of_version"),
            # The sweep, every minute.
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="runs_due"),
            models.Index(fields=["touched_at"], condition=Q(state="running"), name="runs_under_way"),
            models.Index(
                fields=["waits_for", "subject_id"], condition=Q(state="waiting"), name="runs_awaited"
            ),
            models.Index(
                fields=["definition", "-started_at"], condition=Q(state="failed"), name="runs_failed"
            ),
            # Who is at a step: the page of a journey counts them, and lists them page by page.
            models.Index(
                fields=["definition", "step", "state", "started_at", "id"],
                condition=Q(state__in=["running", "waiting", "failed"]),
                name="runs_inside",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.definition} ({self.get_state_display()})"


class ActionState(models.TextChoices):
    """How an attempt of an action went."""

    BEGUN = "begun", _("Begun")
    DONE = "done", _("Done")
    SKIPPED = "skipped", _("Left out")
    FAILED = "failed", _("Failed")
    UNKNOWN = "unknown", _("Unknown")
    POSTPONED = "postponed", _("Postponed")


class ActionRun(models.Model):
    """An attempt of an action in a run. `key` is the same for all attempts of a step in a run.

    `inputs` are the settings with their texts filled, `output` what the action made, `note` why it was left
    out or postponed, `error` why it failed, with its `code`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="actions", db_index=False)
    step = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    action = models.CharField(max_length=40)
    attempt = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=ActionState)
    key = models.CharField(max_length=90)
    inputs = models.JSONField(default=dict, blank=True)
    output = models.JSONField(default=dict, blank=True)
    note = models.CharField(max_length=500, blank=True)
    code = models.CharField(max_length=40, blank=True)
    error = models.CharField(max_length=1000, blank=True)
    started_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["started_at", "id"]
        verbose_name = _("action of a run")
        verbose_name_plural = _("actions of runs")
        constraints = [
            models.UniqueConstraint(fields=["run", "step", "attempt"], name="one_row_per_attempt"),
        ]

    def __str__(self) -> str:
        return f"{self.action} ({self.get_state_display()})"
