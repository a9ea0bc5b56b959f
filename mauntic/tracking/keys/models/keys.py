"""Write keys, and settings of tracking."""

import secrets
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id


def new_key() -> str:
    """Return a write key of 32 letters and digits. It is public on pages, and allows no reading."""
    return secrets.token_hex(16)


class WriteKey(models.Model):
    """The key of a website or product that sends messages."""

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
    """Settings of the organization; one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    honour_privacy_signals = models.BooleanField(
        _("Honor Do Not Track"),
        default=True,
        help_text=_(
            "Messages of browsers that send Do Not Track or Global Privacy Control "
            "are counted, but not stored."
        ),
    )
    # The database default: the previous release inserts this row without the column during an upgrade.
    new_leads_per_hour = models.PositiveIntegerField(
        default=500,
        db_default=500,
        validators=[MaxValueValidator(100_000)],
        help_text=_("New leads per hour of each write key and form."),
    )

    class Meta:
        verbose_name_plural = _("tracking settings")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_row_of_tracking_settings")]

    def __str__(self) -> str:
        return gettext("Tracking settings")

    @classmethod
    def current(cls) -> Self:
        """Return the settings of the organization, or the defaults if none are saved."""
        return cls.objects.first() or cls()
