"""People who opted out of processing."""

from django.db import models

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id


class ProcessingBlock(models.Model):
    """A person who opted out of processing (HTTP 451 of a vendor). No vendor is called for them again.

    Only a digest of the address is stored, so that the block outlives the contact.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.CharField(max_length=64, unique=True, help_text="digest of the person")
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    provider = models.CharField(max_length=40, help_text="vendor that reported the opt-out")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"reported by {self.provider}"
