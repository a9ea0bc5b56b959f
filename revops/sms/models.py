"""The SMS account, the texts that go out, and the numbers that get none."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from mauntic.kernel.secrets import EncryptedJSONField
from revops.sms.domain.senders import API


class SmsAccount(models.Model):
    """The one account of the organization. `credentials` has {"token"}, never shown.

    `api` is Twilio's own address; only the sandbox has another. An account with a `last_error` sends nothing
    until a person saves or tests it again.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    account_sid = models.CharField(max_length=34)
    credentials = EncryptedJSONField(default=dict, editable=False)
    sender = models.CharField(max_length=34)
    api = models.CharField(max_length=200, default=API, editable=False)
    last_error = models.CharField(max_length=300, blank=True)
    updated_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("SMS account")
        verbose_name_plural = _("SMS account")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_sms_account")]

    def __str__(self) -> str:
        return gettext("SMS account")

    @property
    def token(self) -> str:
        """Return the auth token."""
        return str((self.credentials or {}).get("token", ""))


class TextState(models.TextChoices):
    """What became of a text. `unknown`: handed over, and no answer came; a person decides."""

    WAITING = "waiting", _("Waiting")
    CLAIMED = "claimed", _("Being sent")
    SENT = "sent", _("Sent")
    UNKNOWN = "unknown", _("Unknown")
    REFUSED = "refused", _("Refused by the vendor")
    CANCELED = "canceled", _("Canceled")


class Text(models.Model):
    """A text message to one lead: a row before it goes out, and one for each `origin_id` and `origin_step`.

    `leaves_until` is how long the decision to send it holds, since the send window closes.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="texts")
    number = models.CharField(max_length=16)
    body = models.TextField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    origin_id = models.UUIDField()
    origin_step = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=TextState, default=TextState.WAITING)
    words = models.CharField(max_length=300, blank=True)
    code = models.IntegerField(null=True, blank=True)
    vendor_id = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    look_at = models.DateTimeField(default=now)
    leaves_until = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("text message")
        verbose_name_plural = _("text messages")
        constraints = [
            # A step is sent once, however often its job runs.
            models.UniqueConstraint(fields=["origin_id", "origin_step"], name="one_text_per_step"),
        ]
        indexes = [
            models.Index(fields=["look_at"], condition=Q(state="waiting"), name="texts_that_wait"),
            models.Index(fields=["claimed_at"], condition=Q(state="claimed"), name="texts_claimed"),
            models.Index(fields=["-created_at", "-id"], name="texts_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.get_state_display()}"


class SmsOptOut(models.Model):
    """A number whose owner wants no text messages."""

    number = models.CharField(max_length=16, primary_key=True)
    source = models.CharField(max_length=60)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-created_at", "number"]
        verbose_name = _("number without text messages")
        verbose_name_plural = _("numbers without text messages")

    def __str__(self) -> str:
        return self.number
