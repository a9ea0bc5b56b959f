"""The links of emails, and who or what opened an email or followed a link."""

from uuid import UUID, uuid5

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id

# Messages lie above: they are named, and not imported.
MESSAGE = "delivery.Message"


class Link(models.Model):
    """A link of an email. The address in the email names this row, and never where it leads.

    The row without `url` stands for the picture that counts openings.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    message = models.ForeignKey(MESSAGE, on_delete=models.CASCADE, related_name="links")
    url = models.TextField(blank=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("link of an email")
        verbose_name_plural = _("links of emails")

    def __str__(self) -> str:
        return self.url

    @staticmethod
    def id_of(message_id: UUID, url: str) -> UUID:
        """Return the id of a link: the same each time, for emails that are tried again."""
        return uuid5(message_id, url)


class Touch(models.Model):
    """An opening of an email, or a click on one of its links. Those of machines are kept and never counted.

    `reason` says why it is a machine's. `judged_at` is when that was decided: scanners show only by the links
    that they follow next.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(MESSAGE, on_delete=models.CASCADE, related_name="touches", db_index=False)
    link = models.ForeignKey(Link, null=True, on_delete=models.CASCADE, related_name="touches")
    at = models.DateTimeField(default=now)
    user_agent = models.CharField(max_length=300, blank=True)
    is_machine = models.BooleanField(default=False)
    reason = models.CharField(max_length=120, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("opening or click")
        verbose_name_plural = _("openings and clicks")
        indexes = [
            models.Index(fields=["message", "at"], name="touches_of_message"),
            models.Index(fields=["at"], condition=Q(judged_at=None), name="touches_to_judge"),
        ]

    def __str__(self) -> str:
        return str(self.link or self.message_id)


class Untracked(models.Model):
    """A lead whose openings and clicks are not counted, since a person switched that off."""

    contact = models.OneToOneField(
        Contact, primary_key=True, on_delete=models.CASCADE, related_name="untracked"
    )
    created_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("lead without tracking")
        verbose_name_plural = _("leads without tracking")

    def __str__(self) -> str:
        return str(self.contact_id)
