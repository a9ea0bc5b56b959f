"""Jobs, the calls that they made, and what was found."""

from datetime import datetime
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Q, Value, When

from lead_intelligence.domain.fields import Field
from lead_intelligence.domain.outcomes import Outcome
from lead_intelligence.domain.results import Result, unpack_result
from lead_intelligence.domain.values import in_words
from lead_intelligence.models.provider import EnrichmentProvider
from lead_intelligence.models.waterfall import FIELD_CHOICES
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id

OUTCOMES = [(outcome.value, outcome.value.replace("_", " ").capitalize()) for outcome in Outcome]


class EnrichmentBatch(models.Model):
    """Many jobs that were asked for together. Its progress is that of its jobs."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    label = models.CharField(max_length=200, blank=True, help_text="which leads these are")
    total = models.PositiveIntegerField(default=0, help_text="leads that were asked for")
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
        verbose_name_plural = "enrichment batches"
        indexes = [models.Index(fields=["-created_at", "-id"], name="batches_newest")]

    def __str__(self) -> str:
        return self.label or f"{self.total} leads"


class EnrichmentJobQuerySet(models.QuerySet["EnrichmentJob"]):
    def open(self) -> Self:
        """Jobs that are not at their end."""
        return self.filter(status__in=EnrichmentJob.OPEN)

    def claimable(self, at: datetime) -> Self:
        """Jobs that wait, and those whose worker has died: its lease has run out."""
        waiting = Q(status=EnrichmentJob.Status.PENDING, not_before__lte=at)
        return self.filter(waiting | Q(status=EnrichmentJob.Status.RUNNING, lease_until__lte=at))


class EnrichmentJob(models.Model):
    """The search for the fields of one contact. A contact has at most one open job.

    `notes` say why vendors were not asked: [{"field", "provider", "reason"}]. `results` are what was found,
    as `domain.results` packs it. Money is in US dollars. A pending job is not begun before `not_before`: it
    waits for a vendor, and `reason` says so. A job that `explores` asks in a chance order, so that the
    waterfall learns of vendors that it seldom asks.
    """

    class Status(models.TextChoices):
        PENDING = "pending", "Pending"
        RUNNING = "running", "Running"
        COMPLETED = "completed", "Completed"
        FAILED = "failed", "Failed"
        EXHAUSTED = "exhausted", "Exhausted"
        CANCELLED = "cancelled", "Cancelled"

    class Priority(models.TextChoices):
        LOW = "low", "Low"
        NORMAL = "normal", "Normal"
        HIGH = "high", "High"

    OPEN = (Status.PENDING, Status.RUNNING)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contact = models.ForeignKey(
        Contact, on_delete=models.CASCADE, related_name="enrichment_jobs", db_index=False
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

    objects = EnrichmentJobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
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
            models.Index(
                fields=["urgency", "created_at", "id"],
                condition=Q(status__in=("pending", "running")),
                name="enrichments_to_do",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()}: {', '.join(self.field_requests)}"

    @property
    def is_open(self) -> bool:
        """Whether there is more to come."""
        return self.status in self.OPEN

    @property
    def values_found(self) -> list[Result]:
        """The values that were taken, at most one for a field."""
        return [result for result in map(unpack_result, self.results) if result.is_taken]

    @property
    def candidates(self) -> list[Result]:
        """The values that were kept aside."""
        return [result for result in map(unpack_result, self.results) if not result.is_taken]

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields that are looked for."""
        return tuple(Field(name) for name in self.field_requests)


class VendorCall(models.Model):
    """One call to a vendor. The row is written before the call and finished after it.

    A row without `finished_at` is a call that runs, or whose answer was lost. `reserved` is what the budget
    holds back for it meanwhile. `answer` keeps the values, so that no answer is ever bought twice.
    A call that asks for several leads at once has a row for each of them, with the same `request`: calls are
    counted by that. A pending answer is looked for again by its `reference` from `poll_at` on.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    job = models.ForeignKey(EnrichmentJob, on_delete=models.CASCADE, related_name="calls", db_index=False)
    provider = models.ForeignKey(
        EnrichmentProvider, on_delete=models.PROTECT, related_name="calls", db_index=False
    )
    request = models.UUIDField(default=new_id, editable=False)
    attempt = models.PositiveSmallIntegerField(default=1, help_text="above 1: asked again when told to wait")
    is_poll = models.BooleanField(default=False, help_text="looks for an answer that was promised")
    fields = ArrayField(models.CharField(max_length=20, choices=FIELD_CHOICES))
    outcome = models.CharField(max_length=20, choices=OUTCOMES, blank=True)
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
        return f"{self.provider_id}: {self.outcome or 'under way'}"

    @property
    def is_finished(self) -> bool:
        """Whether the answer is known."""
        return self.finished_at is not None

    @property
    def wanted_fields(self) -> tuple[Field, ...]:
        """The fields that the vendor was asked for."""
        return tuple(Field(name) for name in self.fields)

    @property
    def wanted(self) -> str:
        """The fields that the vendor was asked for, as people read them."""
        return in_words(self.wanted_fields)
