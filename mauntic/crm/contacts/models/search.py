"""Search texts of contacts, in a table of their own: updates of scores do not touch the large index."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from mauntic.crm.contacts.models.contact import Contact


class ContactText(models.Model):
    """Search form of name and address, and digits of the phones. A trigger writes it (0005_search_form)."""

    contact = models.OneToOneField(Contact, primary_key=True, on_delete=models.CASCADE, related_name="text")
    text = models.TextField()

    class Meta:
        indexes = [GinIndex(fields=["text"], opclasses=["gin_trgm_ops"], name="contacts_by_text")]

    def __str__(self) -> str:
        return self.text
