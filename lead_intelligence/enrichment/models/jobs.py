"""Enrichment jobs with their vendor calls and results."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from lead_intelligence.enrichment.domain import Result, unpack_result
from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.labels import FIELD_CHOICES, in_words
from lead_intelligence.vendors.labels import OUTCOME_CHOICES
from lead_intelligence.vendors.models import EnrichmentProvider
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.display import number
from mauntic.kernel.ids import new_id


class EnrichmentBatch(models.Model):
    """Jobs that were requested together. The progress of a batch is that of its jobs."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    label = models.CharField(max_length=200, blank=True, help_text=_("Name of the selection of leads"))
    total = models.PositiveIntegerField(default=0, help_text=_("Number of selected leads"))
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=now)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("enrichment batch")
        verbose_name_plural = _("enrichment batches")
        indexes = [models.Index(fields=["-created_at", "-id"], name="batches_newest")]

    def __str__(self) -> str:
        return self.label or ngettext("%(count)s lead", "%(count)s leads", self.total) % {
            "count": number(self.total)
        }


SUSPECTED_AFTER = 2
"""Workers that died with a job in hand. It is run alone then, so that it takes no other job with it."""


class EnrichmentJobQuerySet(models.QuerySet["EnrichmentJob"]):
    def open(self) -> Self:
        """Return the jobs that are pending or running."""
        return self.filter(status__in=EnrichmentJob.OPEN)

    def claimable(self, at: datetime) -> Self:
        """Return the jobs that are pending, or whose worker has died (its lease has expired)."""
        waiting = Q(status=EnrichmentJob.Status.PENDING, not_before__lte=at)
        orphaned = Q(status=EnrichmentJob.Status.RUNNING, lease_until__lte=at)
        return self.filter(waiting | orphaned, contact__isnull=False)

    def suspected(self) -> Self:
        """Return the jobs at which several workers died: perhaps because of them."""
        return self.filter(status=EnrichmentJob.Status.RUNNING, lost_workers__gte=SUSPECTED_AFTER)

    def unsuspected(self) -> Self:
        """Return the jobs that may run together."""
        return self.exclude(status=EnrichmentJob.Status.RUNNING, lost_workers__gte=SUSPECTED_AFTER)


