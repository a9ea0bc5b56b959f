"""Domains from which mailboxes send, with what DNS says about them and their key."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from mauntic.delivery.domains.domain.records import Finding, Findings, State
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from mauntic.kernel.secrets import EncryptedJSONField

TOLERATED = timedelta(hours=72)
"""A domain without SPF and DMARC sends for this time: changes of DNS take days."""


class SendingDomain(models.Model):
    """A domain of one or more mailboxes.

    `findings` has what the last look-up found, by spf, dkim and dmarc. `unproven_since` is when SPF and DMARC
    were first found missing. `private_key` signs emails; `key_found_at` is when its record was last seen.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=253, unique=True)
    findings = models.JSONField(default=dict, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    unproven_since = models.DateTimeField(null=True, blank=True)
    selector = models.CharField(max_length=63, blank=True)
    private_key = EncryptedJSONField(null=True, blank=True, editable=False)
    public_key = models.TextField(blank=True)
    key_found_at = models.DateTimeField(null=True, blank=True)
    signs = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["name"]
        verbose_name = _("sending domain")
        verbose_name_plural = _("sending domains")

    def __str__(self) -> str:
        return self.name

    @property
    def found(self) -> Findings:
        """Return what the last look-up found; all is unknown before the first."""
        return Findings(*(_finding(self.findings.get(kind)) for kind in ("spf", "dkim", "dmarc")))

    def is_held(self, at: datetime) -> bool:
        """Return whether automatic emails wait, since SPF and DMARC have been missing for 72 hours."""
        return self.unproven_since is not None and at - self.unproven_since >= TOLERATED

    @property
    def is_signing(self) -> bool:
        """Return whether emails are signed: switched on, and receivers find the key."""
        return self.signs and self.key_found_at is not None and bool(self.private_key)


def _finding(stored: dict[str, str] | None) -> Finding:
    if not stored:
        return Finding(State.UNKNOWN)
    return Finding(State(stored["state"]), stored["record"], stored["note"])
