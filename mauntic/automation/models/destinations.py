"""Where automation calls outside: endpoints of webhooks, and channels of Slack."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from mauntic.automation.domain.rotation import previous_until, signing_secrets
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from mauntic.kernel.secrets import EncryptedJSONField


class Destination(models.Model):
    """What both have. `last_at` is when it was last called, `last_error` what went wrong then."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=60)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=now)
    last_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_error = models.CharField(max_length=300, blank=True, editable=False)

    class Meta:
        abstract = True
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class WebhookEndpoint(Destination):
    """An address that gets signed webhooks. `credentials` has the secrets of `domain.rotation`, shown once.

    One that is off answered that it does not want any more, or a person switched it off: `off_reason` says.
    """

    url = models.CharField(max_length=500)
    credentials = EncryptedJSONField(default=dict, editable=False)
    is_on = models.BooleanField(default=True)
    off_reason = models.CharField(max_length=200, blank=True)

    class Meta(Destination.Meta):
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="one_webhook_per_name",
                violation_error_message=_("Another one has this name. Choose another name."),
            )
        ]

    def secrets(self, at: datetime) -> list[str]:
        """Return the secrets that its webhooks are signed with at a time, the current one first."""
        return signing_secrets(self.credentials or {}, at)

    @property
    def previous_until(self) -> datetime | None:
        """Return until when the previous secret signs, too; None if it does not."""
        return previous_until(self.credentials or {}, now())


class SlackChannel(Destination):
    """A channel of Slack that is reached by an incoming webhook. `credentials` has {"url"}, never shown."""

    credentials = EncryptedJSONField(default=dict, editable=False)

    class Meta(Destination.Meta):
        verbose_name = _("Slack channel")
        verbose_name_plural = _("Slack channels")
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="one_slack_channel_per_name",
                violation_error_message=_("Another one has this name. Choose another name."),
            )
        ]

    @property
    def url(self) -> str:
        """Return the address of its incoming webhook, which is a secret."""
        return str((self.credentials or {}).get("url", ""))
