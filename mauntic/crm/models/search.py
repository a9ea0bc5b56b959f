"""What contacts are found by, apart from them: its index is dear, and their scores change far more often."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from mauntic.crm.models.contact import Contact


class ContactText(models.Model):
    """Name and e-mail address of a contact in lower case. A trigger keeps it (migration 0002_search)."""

    contact = models.OneToOneField(Contact, primary_key=True, on_delete=models.CASCADE, related_name="text")
    text = models.TextField()

    class Meta:
        indexes = [GinIndex(fields=["text"], opclasses=["gin_trgm_ops"], name="contacts_by_text")]

    def __str__(self) -> str:
        return self.text
