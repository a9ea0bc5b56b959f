"""Visitors, anonymous or known as contacts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id


class VisitorConsent(models.TextChoices):
    UNKNOWN = "unknown", _("Not asked")
    GIVEN = "given", _("Given")
    REFUSED = "refused", _("Refused")


class Visitor(models.Model):
    """A browser or user of a product, anonymous until it is linked to a contact.

    `anonymous_id` is the id of the browser. For messages of a server about a user without a browser, it is
    `user:` and the id of the user. `user_id` is the product's id of the user who signed in last.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    anonymous_id = models.CharField(max_length=260, unique=True)
    user_id = models.CharField(max_length=255, blank=True, db_default="")
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="visitors"
    )
    traits = models.JSONField(default=dict, blank=True, db_default={})
    consent = models.CharField(
        max_length=10,
        choices=VisitorConsent,
        default=VisitorConsent.UNKNOWN,
        db_default=VisitorConsent.UNKNOWN,
    )
    first_seen_at = models.DateTimeField(default=now)
    last_seen_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [
            # Look-up of all browsers of a user when one of them is identified.
            models.Index(fields=["user_id"], condition=~models.Q(user_id=""), name="visitors_by_user"),
        ]

    def __str__(self) -> str:
        return str(self.contact or self.anonymous_id)
