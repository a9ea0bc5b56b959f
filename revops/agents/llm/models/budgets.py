"""Budgets of agents, and who may spend."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mauntic.kernel.display import day
from revops.agents.llm.labels import AGENT_CHOICES
from revops.agents.llm.models.accounts import LlmModel

RETENTION_DAYS = 90


class AgentBudget(models.Model):
    """The budget of a month in US dollars. A new month takes over the limit of the previous one.

    `agent` is empty for the budget of the organization, which limits all agents together. `reserved` is held
    for running calls. Without `limit`, spend is unlimited. `warned_at_percent` is the highest share of the
    limit (80 or 100) about which admins were notified.
    """

    id = models.BigAutoField(primary_key=True)
    agent = models.CharField(max_length=20, choices=AGENT_CHOICES, blank=True)
    starts_on = models.DateField()
    limit = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    reserved = models.DecimalField(max_digits=14, decimal_places=6, default=Decimal(0))
    spent = models.DecimalField(max_digits=14, decimal_places=6, default=Decimal(0))
    warned_at_percent = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-starts_on", "agent"]
        verbose_name = _("agent budget")
        verbose_name_plural = _("agent budgets")
        constraints = [
            models.UniqueConstraint(fields=["agent", "starts_on"], name="one_agent_budget_per_month"),
            models.CheckConstraint(
                condition=Q(limit=None) | Q(limit__gte=0), name="agent_budgets_are_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return gettext("Month from {date}").format(date=day(self.starts_on))


class AgentSettings(models.Model):
    """The switch and the model of an agent. Without a row it is on and uses the default model."""

    agent = models.CharField(primary_key=True, max_length=20, choices=AGENT_CHOICES)
    is_on = models.BooleanField(default=True)
    model = models.ForeignKey(LlmModel, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["agent"]
        verbose_name = _("agent settings")
        verbose_name_plural = _("agent settings")

    def __str__(self) -> str:
        return self.get_agent_display()


class AgentPolicy(models.Model):
    """What holds for all agents of the organization: one row, or none for the defaults."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    allows_other_vendor = models.BooleanField(default=False)
    retention_days = models.PositiveSmallIntegerField(default=RETENTION_DAYS)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("agent policy")
        verbose_name_plural = _("agent policy")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_agent_policy")]

    def __str__(self) -> str:
        return gettext("Agent policy")
