"""Quotas, commits and daily snapshots of forecasts."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id


class Quota(models.Model):
    """The sales goal of a rep for a period (`2026-11` or `2026-Q4`)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    period = models.CharField(max_length=7)
    rep = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="quotas")
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    currency = models.CharField(max_length=3)

    class Meta:
        ordering = ["period", "rep"]
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        constraints = [
            models.UniqueConstraint(fields=["period", "rep"], name="one_quota_per_period_and_rep"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="quota_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.amount} {self.currency}"


class Commit(models.Model):
    """The amount that a rep commits to close in a period. The latest counts; earlier ones are the history.

    `rep` None is the commit for all.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    period = models.CharField(max_length=7)
    rep = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="commits"
    )
    value = models.DecimalField(max_digits=18, decimal_places=2)
    currency = models.CharField(max_length=3)
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("commit")
        verbose_name_plural = _("commits")
        indexes = [models.Index(fields=["period", "rep", "-at"], name="commits_latest")]
        constraints = [models.CheckConstraint(condition=Q(value__gte=0), name="commit_not_negative")]

    def __str__(self) -> str:
        return f"{self.period}: {self.value} {self.currency}"


class ForecastSnapshot(models.Model):
    """The forecast of a period on a day. Written once: database triggers refuse changes and deletion.

    Amounts are in `currency`, the organization's own. `rep_id` is no foreign key, since snapshots outlive
    users; None is all reps. `expected`, `low` and `high` come from the learned model, None with too little
    history. `unconverted` counts deals without an exchange rate.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    taken_on = models.DateField()
    period = models.CharField(max_length=7)
    rep_id = models.UUIDField(null=True, blank=True)
    currency = models.CharField(max_length=3)
    pipeline = models.DecimalField(max_digits=20, decimal_places=2)
    best_case = models.DecimalField(max_digits=20, decimal_places=2)
    commit = models.DecimalField(max_digits=20, decimal_places=2)
    closed = models.DecimalField(max_digits=20, decimal_places=2)
    weighted = models.DecimalField(max_digits=20, decimal_places=2)
    expected = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    low = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    high = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    deals = models.PositiveIntegerField(default=0)
    unconverted = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-taken_on", "period"]
        verbose_name = _("forecast snapshot")
        verbose_name_plural = _("forecast snapshots")
        constraints = [
            models.UniqueConstraint(
                fields=["taken_on", "period", "rep_id"], nulls_distinct=False, name="one_snapshot_a_day"
            ),
        ]
        indexes = [models.Index(fields=["period", "rep_id", "taken_on"], name="snapshots_of_period")]

    def __str__(self) -> str:
        return f"{self.period} on {self.taken_on}"
