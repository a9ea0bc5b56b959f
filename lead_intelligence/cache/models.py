"""Cached results of vendors, so that the same lookup is not paid for twice."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lead_intelligence.leads.labels import FIELD_CHOICES
from mauntic.kernel.clock import now


class CacheEntry(models.Model):
    """A value that a vendor returned for a subject.

    The waterfall of the field defines how long it is fresh.
    """

    id = models.BigAutoField(primary_key=True)
    subject = models.CharField(
        max_length=64, help_text=_("Digest of the person or company that was looked up")
    )
    field = models.CharField(max_length=20, choices=FIELD_CHOICES)
    provider = models.CharField(max_length=40)
    value = models.JSONField()
    confidence = models.FloatField()
    fetched_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("cache entry")
        verbose_name_plural = _("cache entries")
        constraints = [
            models.UniqueConstraint(fields=["subject", "field", "provider"], name="one_entry_per_answer"),
        ]
        indexes = [models.Index(fields=["fetched_at"], name="cache_by_age")]

    def __str__(self) -> str:
        return f"{self.field} of {self.provider}"
