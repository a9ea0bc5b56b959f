"""Buying committees of deals."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from revops.deals.models.deals import Deal


class CommitteeRole(models.TextChoices):
    ECONOMIC_BUYER = "economic_buyer", _("Economic buyer")
    TECHNICAL_BUYER = "technical_buyer", _("Technical buyer")
    CHAMPION = "champion", _("Champion")
    INFLUENCER = "influencer", _("Influencer")
    END_USER = "end_user", _("End user")
    BLOCKER = "blocker", _("Blocker")
    LEGAL = "legal", _("Legal or procurement")
    OTHER = "other", _("Other")


class CommitteeMember(models.Model):
    """A contact in the buying committee of a deal. Contacts who left are kept with `left_at`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="committee")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="committees")
    role = models.CharField(max_length=15, choices=CommitteeRole, default=CommitteeRole.OTHER)
    added_at = models.DateTimeField(default=now)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["added_at", "id"]
        verbose_name = _("committee member")
        verbose_name_plural = _("committee members")
        constraints = [
            models.UniqueConstraint(fields=["deal", "contact"], name="one_part_per_contact_and_deal"),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id}: {self.get_role_display()}"
