"""What a person assigned in one go, so that it can be undone in one go."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mauntic.crm.contacts.models.contact import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id


class Handover(models.Model):
    """An assignment of leads by a person. `owner` is the new owner; None unassigns them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")

    def __str__(self) -> str:
        return f"{self.by}, {self.at:%Y-%m-%d %H:%M}"


class HandedLead(models.Model):
    """A lead of a handover, with the owner it had before."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="leads")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    owner_before = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("handed lead")
        verbose_name_plural = _("handed leads")

    def __str__(self) -> str:
        return str(self.contact_id)
