"""Who decides on the other side, and the papers."""

from django.conf import settings
from django.db import models

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from revops.models.choices import CommitteeRole
from revops.models.deals import Deal


class CommitteeMember(models.Model):
    """A contact with a part in the buying of a deal; who has left stays on record."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="committee")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="committees")
    role = models.CharField(max_length=15, choices=CommitteeRole, default=CommitteeRole.OTHER)
    added_at = models.DateTimeField(default=now)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["deal", "contact"], name="one_part_per_contact_and_deal"),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id}: {self.get_role_display()}"


class Attachment(models.Model):
    """A file of a deal, kept in the organization's own folder."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="attachments")
    file = models.FileField(upload_to="deals/%Y/%m")
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField(help_text="bytes")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.name
