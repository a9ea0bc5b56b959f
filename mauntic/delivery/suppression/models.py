"""Addresses that must not get email. The address itself is not stored, only a digest of it."""

import secrets
from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.db.sets import among
from mauntic.kernel.ids import new_id


class Reason(models.TextChoices):
    UNSUBSCRIBED = "unsubscribed", _("unsubscribed")
    BOUNCED = "bounced", _("the address does not exist")
    COMPLAINED = "complained", _("marked an email as spam")
    ASKED = "asked", _("asked for no more email")
    LEFT = "left", _("left the company")
    ERASED = "erased", _("the person was erased")
    MANUAL = "manual", _("suppressed by hand")


OF_ADDRESS = frozenset({Reason.BOUNCED, Reason.LEFT})
"""Reasons that speak of one address. The others speak of the person, wherever they are written to."""

FOREVER = frozenset({Reason.COMPLAINED, Reason.ERASED})
"""Nobody may write again to people who complained, or were erased."""


class SuppressionQuerySet(models.QuerySet["Suppression"]):
    def of(self, digests: Iterable[str]) -> Self:
        """Return the suppressions of addresses, by their digests."""
        return self.in_force().filter(among("digest", list(digests), models.CharField()))

    def in_force(self) -> Self:
        """Return suppressions that nobody lifted."""
        return self.filter(lifted_at=None)


class Suppression(models.Model):
    """An address that must not get email at all, or none of one sender (`scope_kind` and `scope_id`).

    `hint` shows the first letter and the domain. `source` says who or what suppressed the address.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    hint = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=20, choices=Reason)
    source = models.CharField(max_length=160, blank=True)
    scope_kind = models.CharField(max_length=20, blank=True)
    scope_id = models.UUIDField(null=True, blank=True)
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=now)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "scope_kind", "scope_id"],
                condition=Q(lifted_at=None),
                nulls_distinct=False,
                name="one_suppression_per_scope",
            ),
        ]
        indexes = [models.Index(fields=["-created_at", "-id"], name="suppressions_newest")]

    def __str__(self) -> str:
        return self.hint or self.digest[:12]

    @property
    def is_forever(self) -> bool:
        """Return whether nobody may lift it."""
        return self.reason in FOREVER


def _new_salt() -> str:
    return secrets.token_hex(32)


class SuppressionSalt(models.Model):
    """The salt of the digests: one row, which no change of the installation's keys touches."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    salt = models.CharField(max_length=64, default=_new_salt, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_row_of_suppression_salt")]

    def __str__(self) -> str:
        return str(_("Salt of suppressed addresses"))
