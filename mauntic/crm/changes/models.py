"""The history of contacts and companies: who changed which field, from what, to what."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mauntic.events.attribution import Attributed
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id


class Change(Attributed):
    """What one piece of work changed on one record, or the values that a record was created with.

    `fields` holds `[old, new]` by name of the field. Owner and company are names, since they may be deleted
    later. Custom fields have the prefix `custom:`. An empty value is null.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contact = models.ForeignKey(
        "crm.Contact", null=True, on_delete=models.CASCADE, related_name="changes", db_index=False
    )
    company = models.ForeignKey(
        "crm.Company", null=True, on_delete=models.CASCADE, related_name="changes", db_index=False
    )
    fields = models.JSONField()
    is_new = models.BooleanField(default=False)
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        constraints = [
            models.CheckConstraint(
                condition=Q(contact=None, company__isnull=False) | Q(contact__isnull=False, company=None),
                name="change_of_one_record",
            ),
        ]
        indexes = [
            # The history of a record, newest first, and the rows that go with a deleted record.
            models.Index(
                fields=["contact", "-at", "-id"],
                condition=Q(contact__isnull=False),
                name="changes_of_contact",
            ),
            models.Index(
                fields=["company", "-at", "-id"],
                condition=Q(company__isnull=False),
                name="changes_of_company",
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(self.fields)

    @property
    def pairs(self) -> list[dict[str, Any]]:
        """Field, old and new value of each change."""
        return [{"field": name, "old": old, "new": new} for name, (old, new) in self.fields.items()]
