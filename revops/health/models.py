"""The stored health of deals, and the settings of warnings."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mauntic.kernel.clock import now
from revops.deals.models.deals import Deal


class HealthLevel(models.TextChoices):
    HEALTHY = "healthy", _("Healthy")
    AT_RISK = "at_risk", _("At risk")
    CRITICAL = "critical", _("Critical")


class DealHealth(models.Model):
    """The latest health of a deal, 0-100; 100 is best.

    `flags` is a list of {key, label, value, impact, weight, reason}; `action` is {type, priority, title,
    reason, dueInHours, playbook}.
    """

    deal = models.OneToOneField(Deal, primary_key=True, on_delete=models.CASCADE, related_name="health")
    score = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=8, choices=HealthLevel)
    flags = models.JSONField(default=list)
    action = models.JSONField(default=dict)
    computed_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("deal health")
        verbose_name_plural = _("deal health")

    def __str__(self) -> str:
        return f"{self.get_level_display()} ({self.score})"


class HealthWarning(models.Model):
    """The organization's settings of a warning; without a row the defaults apply.

    `limit` is in the unit of the warning: days, times, or a share.
    """

    key = models.CharField(primary_key=True, max_length=40)
    enabled = models.BooleanField(default=True)
    weight = models.PositiveSmallIntegerField(
        help_text=_("Points of health that the warning subtracts, 0 to 100")
    )
    limit = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = _("health warning")
        verbose_name_plural = _("health warnings")

    def __str__(self) -> str:
        return self.key
