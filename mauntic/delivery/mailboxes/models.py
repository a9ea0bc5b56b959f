"""Mailboxes: the accounts from which email goes out and into which answers come."""

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from mauntic.delivery.mailboxes.domain.pace import Pace
from mauntic.delivery.sign_in.models import Grant
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from mauntic.kernel.secrets import EncryptedJSONField

MOST_PER_DAY = 5_000


class Security(models.TextChoices):
    """How a connection is encrypted."""

    TLS = "tls", _("TLS from the start")
    STARTTLS = "starttls", _("STARTTLS")
    NONE = "none", _("Not encrypted")


class State(models.TextChoices):
    """Whether a mailbox is used."""

    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    OFF = "off", _("Off")


class Kind(models.TextChoices):
    """How a mailbox is connected: by its password, or with the account at a provider."""

    PASSWORD = "password", _("Password")
    GOOGLE = "google", "Google"
    MICROSOFT = "microsoft", "Microsoft 365"
    POSTMARK = "postmark", "Postmark"
    MAILGUN = "mailgun", "Mailgun"
    SENDGRID = "sendgrid", "SendGrid"
    SES = "ses", "Amazon SES"


OAUTH = frozenset({Kind.GOOGLE, Kind.MICROSOFT})
BY_SERVICE = frozenset({Kind.POSTMARK, Kind.MAILGUN, Kind.SENDGRID, Kind.SES})


class MailboxQuerySet(models.QuerySet["Mailbox"]):
    def sending(self, at: datetime) -> Self:
        """Return mailboxes that may send."""
        over = Q(state=State.PAUSED, paused_until__lte=at)
        return self.filter(Q(state=State.ACTIVE) | over)

    def reading(self) -> Self:
        """Return mailboxes whose inbox is read: also paused ones, since answers come in."""
        return self.exclude(state=State.OFF).exclude(imap_host="")


class Mailbox(models.Model):
    """A mailbox of a person, or a shared one without an owner. `credentials` has {"password"}, never shown.

    A mailbox that is connected with the account at a provider has no password, but a `grant`. One that sends
    through an e-mail service has {"api_key", "key_id", "signing_key", "hook_token", "hook_password"} as well,
    and no SMTP server; `hook_digest` finds it by the token in the address of its webhooks.

    A mailbox that is off was switched off after repeated failures, or by a person. One that is paused had
    too many bounces or complaints. `state_reason` says why. `counted_from` is when a person switched it on
    again: what was sent before then no longer counts.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    address = models.EmailField(max_length=254)
    from_name = models.CharField(max_length=100, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="mailboxes"
    )
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.PASSWORD, db_default=Kind.PASSWORD)
    grant = models.OneToOneField(
        Grant, null=True, blank=True, on_delete=models.SET_NULL, related_name="mailbox", editable=False
    )
    region = models.CharField(max_length=20, blank=True, default="", db_default="")
    hook_digest = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    username = models.CharField(max_length=254)
    credentials = EncryptedJSONField(default=dict, editable=False)
    smtp_host = models.CharField(max_length=253, blank=True)
    smtp_port = models.PositiveIntegerField(default=587, validators=[MaxValueValidator(65_535)])
    smtp_security = models.CharField(max_length=10, choices=Security, default=Security.STARTTLS)
    imap_host = models.CharField(max_length=253, blank=True)
    imap_port = models.PositiveIntegerField(default=993, validators=[MaxValueValidator(65_535)])
    imap_security = models.CharField(max_length=10, choices=Security, default=Security.TLS)

    plus_addressing = models.BooleanField(default=False, db_default=False)

    per_day = models.PositiveIntegerField(
        default=50, validators=[MinValueValidator(1), MaxValueValidator(MOST_PER_DAY)]
    )
    per_hour = models.PositiveIntegerField(
        default=9, validators=[MinValueValidator(1), MaxValueValidator(MOST_PER_DAY)]
    )
    gap_shortest = models.PositiveIntegerField(default=90, help_text=_("Seconds between two emails"))
    gap_longest = models.PositiveIntegerField(default=420, help_text=_("Seconds between two emails"))
    ramp_start = models.PositiveIntegerField(default=10)
    ramp_step = models.PositiveIntegerField(default=2)
    ramp_from = models.DateField(null=True, blank=True)
    tracks_opens = models.BooleanField(default=False)
    tracks_clicks = models.BooleanField(default=True)

    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    state_reason = models.CharField(max_length=300, blank=True)
    paused_until = models.DateTimeField(null=True, blank=True)
    counted_from = models.DateTimeField(null=True, blank=True, editable=False)
    failures = models.PositiveSmallIntegerField(default=0, editable=False)
    last_error = models.CharField(max_length=300, blank=True, editable=False)
    last_sent_at = models.DateTimeField(null=True, editable=False)
    read_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=now)

    objects = MailboxQuerySet.as_manager()

    class Meta:
        ordering = ["address"]
        verbose_name = _("mailbox")
        verbose_name_plural = _("mailboxes")
        constraints = [
            models.UniqueConstraint(Lower("address"), name="one_mailbox_per_address"),
            models.CheckConstraint(
                condition=Q(gap_longest__gte=models.F("gap_shortest")), name="gaps_are_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def password(self) -> str:
        """Return the password; empty if there is none."""
        return self.secret("password")

    def secret(self, name: str) -> str:
        """Return one of the credentials; empty if there is none."""
        return str((self.credentials or {}).get(name, ""))

    @property
    def is_oauth(self) -> bool:
        """Return whether it is connected with the account at a provider, whose servers are fixed."""
        return self.kind in OAUTH

    @property
    def is_by_service(self) -> bool:
        """Return whether it sends through an e-mail service."""
        return self.kind in BY_SERVICE

    @property
    def is_disconnected(self) -> bool:
        """Return whether nothing is left with which it could sign in."""
        if self.is_oauth:
            return self.grant_id is None
        return not self.secret("api_key" if self.is_by_service else "password")

    @property
    def reads(self) -> bool:
        """Return whether its inbox is read."""
        return bool(self.imap_host)

    @property
    def pace(self) -> Pace:
        """Return its limits."""
        return Pace(
            per_day=self.per_day,
            per_hour=self.per_hour,
            gap=(self.gap_shortest, self.gap_longest),
            ramp_start=self.ramp_start,
            ramp_step=self.ramp_step,
            ramp_from=self.ramp_from,
        )

    def daily_limit(self, today: date) -> int:
        """Return how many emails may go in 24 hours, with the ramp-up."""
        return self.pace.daily_limit(today)
