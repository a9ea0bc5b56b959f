"""Changes of the waterfall by suggestions."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lead_intelligence.waterfall.models import WaterfallConfig
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id


class WaterfallChange(models.Model):
    """An order before and after a suggestion was applied, for the undo.

    `before` and `after` have {"providerOrder", "minConfidence"}; `reason` is the expected effect.
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
        verbose_name = _("waterfall change")
        verbose_name_plural = _("waterfall changes")

    def __str__(self) -> str:
        return f"{self.config}: {self.reason}"
