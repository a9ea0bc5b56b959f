"""What models were asked, what they answered, and what that cost."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mauntic.crm.models import Company, Contact
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from mauntic.kernel.secrets import EncryptedJSONField
from revops.agents.llm.labels import AGENT_CHOICES, OUTCOME_CHOICES, PAID_CHOICES, RUNNING


class AgentRun(models.Model):
    """One request to one vendor, its repeats included. It is deleted with its contact.

    `content` has {"system", "user", "answer", "sources", "evidence"}, and is deleted after the retention of
    the organization. `cost` are US dollars of the calls that ended, `reserved` those of the running one, in
    the budgets of the month `budget_month`. `latency_ms` is the time until the answer. The cause is the event
    or job that asked. `instead_of` is the run of the vendor that was tried before.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agent = models.CharField(max_length=20, choices=AGENT_CHOICES)
    prompt = models.CharField(max_length=60)
    prompt_version = models.PositiveSmallIntegerField(default=1)
    instructions_version = models.PositiveIntegerField(
        default=0, db_default=0, help_text=_("Of the house instructions; 0 for none")
    )
    vendor = models.CharField(max_length=20, choices=PAID_CHOICES)
    model = models.CharField(max_length=100)
    content = EncryptedJSONField(null=True, editable=False)
    input_tokens = models.PositiveIntegerField(default=0)
    cache_read_tokens = models.PositiveIntegerField(default=0)
    cache_write_tokens = models.PositiveIntegerField(default=0)
    output_tokens = models.PositiveIntegerField(default=0)
    searches = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    budget_month = models.DateField(null=True)
    reserved = models.DecimalField(max_digits=14, decimal_places=6, default=Decimal(0))
    cost = models.DecimalField(max_digits=14, decimal_places=6, default=Decimal(0))
    latency_ms = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=20, choices=OUTCOME_CHOICES, default=RUNNING)
    detail = models.CharField(max_length=300, blank=True)
    cause_kind = models.CharField(max_length=20, blank=True)
    cause_id = models.CharField(max_length=64, blank=True)
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.CASCADE, related_name="agent_runs"
    )
    company = models.ForeignKey(
        Company, null=True, blank=True, on_delete=models.SET_NULL, related_name="agent_runs"
    )
    instead_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="fallbacks"
    )
    started_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at", "-id"]
        verbose_name = _("agent run")
        verbose_name_plural = _("agent runs")
        indexes = [
            models.Index(fields=["-started_at", "-id"], name="agent_runs_newest"),
            models.Index(fields=["agent", "-started_at", "-id"], name="agent_runs_of_agent"),
            models.Index(fields=["started_at"], condition=Q(outcome=RUNNING), name="agent_runs_running"),
            # What the daily deletion of prompts and answers looks for.
            models.Index(fields=["started_at"], condition=Q(content__isnull=False), name="agent_runs_kept"),
        ]

    def __str__(self) -> str:
        return f"{self.get_agent_display()}: {self.get_outcome_display()}"
