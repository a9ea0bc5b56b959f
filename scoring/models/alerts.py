"""Alerts: signals that somebody must act on in time, and everything that was done about them."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from mauntic.accounts.models import Role, User
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from scoring.domain.alerts import AlertMove, AlertStatus, is_late
from scoring.domain.sla import Promise
from scoring.models.signals import IntentSignal, Priority, SignalType

LONGEST_PROMISE_MINUTES = 30 * 24 * 60
SEES_EVERYTHING = frozenset({Role.MANAGER, Role.OPS, Role.ADMIN})


class Status(models.TextChoices):
    OPEN = AlertStatus.OPEN.value, "Open"
    ACKNOWLEDGED = AlertStatus.ACKNOWLEDGED.value, "Acknowledged"
    ESCALATED = AlertStatus.ESCALATED.value, "Escalated"
    OVERDUE = AlertStatus.OVERDUE.value, "Overdue"


class Move(models.TextChoices):
    ACKNOWLEDGED = AlertMove.ACKNOWLEDGED.value, "Acknowledged"
    SNOOZED = AlertMove.SNOOZED.value, "Snoozed"
    REASSIGNED = AlertMove.REASSIGNED.value, "Reassigned"
    RAN_OUT = AlertMove.RAN_OUT.value, "Ran out"
    ESCALATED = AlertMove.ESCALATED.value, "Escalated"
    UNDONE = AlertMove.UNDONE.value, "Undone"


class EscalatesTo(models.TextChoices):
    MANAGER = Role.MANAGER.value, "Managers"
    OPS = Role.OPS.value, "Ops"
    ADMIN = Role.ADMIN.value, "Admins"
    NOBODY = "", "Nobody"


class AlertPolicy(models.Model):
    """What is promised for a priority, and who is told when it is not kept."""

    priority = models.CharField(max_length=10, choices=Priority, primary_key=True)
    enabled = models.BooleanField(default=True, help_text="off: such signals make no alerts")
    minutes = models.PositiveIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_PROMISE_MINUTES)]
    )
    in_business_hours = models.BooleanField(default=True, help_text="where the organization has set them")
    escalates_to = models.CharField(
        max_length=10, choices=EscalatesTo, default=EscalatesTo.MANAGER, blank=True
    )

    class Meta:
        ordering = ["minutes"]
        verbose_name_plural = "alert policies"

    def __str__(self) -> str:
        return self.get_priority_display()

    def promise(self) -> Promise:
        """The row as the rules know it."""
        return Promise(timedelta(minutes=self.minutes), self.in_business_hours)


class SignalAlertQuerySet(models.QuerySet["SignalAlert"]):
    def visible_to(self, user: User) -> Self:
        """A rep sees their own alerts and those of nobody; managers, ops and admins see all."""
        if user.role in SEES_EVERYTHING:
            return self
        return self.filter(Q(assignee=user) | Q(assignee=None))

    def waiting(self) -> Self:
        """Alerts that nobody has acted on, snoozed or not."""
        return self.exclude(status=Status.ACKNOWLEDGED)

    def awake(self, at: datetime) -> Self:
        """Alerts that are not snoozed; one that ran out is awake again."""
        return self.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=at) | Q(deadline__lte=at))

    def snoozed(self, at: datetime) -> Self:
        """Alerts that somebody put off."""
        return self.waiting().filter(snoozed_until__gt=at, deadline__gt=at)


class SignalAlert(models.Model):
    """Somebody must act on a signal before the deadline. It stays until somebody acknowledges it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="signal_alerts")
    signal = models.OneToOneField(IntentSignal, on_delete=models.CASCADE, related_name="alert")
    type = models.ForeignKey(SignalType, on_delete=models.PROTECT, related_name="+", db_index=False)
    priority = models.CharField(max_length=10, choices=Priority)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="signal_alerts",
    )
    status = models.CharField(max_length=12, choices=Status, default=Status.OPEN)
    detected_at = models.DateTimeField(help_text="when the contact showed intent")
    created_at = models.DateTimeField(default=now)
    deadline = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    escalated_at = models.DateTimeField(null=True, blank=True)
    escalated_to = models.CharField(max_length=10, choices=EscalatesTo, blank=True)
    snoozed_until = models.DateTimeField(
        null=True, blank=True, help_text="hidden until then; the clock runs on"
    )

    objects = SignalAlertQuerySet.as_manager()

    class Meta:
        ordering = ["deadline", "id"]
        indexes = [
            models.Index(
                fields=["deadline", "id"],
                condition=~Q(status=Status.ACKNOWLEDGED),
                name="alerts_waiting_by_deadline",
            ),
            models.Index(fields=["assignee", "status", "deadline"], name="alerts_of_assignee"),
            models.Index(fields=["-created_at"], name="alerts_by_age"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=Status.ACKNOWLEDGED, acknowledged_at__isnull=False)
                | (~Q(status=Status.ACKNOWLEDGED) & Q(acknowledged_at=None)),
                name="alerts_acknowledged_have_a_time",
            ),
            models.CheckConstraint(
                condition=Q(deadline__gt=F("created_at")), name="alerts_have_time_until_their_deadline"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type_id} {self.get_priority_display()}"

    @property
    def why(self) -> str:
        """What showed the intent: the page, form, event or whatever the feed told."""
        told = [str(value) for value in self.signal.metadata.values() if isinstance(value, str | int | float)]
        seen = [f"{self.signal.count} times within the hour"] if self.signal.count > 1 else []
        return ", ".join([*told, *seen, f"from {self.signal.source}"])

    @property
    def is_acknowledged(self) -> bool:
        """Whether somebody acted on it."""
        return self.status == Status.ACKNOWLEDGED

    @property
    def is_late(self) -> bool:
        """Whether the deadline passed before anybody acted."""
        return is_late(deadline=self.deadline, touched_at=self.acknowledged_at, now=now())

    @property
    def is_snoozed(self) -> bool:
        """Whether it is put off right now."""
        until = self.snoozed_until
        return not self.is_acknowledged and not self.is_late and until is not None and until > now()


class AlertChange(models.Model):
    """One thing done to an alert, by a person or, without one, by itself. `before` holds what it replaced."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    alert = models.ForeignKey(SignalAlert, on_delete=models.CASCADE, related_name="changes", db_index=False)
    move = models.CharField(max_length=12, choices=Move)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=300, blank=True)
    before = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["alert", "at", "id"], name="changes_of_alert")]

    def __str__(self) -> str:
        return f"{self.get_move_display()} {self.at:%Y-%m-%d %H:%M}"

    @property
    def can_be_undone(self) -> bool:
        """Whether it is no way back itself."""
        return self.move != Move.UNDONE
