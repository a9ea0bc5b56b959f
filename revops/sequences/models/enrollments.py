"""Leads in sequences, and what was done for them."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mauntic.crm.models import Contact
from mauntic.delivery.models import Mailbox
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from revops.sequences.domain import stops
from revops.sequences.domain.standing import Wait
from revops.sequences.models.sequences import Sequence, SequenceVersion, Step, Switch

OPEN = (stops.State.ACTIVE.value, stops.State.PAUSED.value)


class EnrollmentState(models.TextChoices):
    """How an enrollment is doing."""

    ACTIVE = stops.State.ACTIVE.value, _("Active")
    PAUSED = stops.State.PAUSED.value, _("Paused")
    FINISHED = stops.State.FINISHED.value, _("Finished")
    STOPPED = stops.State.STOPPED.value, _("Stopped")


class Outcome(models.TextChoices):
    """What came of a step."""

    QUEUED = "queued", _("In the outbox")
    SENT = "sent", _("Sent")
    TASK = "task", _("Task planned")
    DONE = "done", _("Task completed")
    WAITED = "waited", _("Waited")
    SKIPPED = "skipped", _("Skipped")
    NO_SMS = "no_sms_account", _("Skipped: no SMS account")
    NO_MOBILE = "no_mobile", _("Skipped: no mobile number")
    OPTED_OUT = "opted_out", _("Skipped: no text messages wanted")
    REFUSED = "refused", _("Refused by the vendor")
    CANCELLED = "canceled", _("Canceled")


class EnrollmentQuerySet(models.QuerySet["Enrollment"]):
    def open(self) -> Self:
        """Return enrollments that go on, or may be made to."""
        return self.filter(state__in=OPEN)

    def due(self, at: datetime) -> Self:
        """Return enrollments whose next step is to be done."""
        return self.filter(state=EnrollmentState.ACTIVE, due_at__lte=at, sequence__state=Switch.ON)

    def locked(self) -> Self:
        """Lock the rows for a change, by id. In the order of locks they come before contacts."""
        return self.order_by("pk").select_for_update(of=("self",), no_key=True)


class Enrollment(models.Model):
    """A lead in a version of a sequence.

    `position` is the step that comes next, and `due_at` when; without a time the step was begun and waits for
    its email or task. `begun_at` is when the lead was enrolled or a person last resumed it. `wait` and
    `reason` are codes, each with the facts of its sentence.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sequence = models.ForeignKey(
        Sequence, on_delete=models.CASCADE, related_name="enrollments", db_index=False
    )
    version = models.ForeignKey(
        SequenceVersion, on_delete=models.CASCADE, related_name="enrollments", db_index=False
    )
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="enrollments", db_index=False)
    mailbox = models.ForeignKey(
        Mailbox, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    enrolled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(max_length=10, choices=EnrollmentState, default=EnrollmentState.ACTIVE)
    reason = models.CharField(max_length=20, blank=True, choices=[(e.value, e.value) for e in stops.Reason])
    reason_facts = models.JSONField(default=dict, blank=True)
    position = models.PositiveSmallIntegerField(default=1)
    due_at = models.DateTimeField(null=True, blank=True)
    wait = models.CharField(max_length=20, blank=True, choices=[(e.value, e.value) for e in Wait if e])
    wait_facts = models.JSONField(default=dict, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    resumes_at = models.DateTimeField(null=True, blank=True)
    begun_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)

    objects = EnrollmentQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("enrollment")
        verbose_name_plural = _("enrollments")
        constraints = [
            # Two people who enroll the same lead at once: the second one is refused.
            models.UniqueConstraint(
                fields=["sequence", "contact"], condition=Q(state__in=OPEN), name="one_open_enrollment"
            ),
        ]
        indexes = [
            # The sweep, every minute: what is due, and what comes out of a pause.
            models.Index(fields=["due_at"], condition=Q(state="active"), name="enrollments_due"),
            models.Index(fields=["resumes_at"], condition=Q(state="paused"), name="enrollments_resuming"),
            models.Index(fields=["sequence", "-created_at", "-id"], name="enrollments_of_sequence"),
            models.Index(fields=["contact", "-created_at"], name="enrollments_of_contact"),
            models.Index(fields=["version"], name="enrollments_of_version"),
            models.Index(fields=["mailbox"], name="enrollments_of_mailbox"),
        ]

    def __str__(self) -> str:
        return f"{self.contact}: {self.sequence}"


class StepRun(models.Model):
    """A step that was begun for a lead: once, however often its job runs.

    `attempt` counts the emails or texts of the step: a pause cancels the one that waits, and the next one is
    another. `message_id` is the latest of them.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="runs", db_index=False)
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="runs")
    variant = models.CharField(max_length=1, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome)
    attempt = models.PositiveSmallIntegerField(default=1)
    message_id = models.UUIDField(null=True, blank=True)
    activity_id = models.UUIDField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("step of an enrollment")
        verbose_name_plural = _("steps of enrollments")
        constraints = [
            models.UniqueConstraint(fields=["enrollment", "step"], name="one_run_per_step"),
        ]
        indexes = [
            models.Index(
                fields=["message_id"], condition=Q(message_id__isnull=False), name="runs_of_message"
            ),
            models.Index(
                fields=["activity_id"], condition=Q(activity_id__isnull=False), name="runs_of_activity"
            ),
            # The daily limit of a person.
            models.Index(fields=["by", "at"], name="runs_of_person"),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()
