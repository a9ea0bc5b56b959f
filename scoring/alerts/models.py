"""Alerts with a deadline, the policies that set it, and every change of an alert."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mauntic.accounts.models import Role, User
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.codes import code_words
from mauntic.kernel.display import number
from mauntic.kernel.ids import new_id
from scoring.alerts.domain.sla import Sla
from scoring.alerts.domain.status import AlertMove, AlertStatus, is_late
from scoring.signals.models import IntentSignal, Priority, SignalType, source_label

LONGEST_SLA_MINUTES = 30 * 24 * 60
SEES_EVERYTHING = frozenset({Role.MANAGER, Role.OPS, Role.ADMIN})


class Status(models.TextChoices):
    OPEN = AlertStatus.OPEN.value, _("Open")
    ACKNOWLEDGED = AlertStatus.ACKNOWLEDGED.value, _("Acknowledged")
    ESCALATED = AlertStatus.ESCALATED.value, _("Escalated")
    OVERDUE = AlertStatus.OVERDUE.value, _("Overdue")


class Move(models.TextChoices):
    ACKNOWLEDGED = AlertMove.ACKNOWLEDGED.value, _("Acknowledged")
    SNOOZED = AlertMove.SNOOZED.value, _("Snoozed")
    REASSIGNED = AlertMove.REASSIGNED.value, _("Reassigned")
    RAN_OUT = AlertMove.RAN_OUT.value, _("Deadline missed")
    ESCALATED = AlertMove.ESCALATED.value, _("Escalated")
    UNDONE = AlertMove.UNDONE.value, _("Undone")


class EscalatesTo(models.TextChoices):
    MANAGER = Role.MANAGER.value, _("Managers")
    OPS = Role.OPS.value, _("Ops")
    ADMIN = Role.ADMIN.value, _("Admins")
    NOBODY = "", _("Nobody")


# Kinds of contact that other contexts report, as words of a sentence.
_ANSWERS: Mapping[str, object] = {
    "call": _("Answered by a call"),
    "email": _("Answered by an email"),
    "meeting": _("Answered by a meeting"),
    "demo": _("Answered by a demo"),
    "linkedin": _("Answered on LinkedIn"),
    "sms": _("Answered by a text message"),
}
_ESCALATIONS: Mapping[str, object] = {
    EscalatesTo.MANAGER: _("Escalated to managers"),
    EscalatesTo.OPS: _("Escalated to ops"),
    EscalatesTo.ADMIN: _("Escalated to admins"),
}


def answer_words(kind: str) -> str:
    """Return how a lead was contacted: "Answered by a call"; empty for an empty kind."""
    return str(_ANSWERS.get(kind, gettext("Answered"))) if kind else ""


class AlertPolicy(models.Model):
    """The SLA of a priority: the time to acknowledge alerts, and whom missed ones escalate to."""

    priority = models.CharField(max_length=10, choices=Priority, primary_key=True)
    enabled = models.BooleanField(default=True, help_text=_("Signals of this priority create alerts"))
    minutes = models.PositiveIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_SLA_MINUTES)]
    )
    in_business_hours = models.BooleanField(
        default=True, help_text=_("Count business hours only, if the organization has set them")
    )
    escalates_to = models.CharField(
        max_length=10, choices=EscalatesTo, default=EscalatesTo.MANAGER, blank=True
    )

    class Meta:
        ordering = ["minutes"]
        verbose_name = _("alert policy")
        verbose_name_plural = _("alert policies")

    def __str__(self) -> str:
        return self.get_priority_display()

    def sla(self) -> Sla:
        """Return the time to acknowledge, for the rules of `scoring.alerts.domain`."""
        return Sla(timedelta(minutes=self.minutes), self.in_business_hours)


class SignalAlertQuerySet(models.QuerySet["SignalAlert"]):
    def visible_to(self, user: User) -> Self:
        """Return what a person may see: reps see their own and unassigned alerts, other roles all."""
        if user.role in SEES_EVERYTHING:
            return self
        return self.filter(Q(assignee=user) | Q(assignee=None))

    def unmuted_for(self, user: User) -> Self:
        """Return alerts without those that are addressed to a person who muted their type."""
        return self.exclude(assignee=user, type__in=MutedType.objects.filter(user=user).values("type"))

    def waiting(self) -> Self:
        """Return alerts that are not acknowledged, snoozed or not."""
        return self.exclude(status=Status.ACKNOWLEDGED)

    def awake(self, at: datetime) -> Self:
        """Return alerts that are not snoozed at a time. A passed deadline ends a snooze."""
        return self.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=at) | Q(deadline__lte=at))

    def snoozed(self, at: datetime) -> Self:
        """Return alerts that are snoozed at a time."""
        return self.waiting().filter(snoozed_until__gt=at, deadline__gt=at)


class MutedType(models.Model):
    """A type whose alerts a person neither sees in their own list nor is notified about."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="muted_types", db_index=False
    )
    type = models.ForeignKey(SignalType, on_delete=models.CASCADE, related_name="+", db_index=False)
    muted_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["type"]
        verbose_name = _("muted signal type")
        verbose_name_plural = _("muted signal types")
        # Also the index that finds the mutes of a person. Two clicks at once leave one row.
        constraints = [models.UniqueConstraint(fields=["user", "type"], name="one_mute_per_type")]

    def __str__(self) -> str:
        return f"{self.user}: {self.type_id}"


