"""Contacts (leads), with the projections that the other contexts keep up to date by events."""

from decimal import Decimal
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat, Lower

from mauntic.crm.models.company import Company
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id


class LifecycleStage(models.TextChoices):
    LEAD = "lead", "Lead"
    QUALIFIED = "qualified", "Qualified"
    OPPORTUNITY = "opportunity", "Opportunity"
    CUSTOMER = "customer", "Customer"
    FORMER = "former", "Former customer"


class EnrichmentStatus(models.TextChoices):
    NONE = "", "Not requested"
    PENDING = "pending", "Pending"
    COMPLETED = "completed", "Completed"
    FAILED = "failed", "Failed"
    EXHAUSTED = "exhausted", "Exhausted"


class Consent(models.TextChoices):
    UNKNOWN = "unknown", "Unknown"
    GIVEN = "given", "Given"
    REFUSED = "refused", "Refused"


class ContactQuerySet(models.QuerySet["Contact"]):
    def search(self, text: str) -> Self:
        """Contacts whose name, e-mail or company contains `text`, in any case."""
        named = self.model.objects.filter(text__text__contains=text.lower())
        employed = self.model.objects.filter(company__name__icontains=text)
        # Two sets and not one condition, which would have to be tried on every contact.
        return self.filter(pk__in=named.order_by().values("pk").union(employed.order_by().values("pk")))

    def ranked(self) -> Self:
        """Best score first; ties by id, so that the order is total and can be paged by key."""
        return self.order_by("-lead_score", "-id")


class Contact(models.Model):
    """A person who may buy. `lead_score` and what follows it are written by events only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    first_name = models.CharField(max_length=100, blank=True)
    last_name = models.CharField(max_length=100, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    direct_phone = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=200, blank=True)
    seniority = models.CharField(max_length=20, blank=True, help_text="c_level, vp, director, manager, other")
    company = models.ForeignKey(
        Company, null=True, blank=True, on_delete=models.SET_NULL, related_name="contacts"
    )
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2")
    region = models.CharField(max_length=120, blank=True)
    linkedin_url = models.CharField(max_length=300, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="contacts",
        db_index=False,
    )
    lifecycle_stage = models.CharField(max_length=20, choices=LifecycleStage, default=LifecycleStage.LEAD)
    source = models.CharField(max_length=60, blank=True)
    referrer = models.CharField(max_length=300, blank=True)
    consent = models.CharField(max_length=10, choices=Consent, default=Consent.UNKNOWN)
    suppressed_reason = models.CharField(max_length=120, blank=True)
    custom_fields = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=now)
    updated_at = models.DateTimeField(auto_now=True)

    lead_score = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(0), editable=False)
    lead_grade = models.CharField(max_length=1, blank=True, editable=False)
    intent_score = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(0), editable=False)
    scored_at = models.DateTimeField(null=True, editable=False)
    enrichment_status = models.CharField(max_length=10, choices=EnrichmentStatus, blank=True, editable=False)
    last_enriched_at = models.DateTimeField(null=True, editable=False)
    data_quality_score = models.DecimalField(max_digits=4, decimal_places=3, null=True, editable=False)

    search_text = models.GeneratedField(
        expression=Lower(
            Concat("first_name", Value(" "), "last_name", Value(" "), "email"),
            output_field=models.TextField(),
        ),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = ContactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), condition=~Q(email=""), name="one_contact_per_email"),
        ]
        indexes = [
            models.Index(fields=["-lead_score", "-id"], name="contacts_ranked"),
            models.Index(fields=["-created_at", "-id"], name="contacts_newest"),
            models.Index(fields=["owner", "-lead_score", "-id"], name="contacts_of_owner_ranked"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Full name, else the e-mail address, else a word that says that neither is known."""
        return f"{self.first_name} {self.last_name}".strip() or self.email or "Unnamed lead"
