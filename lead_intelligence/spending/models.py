"""Budgets for vendors."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lead_intelligence.vendors.models import EnrichmentProvider
from mauntic.kernel.display import day


class Period(models.TextChoices):
    DAY = "day", _("Day")
    MONTH = "month", _("Month")


class Budget(models.Model):
    """The budget of a day or month in US dollars. A new period takes over the limit of the previous one.

    `provider` is None for the budget of the organization, which limits all vendors together. `reserved` is
    held for running calls. Without `limit`, spend is unlimited. `warned_at_percent` is the highest share of
    the limit (80 or 100) about which admins were notified.
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
        verbose_name = _("budget")
        verbose_name_plural = _("budgets")
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
        return gettext("{period} from {date}").format(
            period=self.get_period_display(), date=day(self.starts_on)
        )

    @property
    def left(self) -> Decimal | None:
        """Return the amount that can still be reserved; None without a limit."""
        return None if self.limit is None else max(Decimal(0), self.limit - self.reserved - self.spent)