class EnrichmentJob(models.Model):
    """The search for the fields of one contact. A contact has at most one open job.

    `notes` explain why vendors were skipped: [{"field", "provider", "reason"}]. `results` are the values
    found, as `enrichment.domain.pack_result` stores them. Money is in US dollars. A pending job does not
    start before `not_before`: it waits for a vendor, and `reason` says so. A job that `explores` calls
    vendors in random order, so that the waterfall learns about vendors that it rarely calls.

    A job without a contact is a record of the payment: costs, outcomes and the names of the fields found are
    kept, the values are deleted.
    """

    class Status(models.TextChoices):
        PENDING = "pending", _("Pending")
        RUNNING = "running", _("Running")
        COMPLETED = "completed", _("Completed")
        FAILED = "failed", _("Failed")
        EXHAUSTED = "exhausted", _("Exhausted")
        CANCELLED = "cancelled", _("Canceled")

    class Priority(models.TextChoices):
        LOW = "low", _("Low")
        NORMAL = "normal", _("Normal")
        HIGH = "high", _("High")

    OPEN = (Status.PENDING, Status.RUNNING)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # The record of the payment outlives the contact: `privacy.services.deletion` deletes only the values.
    contact = models.ForeignKey(
        Contact, null=True, on_delete=models.SET_NULL, related_name="enrichment_jobs", db_index=False
    )
    subject = models.CharField(
        max_length=64,
        blank=True,
        default="",
        db_default="",
        editable=False,
        help_text=_("Keyed hash of the person, once the contact is deleted"),
    )
    batch = models.ForeignKey(
        EnrichmentBatch, null=True, blank=True, on_delete=models.SET_NULL, related_name="jobs", db_index=False
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    priority = models.CharField(max_length=6, choices=Priority, default=Priority.NORMAL)
    urgency = models.GeneratedField(
        expression=Case(
            When(priority="high", then=Value(0)),
            When(priority="normal", then=Value(1)),
            default=Value(2),
        ),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )
    explores = models.BooleanField(default=False)
    channel = models.CharField(
        max_length=60,
        blank=True,
        default="",
        db_default="",
        help_text=_("Write key or form whose new lead started the job"),
    )
    field_requests = ArrayField(models.CharField(max_length=20, choices=FIELD_CHOICES))
    total_cost = models.DecimalField(max_digits=10, decimal_places=4, default=Decimal(0))
    total_latency_ms = models.PositiveIntegerField(default=0)
    providers_tried = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    notes = models.JSONField(default=list, blank=True)
    results = models.JSONField(default=list, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=now)
    started_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField(default=now)
    lease_until = models.DateTimeField(null=True, blank=True)
    lost_workers = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)

    objects = EnrichmentJobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("enrichment job")
        verbose_name_plural = _("enrichment jobs")
        constraints = [
            models.UniqueConstraint(
                fields=["contact"],
                condition=Q(status__in=("pending", "running")),
                name="one_open_enrichment_per_contact",
            ),
        ]
        indexes = [
            models.Index(fields=["contact", "-created_at", "-id"], name="enrichments_of_contact"),
            models.Index(fields=["-created_at", "-id"], name="enrichments_newest"),
            models.Index(fields=["batch", "status"], name="enrichments_of_batch"),
            # Counted before each automatic enrichment of a website lead; most jobs have no channel.
            models.Index(
                fields=["channel", "created_at"], condition=~Q(channel=""), name="enrichments_of_channel"
            ),
            models.Index(
                fields=["urgency", "created_at", "id"],
                condition=Q(status__in=("pending", "running")),
                name="enrichments_to_do",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()}: {in_words(Field(name) for name in self.field_requests)}"

    @property
    def is_open(self) -> bool:
        """Whether the job is pending or running."""
        return self.status in self.OPEN

    @property
    def values_found(self) -> list[Result]:
        """Return the selected values, at most one per field."""
        return [result for result in map(unpack_result, self.results) if result.is_taken]

    @property
    def candidates(self) -> list[Result]:
        """Return the values that were not selected."""
        return [result for result in map(unpack_result, self.results) if not result.is_taken]

    @property
    def lead_name(self) -> str:
        """Return the name of the lead."""
        return self.contact.name if self.contact else gettext("Deleted lead")

    @property
    def waited(self) -> timedelta:
        """Return how long the job waited for vendors in all."""
        return timedelta(milliseconds=self.total_latency_ms)

    @property
    def fields(self) -> tuple[Field, ...]:
        """Return the requested fields."""
        return tuple(Field(name) for name in self.field_requests)


class VendorCall(models.Model):
    """One call to a vendor. The row is inserted before the call and updated after it.

    A row without `finished_at` is a call that is running, or whose response was lost. `reserved` is the
    amount that the budget holds for it. `answer` stores the values, so that no response is paid for twice.
    A call for several leads has one row per lead with the same `request`, by which calls are counted.
    A pending result is polled by its `reference` from `poll_at` on.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    job = models.ForeignKey(EnrichmentJob, on_delete=models.CASCADE, related_name="calls", db_index=False)
    provider = models.ForeignKey(
        EnrichmentProvider, on_delete=models.PROTECT, related_name="calls", db_index=False
    )
    request = models.UUIDField(default=new_id, editable=False)
    attempt = models.PositiveSmallIntegerField(default=1, help_text=_("Above 1: a retry after a rate limit"))
    is_poll = models.BooleanField(default=False, help_text=_("Polls a pending result"))
    fields = ArrayField(models.CharField(max_length=20, choices=FIELD_CHOICES))
    outcome = models.CharField(max_length=20, choices=OUTCOME_CHOICES, blank=True)
    http_status = models.PositiveSmallIntegerField(null=True, blank=True)
    duration_ms = models.PositiveIntegerField(default=0)
    reserved = models.DecimalField(max_digits=10, decimal_places=4, default=Decimal(0))
    cost = models.DecimalField(max_digits=10, decimal_places=4, default=Decimal(0))
    request_id = models.CharField(max_length=100, blank=True)
    reference = models.CharField(max_length=200, blank=True)
    poll_at = models.DateTimeField(null=True, blank=True)
    detail = models.CharField(max_length=300, blank=True)
    answer = models.JSONField(default=dict, blank=True)
    started_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["started_at", "id"]
        verbose_name = _("vendor call")
        verbose_name_plural = _("vendor calls")
        constraints = [
            models.UniqueConstraint(
                fields=["job", "provider", "attempt"], name="one_call_per_vendor_and_job"
            ),
        ]
        indexes = [
            models.Index(fields=["provider", "-started_at"], name="vendor_calls_newest"),
            models.Index(fields=["-started_at"], name="calls_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.provider_id}: {self.get_outcome_display() or gettext('In progress')}"

    @property
    def wanted_fields(self) -> tuple[Field, ...]:
        """Return the fields that the call requested."""
        return tuple(Field(name) for name in self.fields)

    @property
    def wanted(self) -> str:
        """Return the fields that the call requested, as text."""
        return in_words(self.wanted_fields)

    @property
    def duration(self) -> timedelta:
        """Return how long the call took."""
        return timedelta(milliseconds=self.duration_ms)
