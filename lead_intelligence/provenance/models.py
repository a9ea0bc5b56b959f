"""The audit trail of values that enrichment wrote or suggested."""

from decimal import Decimal
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from lead_intelligence.enrichment.models.jobs import EnrichmentJob
from lead_intelligence.leads.labels import FIELD_CHOICES
from mauntic.crm.models import Company, Contact
from mauntic.kernel.clock import now
from mauntic.kernel.codes import code_words
from mauntic.kernel.display import number
from mauntic.kernel.ids import new_id


class Reversal(models.Model):
    """Values that were reverted together: of a field, a job or a vendor. It can be undone.

    `contact` is None if the values of a vendor were reverted on all leads.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    field = models.CharField(max_length=20, choices=FIELD_CHOICES, blank=True)
    job = models.ForeignKey(EnrichmentJob, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    provider = models.CharField(max_length=40, blank=True)
    count = models.PositiveIntegerField(default=0, help_text=_("Number of reverted values"))
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("reversal")
        verbose_name_plural = _("reversals")

    def __str__(self) -> str:
        return ngettext("{count} reverted value", "{count} reverted values", self.count).format(
            count=number(self.count)
        )


class FieldWriteQuerySet(models.QuerySet["FieldWrite"]):
    def about(self, *, contact_ids: list[object], company_ids: list[object]) -> Self:
        """Return writes to these contacts and companies."""
        own = Q(company=None, contact__in=contact_ids)
        return self.filter(own | Q(company__in=company_ids))

    def applied(self) -> Self:
        """Return the writes that are in effect."""
        return self.filter(status=FieldWrite.Status.APPLIED)


class FieldWrite(models.Model):
    """One value that enrichment wrote to a contact or its company, or suggested.

    `refuted_at` is the time when the value proved wrong: a message to the address bounced. `company` is set
    for facts about the company, which apply to all its contacts.
    """

    class Status(models.TextChoices):
        APPLIED = "applied", _("Applied")
        SUGGESTED = "suggested", _("Suggested")
        REVERTED = "reverted", _("Reverted")
        DISMISSED = "dismissed", _("Dismissed")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contact = models.ForeignKey(
        Contact, on_delete=models.CASCADE, related_name="field_writes", db_index=False
    )
    company = models.ForeignKey(
        Company, null=True, blank=True, on_delete=models.CASCADE, related_name="field_writes", db_index=False
    )
    field = models.CharField(max_length=20, choices=FIELD_CHOICES)
    old_value = models.JSONField(null=True, blank=True)
    new_value = models.JSONField()
    provider = models.CharField(max_length=40)
    confidence = models.FloatField()
    cost = models.DecimalField(max_digits=10, decimal_places=4, default=Decimal(0))
    job = models.ForeignKey(EnrichmentJob, null=True, on_delete=models.SET_NULL, related_name="writes")
    status = models.CharField(max_length=10, choices=Status, default=Status.APPLIED)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=now)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reversal = models.ForeignKey(
        Reversal, null=True, blank=True, on_delete=models.SET_NULL, related_name="writes"
    )
    refuted_at = models.DateTimeField(null=True, blank=True)
    reverted_at = models.DateTimeField(null=True, blank=True)
    reverted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = FieldWriteQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("field write")
        verbose_name_plural = _("field writes")
        indexes = [
            models.Index(fields=["contact", "field", "-at"], name="writes_of_contact"),
            models.Index(
                fields=["company", "field", "-at"],
                condition=Q(company__isnull=False),
                name="writes_of_company",
            ),
            models.Index(fields=["provider", "status"], name="writes_of_provider"),
        ]

    def __str__(self) -> str:
        vendor = code_words("provider", self.provider)
        return f"{self.get_field_display()}, {vendor}: {self.get_status_display()}"
