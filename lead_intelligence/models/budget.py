"""What may be spent on vendors."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from lead_intelligence.models.provider import EnrichmentProvider


class Period(models.TextChoices):
    DAY = "day", "Day"
    MONTH = "month", "Month"


class Budget(models.Model):
    """The money of one day or month, in US dollars; a new period takes over the limit of the one before.

    `provider` is None for the organization's own budget, which bounds all vendors together. `reserved` is
    held back for calls that run. Without a limit everything is allowed. `warned_at_percent` is the highest
    share of the limit (80 or 100) that people were told of.
    """

    id = models.BigAutoField(primary_key=True)
    provider = models.ForeignKey(
        EnrichmentProvider, null=True, blank=True, on_delete=models.CASCADE, related_name="budgets"
    )
    period = models.CharField(max_length=5, choices=Period)
    starts_on = models.DateField()
    limit = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    reserved = models.DecimalField(max_digits=12, decimal_places=4, default=Decimal(0))
    spent = models.DecimalField(max_digits=12, decimal_places=4, default=Decimal(0))
    warned_at_percent = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-starts_on", "period"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "period", "starts_on"],
                nulls_distinct=False,
                name="one_budget_per_period",
            ),
            models.CheckConstraint(
                condition=Q(limit=None) | Q(limit__gte=0), name="budgets_are_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_period_display()} from {self.starts_on}"

    @property
    def left(self) -> Decimal | None:
        """What can still be spent or reserved; None without a limit."""
        return None if self.limit is None else max(Decimal(0), self.limit - self.reserved - self.spent)
