"""In which order vendors are asked for a field."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from lead_intelligence.domain.fields import Field
from lead_intelligence.domain.values import LABELS
from lead_intelligence.domain.waterfall import Rule
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id

FIELD_CHOICES = [(field.value, LABELS[field]) for field in Field]


class WaterfallConfig(models.Model):
    """How one field is looked for. `provider_order` holds slugs; no `max_cost_per_lead` means no cap."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    field_name = models.CharField(max_length=20, choices=FIELD_CHOICES, unique=True)
    provider_order = ArrayField(models.CharField(max_length=40))
    max_attempts = models.PositiveSmallIntegerField(
        default=3, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    timeout_ms = models.PositiveIntegerField(
        default=5000, validators=[MinValueValidator(100), MaxValueValidator(30_000)]
    )
    min_confidence = models.FloatField(default=0.5, validators=[MinValueValidator(0), MaxValueValidator(1)])
    cache_ttl_days = models.PositiveSmallIntegerField(default=7, validators=[MaxValueValidator(365)])
    max_cost_per_lead = models.DecimalField(
        max_digits=10, decimal_places=4, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["field_name"]

    def __str__(self) -> str:
        return self.get_field_name_display()

    @property
    def rule(self) -> Rule:
        """The configuration as the waterfall knows it."""
        return Rule(
            field=Field(self.field_name),
            order=tuple(self.provider_order),
            max_attempts=self.max_attempts,
            timeout_ms=self.timeout_ms,
            min_confidence=self.min_confidence,
            max_cost=self.max_cost_per_lead,
        )


class WaterfallChange(models.Model):
    """An order before and after a suggestion was applied, so that it can be undone.

    `before` and `after` hold {"providerOrder", "minConfidence"}; `reason` is what the suggestion promised.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    config = models.ForeignKey(WaterfallConfig, on_delete=models.CASCADE, related_name="changes")
    before = models.JSONField()
    after = models.JSONField()
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.config}: {self.reason}"