class SignalAlert(models.Model):
    """A signal that somebody must acknowledge before the deadline. It stays listed until then."""

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
    detected_at = models.DateTimeField(help_text=_("When the contact showed intent"))
    created_at = models.DateTimeField(default=now)
    deadline = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_with = models.CharField(
        max_length=10, blank=True, db_default="", help_text=_("How the lead was contacted, such as call")
    )
    escalated_at = models.DateTimeField(null=True, blank=True)
    escalated_to = models.CharField(max_length=10, choices=EscalatesTo, blank=True)
    snoozed_until = models.DateTimeField(
        null=True, blank=True, help_text=_("Hidden until then; the deadline stays")
    )

    objects = SignalAlertQuerySet.as_manager()

    class Meta:
        ordering = ["deadline", "id"]
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        indexes = [
            # Lists of alerts, and the job that escalates missed deadlines every minute.
            models.Index(
                fields=["deadline", "id"],
                condition=~Q(status=Status.ACKNOWLEDGED),
                name="alerts_waiting_by_deadline",
            ),
            # The tab "Mine" and the counts in the menu.
            models.Index(fields=["assignee", "status", "deadline"], name="alerts_of_assignee"),
            # Response times of the last 30 days.
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
        return f"{code_words('signalType', self.type_id)}, {self.get_priority_display()}"

    @property
    def why(self) -> str:
        """Return what showed the intent: the page, form or event, how often, and the source of the signal."""
        details = [
            str(value) for value in self.signal.metadata.values() if isinstance(value, str | int | float)
        ]
        count = self.signal.count
        if count > 1:
            seen = ngettext("{count} time within an hour", "{count} times within an hour", count)
            details.append(seen.format(count=number(count)))
        return ", ".join(
            [*details, gettext("source: {source}").format(source=source_label(self.signal.source))]
        )

    @property
    def escalation(self) -> str:
        """Return `Escalated to managers`."""
        return str(_ESCALATIONS.get(self.escalated_to, Status.ESCALATED.label))

    @property
    def answer(self) -> str:
        """Return `Answered by a call, Kim Novak`, or an empty text if nobody contacted the lead."""
        if not self.answered_with:
            return ""
        how = answer_words(self.answered_with)
        return ", ".join([how, *([str(self.acknowledged_by)] if self.acknowledged_by else [])])

    @property
    def has_clock(self) -> bool:
        """Return whether lists show its deadline. Low-priority alerts are in the digest instead."""
        return self.priority != Priority.LOW

    @property
    def is_acknowledged(self) -> bool:
        """Return whether somebody acknowledged it."""
        return self.status == Status.ACKNOWLEDGED

    @property
    def is_late(self) -> bool:
        """Return whether the deadline passed before anybody acknowledged it."""
        return is_late(deadline=self.deadline, touched_at=self.acknowledged_at, now=now())

    @property
    def is_snoozed(self) -> bool:
        """Return whether it is snoozed now."""
        until = self.snoozed_until
        return not self.is_acknowledged and not self.is_late and until is not None and until > now()


class AlertChange(models.Model):
    """A change of an alert, by a person or automatic. `before` holds the replaced values, for undo."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    alert = models.ForeignKey(SignalAlert, on_delete=models.CASCADE, related_name="changes", db_index=False)
    move = models.CharField(max_length=12, choices=Move)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=300, blank=True)
    before = models.JSONField(default=dict, blank=True)
    batch = models.UUIDField(
        null=True, blank=True, editable=False, help_text=_("Changes that are undone together")
    )

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("alert change")
        verbose_name_plural = _("alert changes")
        # The history of an alert, and its last change for undo.
        # An undo finds all changes of its batch.
        indexes = [
            models.Index(fields=["alert", "at", "id"], name="changes_of_alert"),
            models.Index(fields=["batch"], condition=Q(batch__isnull=False), name="changes_of_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.get_move_display()} {self.at:%Y-%m-%d %H:%M}"

    @property
    def can_be_undone(self) -> bool:
        """Return whether it is not an undo itself."""
        return self.move != Move.UNDONE

    @property
    def summary(self) -> str:
        """Return `Snoozed by Kim Novak`, `Reassigned automatically` or `Deadline missed`."""
        move = self.get_move_display()
        if self.by:
            return gettext("{change} by {person}").format(change=move, person=self.by)
        return move if self.move == Move.RAN_OUT else gettext("{change} automatically").format(change=move)
