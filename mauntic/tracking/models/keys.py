"""Who may send: the write key of each site or product, and what the organization honours."""

import secrets
from typing import Self

from django.conf import settings
from django.db import models

from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id


def new_key() -> str:
    """A write key: 32 letters and digits. It stands in pages for all to see, and lets nobody read."""
    return secrets.token_hex(16)


class WriteKey(models.Model):
    """A site or product that sends what people do there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=100)
    key = models.CharField(max_length=64, unique=True, default=new_key)
    enabled = models.BooleanField(default=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=now)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class TrackingSettings(models.Model):
    """What the organization honours; one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    honour_privacy_signals = models.BooleanField(
        "Honour do-not-track",
        default=True,
        help_text="Browsers that send DNT or Global Privacy Control, and visitors who refuse consent, "
        "are counted and not recorded.",
    )

    class Meta:
        verbose_name_plural = "tracking settings"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_row_of_tracking_settings")]

    def __str__(self) -> str:
        return "Tracking settings"

    @classmethod
    def current(cls) -> Self:
        """The organization's settings; the defaults while nobody has saved any."""
        return cls.objects.first() or cls()
