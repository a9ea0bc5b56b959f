"""Sign-in by OAuth 2: the app of the organization at each provider, and what people granted to it."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from mauntic.kernel.secrets import EncryptedJSONField


class ProviderName(models.TextChoices):
    GOOGLE = "google", "Google"
    MICROSOFT = "microsoft", "Microsoft 365"


class SignInApp(models.Model):
    """The organization's app at a provider. `credentials` has {"client_secret"}, never shown.

    `directory` is the directory (tenant) of Microsoft whose accounts may sign in; empty takes those of all.
    """

    provider = models.CharField(primary_key=True, max_length=20, choices=ProviderName)
    client_id = models.CharField(max_length=200)
    credentials = EncryptedJSONField(default=dict, editable=False)
    directory = models.CharField(max_length=100, blank=True)
    updated_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["provider"]
        verbose_name = _("sign-in app")
        verbose_name_plural = _("sign-in apps")

    def __str__(self) -> str:
        return self.get_provider_display()

    @property
    def client_secret(self) -> str:
        """Return the secret of the app; empty if there is none."""
        return str((self.credentials or {}).get("client_secret", ""))


class Grant(models.Model):
    """What a person granted to the app. `tokens` has {"access_token", "refresh_token"}, never shown.

    A grant without `expires_at` is refreshed before its next use. `problem` has the provider's words if it
    takes the grant no more.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    provider = models.CharField(max_length=20, choices=ProviderName)
    account = models.CharField(max_length=254)
    tokens = EncryptedJSONField(default=dict, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    granted_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-granted_at"]
        verbose_name = _("grant")
        verbose_name_plural = _("grants")

    def __str__(self) -> str:
        return self.account

    def access_token(self, until: datetime) -> str:
        """Return the access token if it can be used until then, else an empty text."""
        is_good = self.expires_at is not None and self.expires_at > until
        return str((self.tokens or {}).get("access_token", "")) if is_good else ""

    @property
    def refresh_token(self) -> str:
        """Return the refresh token."""
        return str((self.tokens or {}).get("refresh_token", ""))
