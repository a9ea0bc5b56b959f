"""Tags, and which contacts have them."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from mauntic.crm.contacts.models.contact import Contact
from mauntic.crm.tags.domain.names import LONGEST_NAME
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id


class Tag(models.Model):
    """A word that people and journeys put on contacts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=LONGEST_NAME)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        constraints = [
            models.UniqueConstraint(
                Lower("name"), name="one_tag_per_name", violation_error_message=_("This tag exists already.")
            )
        ]

    def __str__(self) -> str:
        return self.name


class ContactTag(models.Model):
    """A contact has a tag. The history of the contact says who put it there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="tags", db_index=False)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="contacts")
    added_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("tag of a contact")
        verbose_name_plural = _("tags of contacts")
        constraints = [models.UniqueConstraint(fields=["contact", "tag"], name="each_tag_once_per_contact")]

    def __str__(self) -> str:
        return f"{self.contact}: {self.tag}"
