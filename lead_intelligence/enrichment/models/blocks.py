"""People who opted out of processing."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id


class ProcessingBlock(models.Model):
    """A person who opted out of processing (HTTP 451 of a vendor). No vendor is called for them again.

    Only a digest of the address is stored, so that the block outlives the contact.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.CharField(max_length=64, unique=True, help_text=_("Digest of the person"))
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    provider = models.CharField(max_length=40, help_text=_("Vendor that reported the opt-out"))
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("processing block")
        verbose_name_plural = _("processing blocks")

    def __str__(self) -> str:
        return gettext("Reported by {vendor}").format(vendor=self.provider)
