"""Who did it, before and after a name is known."""

from django.db import models

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id


class VisitorConsent(models.TextChoices):
    UNKNOWN = "unknown", "Not asked"
    GIVEN = "given", "Given"
    REFUSED = "refused", "Refused"


class Visitor(models.Model):
    """A browser, or the user of a product: anonymous until it becomes known as a contact.

    `anonymous_id` is what a browser calls itself. For what a server tells of a user that no browser has sent,
    it is `user:` and the user's id. `user_id` is the product's own id of who was last signed in there.
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
            models.Index(fields=["user_id"], condition=~models.Q(user_id=""), name="visitors_by_user"),
        ]

    def __str__(self) -> str:
        return str(self.contact or self.anonymous_id)
