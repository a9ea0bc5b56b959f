"""The order of vendors per field."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.labels import FIELD_CHOICES
from lead_intelligence.waterfall.domain import Rule
from mauntic.kernel.ids import new_id


class WaterfallConfig(models.Model):
    """The waterfall of a field. `provider_order` has slugs; None as `max_cost_per_lead` is no cap."""

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
        verbose_name = _("waterfall")
        verbose_name_plural = _("waterfalls")

    def __str__(self) -> str:
        return self.get_field_name_display()

    @property
    def rule(self) -> Rule:
        """Return the configuration as a rule of the domain."""
        return Rule(
            field=Field(self.field_name),
            order=tuple(self.provider_order),
            max_attempts=self.max_attempts,
            timeout_ms=self.timeout_ms,
            min_confidence=self.min_confidence,
            max_cost=self.max_cost_per_lead,
        )
